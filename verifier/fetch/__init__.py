"""A source's address → what came back: the live web, archives and WARC files behind one door."""
