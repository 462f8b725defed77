"""Sources judged one by one in; what those of one claim say together, and what others of the article say, out.

Every judgement here is one more than the article's sources need, so their number is bounded: at most `MOST_TOGETHER`
and `MOST_ELSEWHERE` for one article. Which ones they are follows from the article alone, so that a report which is
written twice is written alike, as long as `MOST_SECONDS` are enough: a judge that is slow, because pages are long or
an endpoint does not answer, leaves out the last of them and delays no report by more than that and one question.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.judge import judge_many, pairs_of
from verifier.model import (
    Article,
    CheckedSource,
    Citation,
    Document,
    Evidence,
    Judgement,
    Obtained,
    Resolution,
    Verdict,
)
from verifier.protocols import BatchScorer, Scorer
from verifier.report.beside import Backing, Beside, Together, is_open, linked

#: Claims of one article that are judged against their sources joined: one pair each.
MOST_TOGETHER = 40
#: Pairs of a claim and a page that stands behind another claim of the article.
MOST_ELSEWHERE = 40
#: Such pages for one claim, those cited nearest to it first.
MOST_PAGES = 8
#: Time for all pairs of one article; after it no further one is judged.
MOST_SECONDS = 45.0
#: Of longer texts only the beginning is judged here: a claim is never refused by this, only backed.
MOST_CHARS = 200_000
#: With several pages to try, one that is only probably right would be found too often by chance.
_SURE = 0.85
_BLANK_LINE = "\n\n"

#: What came of the page of a source: the place of its citation, its own place in that.
Page = Callable[[int, int], Obtained]
#: What the judge says of each claim and page; None of those for which there was no more time.
Judging = Callable[[Sequence[tuple[str, Document]]], list[Judgement | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A citation with its sources as judged one by one.

    `said` is what the judge said of each, even where the page's state forbids to show it; None where none was asked.
    """

    citation: Citation
    sources: Sequence[CheckedSource]
    said: Sequence[Verdict | None]


def judge_beside(
    article: Article,
    standings: Sequence[Standing],
    page: Page,
    scorer: Scorer,
    clock: Callable[[], float] = time.monotonic,
) -> Beside:
    """What sources say together, and which other page of the article backs a claim that its own sources do not."""
    ends_at = clock() + MOST_SECONDS

    def judge(claims: Sequence[tuple[str, Document]]) -> list[Judgement | None]:
        pairs = pairs_of(article, claims)
        said: list[Judgement | None] = [None] * len(pairs)
        groups: dict[str | int, list[int]] = {}
        for at, pair in enumerate(pairs):  # claims about one page are asked at once only where that saves something
            groups.setdefault(pair.source if isinstance(scorer, BatchScorer) else at, []).append(at)
        for group in groups.values():
            if clock() >= ends_at:
                break
            for at, one in zip(group, judge_many(scorer, [pairs[at] for at in group]), strict=True):
                said[at] = one
        return said

    together = _judge_together(standings, page, judge)
    open_claims = [
        place for place, one in enumerate(standings) if _needs_others(one) and one.citation.id not in together
    ]
    return Beside(together=together, backed=_judge_elsewhere(standings, open_claims, page, judge))


# --- together ----------------------------------------------------------------------------


def _judge_together(standings: Sequence[Standing], page: Page, judge: Judging) -> dict[str, Together]:
    wanted = [(place, joined) for place, one in enumerate(standings) if len(joined := _to_join(one)) > 1]
    found = {}
    for place, joined in wanted[:MOST_TOGETHER]:
        one = standings[place]
        together = _together(one, {number: page(place, number) for number in joined}, judge)
        if together is not None:
            found[one.citation.id] = together
    return found


def _to_join(standing: Standing) -> list[int]:
    """The sources to be judged as one text: different pages, none of which says all of the claim, or the opposite.

    A contradiction, even one out of half a page, ends it: more text could outweigh it, and it must be seen. Not so that
    of a page found by searching, which may be another one than meant.
    """
    verdicts = {source.verdict for source in standing.sources}
    cited = zip(standing.sources, standing.said, strict=True)
    said = {verdict for source, verdict in cited if source.resolution is not Resolution.SEARCHED}
    if Verdict.SUPPORTED in verdicts or Verdict.CONTRADICTED in said:
        return []
    texts: dict[str, int] = {}
    for number, source in enumerate(standing.sources):
        text = _text_of(source, standing.said[number])
        if text is not None:
            texts.setdefault(text, number)
    return list(texts.values())


