"""A source named in a citation → the page it means, and the day whose copy of it is meant."""

from __future__ import annotations

from verifier.model import Article, Citation, Resolution, Resolved, Source, Target
from verifier.resolve.days import cited_day
from verifier.resolve.links import page_behind, source_key
from verifier.resolve.unlinked import without_a_link
from verifier.settings import Settings

__all__ = ["cited_day", "page_behind", "resolve", "source_key"]


def resolve(source: Source, citation: Citation, article: Article, settings: Settings) -> Resolved:
    """The page a source links, as it should be fetched; `Resolution.NONE` with the reason where it links none.

    Addresses of archived copies are taken apart into page and moment, redirectors of search engines and
    mail filters are seen through, tracking parameters and fragments dropped.
    """
    if not source.url:
        return Resolved(resolution=Resolution.NONE, reason=without_a_link(source, article))
    page = page_behind(source.url, tuple(archive.replay for archive in settings.archives))
    if page is None:
        shown = source.url if len(source.url) <= 120 else source.url[:120] + "…"
        reason = (
            f"The link of {citation.text[:120]} leads to no web page ({shown}). Put the page's address in its place."
        )
        return Resolved(resolution=Resolution.NONE, reason=reason)
    near = cited_day(source.dates, article.published)
    return Resolved(resolution=Resolution.LINKED, target=Target(url=page.url, near=near, archived_at=page.archived_at))
