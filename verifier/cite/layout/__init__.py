"""A text in, where its brackets, sentences, paragraphs and notes stand out."""