def _together(standing: Standing, pages: dict[int, Obtained], judge: Judging) -> Together | None:
    """The joint judgement when it supports the claim, with passages from more than one source to show for it."""
    documents = {number: one.document for number, one in pages.items() if one.document is not None}
    joined, starts = _joined(list(documents.values()))
    (judgement,) = judge([(standing.citation.claim.text, joined)])
    if judgement is None or judgement.verdict is not Verdict.SUPPORTED:
        return None
    evidence = {}
    for (number, document), start in zip(documents.items(), starts, strict=True):
        own = linked(_of_source(judgement.evidence, document.text, start), pages[number])
        if own:
            evidence[number] = own
    if len(evidence) < 2:
        return None  # one source alone was shown, and alone it does not say it all
    return Together(probability=judgement.probability, evidence=evidence)


def _joined(documents: Sequence[Document]) -> tuple[Document, list[int]]:
    """One document of several, each with an equal part of the length, and where each begins in it."""
    share = MOST_CHARS // len(documents)
    parts = [document.text[:share] for document in documents]
    starts, at = [], 0
    for part in parts:
        starts.append(at)
        at += len(part) + len(_BLANK_LINE)
    days = {document.published for document in documents}
    languages = {document.language for document in documents}
    joined = Document(
        text=_BLANK_LINE.join(parts),
        published=days.pop() if len(days) == 1 else None,
        language=languages.pop() if len(languages) == 1 else None,
        satire=next((document.satire for document in documents if document.satire), None),
    )
    return joined, starts


def _of_source(evidence: Sequence[Evidence], text: str, start: int) -> list[Evidence]:
    """The evidence that lies within one source's part of the joined text, counted from the beginning of that source."""
    moved = [replace(one, start=one.start - start, end=one.end - start) for one in evidence]
    return [one for one in moved if 0 <= one.start < one.end <= len(text)]


# --- elsewhere in the article ------------------------------------------------------------


def _needs_others(standing: Standing) -> bool:
    """Whether one of the sources leaves the claim open and none of them supports it."""
    verdicts = {source.verdict for source in standing.sources}
    return (
        bool(standing.citation.claim.text)
        and Verdict.SUPPORTED not in verdicts
        and any(is_open(source) for source in standing.sources)
    )


def _judge_elsewhere(
    standings: Sequence[Standing], open_claims: Sequence[int], page: Page, judge: Judging
) -> dict[str, Backing]:
    """Round by round: the nearest page for every claim, then the next, so that no claim uses up what is left."""
    waiting = {place: _others(standings, place) for place in open_claims[:MOST_ELSEWHERE]}
    backed: dict[str, Backing] = {}
    left = MOST_ELSEWHERE
    for _ in range(MOST_PAGES):
        tried = [(place, other) for place, others in waiting.items() if (other := next(others, None)) is not None]
        tried = tried[:left]
        if not tried:
            break
        left -= len(tried)
        pairs = [(standings[place].citation.claim.text, _cut(page(*other).document)) for place, other in tried]
        judged = judge(pairs)
        for (place, (there, number)), said in zip(tried, judged, strict=True):
            if said is not None and said.verdict is Verdict.SUPPORTED and (said.probability or 0.0) >= _SURE:
                source, behind = standings[there].sources[number], standings[there].citation
                backed[standings[place].citation.id] = Backing(
                    citation=behind.id, name=source.name or source.outlet or ""
                )
                del waiting[place]
        if None in judged:
            break
    return backed


def _others(standings: Sequence[Standing], place: int) -> Iterator[tuple[int, int]]:
    """The pages behind other citations, those cited nearest first, each page once and never one of the claim's own."""
    own = standings[place]
    seen = {source.snapshot.text_sha256 for source in own.sources if source.snapshot is not None}
    for there in sorted(range(len(standings)), key=lambda one: (abs(one - place), one)):
        for number, source in enumerate(standings[there].sources):
            text = _text_of(source, standings[there].said[number])
            if text is not None and text not in seen:
                seen.add(text)
                yield there, number


# --- both --------------------------------------------------------------------------------


def _text_of(source: CheckedSource, said: Verdict | None) -> str | None:
    """The hash of the text the source was judged by; None when none was read, or the judge could make nothing of it."""
    if said in (None, Verdict.UNDETERMINED) or source.snapshot is None:
        return None
    return source.snapshot.text_sha256


def _cut(document: Document | None) -> Document:
    document = document or Document(text="")
    return replace(document, text=document.text[:MOST_CHARS])
