"""A source named in a citation → the page it means, and the day whose copy of it is meant."""

from __future__ import annotations

from verifier.model import Article, Citation, Resolution, Resolved, Source, Target
from verifier.pages import FILE_SCHEMES
from verifier.resolve.days import cited_day
from verifier.resolve.links import page_behind, source_key
from verifier.resolve.unlinked import without_a_link
from verifier.resolve.wanted import with_wanted
from verifier.settings import Settings

__all__ = ["cited_day", "page_behind", "resolve", "source_key", "with_wanted"]


def resolve(source: Source, citation: Citation, article: Article, settings: Settings) -> Resolved:
    """The page a source links, as it should be fetched; `Resolution.NONE` with the reason where it links none.

    Addresses of archived copies are taken apart into page and moment, redirectors of search engines and
    mail filters are seen through, tracking parameters and fragments dropped. Citations of a kind that is not
    among `CHECKED_KINDS` get their page all the same, marked as not to be asked for.
    """
    checked = citation.kind in settings.checked_kinds
    if not source.url:
        reason = without_a_link(source, article) if checked else _not_checked(citation.kind)
        return Resolved(resolution=Resolution.NONE, reason=reason, checked=checked)
    page = page_behind(source.url, tuple(archive.replay for archive in settings.archives if archive.replay))
    if page is None:
        shown = source.url if len(source.url) <= 120 else source.url[:120] + "…"
        scheme = source.url.partition(":")[0].casefold()
        fetchable = scheme not in FILE_SCHEMES
        reason = (
            f"The link of {citation.text[:120]} leads to no web page ({shown}). Put the page's address in its place."
            if fetchable
            else f"The link of {citation.text[:120]} is an {scheme} address ({shown}), which is not supported: only "
            f"http and https addresses are fetched. Link a copy of the document on the web, or read it yourself."
        )
        return Resolved(resolution=Resolution.NONE, reason=reason, checked=checked, fetchable=fetchable)
    near = cited_day(source.dates, article.published)
    return Resolved(
        resolution=Resolution.LINKED,
        target=Target(url=page.url, near=near, archived_at=page.archived_at),
        reason=None if checked else _not_checked(citation.kind),
        checked=checked,
    )


def _not_checked(kind: str) -> str:
    return (
        f"Citations of the kind {kind} are listed but not checked here. "
        f"Add {kind} to the setting VERIFIER_CHECKED_KINDS to have them fetched and judged."
    )
