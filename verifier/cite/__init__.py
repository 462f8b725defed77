"""Article in, citations with their sources and claims out."""

from verifier.cite.find import find_citations

__all__ = ["find_citations"]
