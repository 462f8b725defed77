"""What reading and extracting share: bytes and trees of pages in, text, links, title, date and language out."""
