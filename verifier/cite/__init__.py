"""Article in, citations with their sources and claims out."""

from verifier.cite.find import find_citations
from verifier.cite.words.outlets import outlet_table

__all__ = ["find_citations", "outlet_table"]
