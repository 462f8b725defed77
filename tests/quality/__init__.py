"""Labelled sets in, tables of figures out: `python -m tests.quality NAME` from the repository's root."""
