"""Citations and sentences in, the words that each citation backs out."""
