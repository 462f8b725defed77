"""Reports for tests, made from the nouns: one article with a citation of every verdict, in words of our own."""

from __future__ import annotations

from dataclasses import replace

from verifier.model import (
    Article,
    Check,
    CheckedSource,
    CheckKind,
    CheckOutcome,
    Citation,
    Citations,
    Claim,
    Document,
    Evidence,
    Judgement,
    Link,
    Obtained,
    Outcome,
    OutcomeCode,
    Probabilities,
    Redirect,
    Report,
    Resolution,
    Resolved,
    Snapshot,
    Source,
    SourceState,
    Target,
    Verdict,
)
from verifier.report.build import build_report, check_source

Checked = tuple[Citation, list[CheckedSource]]

PARAGRAPHS = (
    "Harbour works begin as ferry traffic grows",
    "12 March 2025",
    "The port of Lindmark carried 412,000 passengers last year, the authority said (Port Authority, March 3). "
    "Its director promised that “no berth will close” while the quay is rebuilt (Radio Nord, March 5).",
    "The ministry put the cost at 38 million crowns and expects the work to last two years "
    "(Ministry of Transport, February 27; Lindmark Courier, February 28). "
    "Fishermen fear for their moorings (YouTube/@LindmarkTV, March 8).",
    "An earlier plan was dropped after protests (Coast Weekly, 2019). The council never replied to questions "
    "(City Council, accessed March 10).",
)
TEXT = "\n\n".join(PARAGRAPHS)
ARTICLE = Article(
    text=TEXT,
    title=PARAGRAPHS[0],
    published="2025-03-12",
    language="en",
    url="https://news.example/harbour-works",
    links=(Link(span=(TEXT.index("Port Authority"), TEXT.index("Port Authority") + 14), url="https://port.example/n"),),
)
FETCHED_AT = "2025-03-13T02:04:05Z"
PASSAGES = {
    "port": "In the year that has ended, 412,000 passengers used the ferries of Lindmark.",
    "radio": "The director said that two of the five berths will close while the quay is rebuilt.",
    "ministry": "The costs are put at 38 million crowns.",
    "courier": "Works of this kind, the paper writes, took three years elsewhere & cost 60-70 million crowns.",
    "council": "The council answers questions of the press every Tuesday.",
}


def outcome(state: SourceState, code: OutcomeCode = OutcomeCode.OK, reason: str = "The page was read.") -> Outcome:
    """An outcome in that state."""
    return Outcome(code=code, state=state, reason=reason)


def obtained(
    url: str, text: str, *, state: SourceState = SourceState.LIVE, published: str | None = None, **more: object
) -> Obtained:
    """A page that was read, with a snapshot that fits; `more` are further fields of the snapshot."""
    read_share = float(more.pop("read_share", 1.0))  # type: ignore[arg-type]
    language = str(more.pop("language", "en"))
    snapshot = Snapshot(
        url=url,
        **{"final_url": url, "media_type": "text/html", **more},  # type: ignore[arg-type]
        fetched_at=FETCHED_AT,
        sha256="ab" * 32,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        language=language,
        title="A page",
        published=published,
        words=len(text.split()),
        read_share=read_share,
    )
    document = Document(text=text, title="A page", published=published, language=language, read_share=read_share)
    return Obtained(outcome=outcome(state), snapshot=snapshot, document=document, attempts=(outcome(state),))


def judgement(verdict: Verdict, probability: float, text: str, passage: str, *checks: Check) -> Judgement:
    """A judgement with one evidence span, `passage`, found in `text`."""
    rest = round((1 - probability) / 3, 6)
    shares = {name.value: rest for name in Verdict if name is not Verdict.UNDETERMINED}
    shares[verdict.value] = round(1 - 3 * rest, 6)
    start = text.index(passage)
    return Judgement(
        verdict=verdict,
        probability=probability,
        probabilities=Probabilities(**shares),
        evidence=(Evidence(start=start, end=start + len(passage), text=passage, score=0.9),),
        checks=checks,
        reasons=("The passage and the claim speak of the same thing.",),
        scorer="sample/1",
    )


def citation(number: int, bracket: str, claim: str, *sources: Source) -> Citation:
    """A citation of the sample article, offsets looked up."""
    start, claimed = TEXT.index(bracket), TEXT.index(claim)
    return Citation(
        id=f"c{number}",
        start=start,
        end=start + len(bracket),
        text=bracket,
        sources=sources,
        claim=Claim(text=claim, spans=((claimed, claimed + len(claim)),)),
    )


def linked(url: str) -> Resolved:
    """A source that the article links."""
    return Resolved(resolution=Resolution.LINKED, target=Target(url=url))


def page(passage: str) -> str:
    """A page of three lines with the passage in the middle one."""
    return f"From the newsroom of the day.\nFirst things first. {passage} More is to follow.\nWrite to us."


def _supported() -> Checked:
    url = "https://port.example/news/2025/03/03/passengers"
    one = citation(1, "(Port Authority, March 3)", "The port of Lindmark carried 412,000 passengers last year",
                   Source(name="Port Authority", dates=("2025-03-03",), url=url, outlet="Port Authority",
                          domains=("port.example",)))  # fmt: skip
    text = page(PASSAGES["port"])
    same = Check(kind=CheckKind.NUMBER, claim_value="412,000", source_value="412,000", outcome=CheckOutcome.AGREES,
                 claim_span=(29, 36), source_span=(text.index("412"), text.index("412") + 7))  # fmt: skip
    got = obtained(url, text, published="2025-03-03")
    said = judgement(Verdict.SUPPORTED, 0.93, text, PASSAGES["port"], same)
    return one, [check_source(one.sources[0], linked(url), got, said)]


def _contradicted() -> Checked:
    url = "https://radionord.example/a/5512"
    one = citation(2, "(Radio Nord, March 5)", "Its director promised that “no berth will close” while the quay is "
                   "rebuilt", Source(name="Radio Nord", dates=("2025-03-05",), url=url, outlet="Radio Nord",
                                     domains=("radionord.example",)))  # fmt: skip
    text = page(PASSAGES["radio"])
    checks = (
        Check(kind=CheckKind.QUOTE, claim_value="no berth will close", source_value=None, outcome=CheckOutcome.ABSENT),
        Check(kind=CheckKind.NEGATION, claim_value="no", source_value="will close", outcome=CheckOutcome.DIFFERS),
    )
    archived = replace(
        obtained(url, text, state=SourceState.ARCHIVED, published="2025-03-04"),
        attempts=(
            outcome(SourceState.GONE, OutcomeCode.NOT_FOUND, "The site answered 404."),
            outcome(SourceState.ARCHIVED, OutcomeCode.OK_ARCHIVE),
        ),
    )
    assert archived.snapshot is not None
    memento = f"https://archive.example/web/20250306120000/{url}"
    got = replace(archived, snapshot=replace(archived.snapshot, memento_url=memento, final_url=memento,
                  captured_at="2025-03-06T12:00:00Z", archive="Wayback Machine"))  # fmt: skip
    said = judgement(Verdict.CONTRADICTED, 0.78, text, PASSAGES["radio"], *checks)
    return one, [check_source(one.sources[0], linked(url), got, said)]


def _disagreeing() -> Checked:
    ministry, courier = "https://ministry.example/2025-02-27/quay", "https://courier.example/quay"
    one = citation(3, "(Ministry of Transport, February 27; Lindmark Courier, February 28)",
                   "The ministry put the cost at 38 million crowns and expects the work to last two years",
                   Source(name="Ministry of Transport", dates=("2025-02-27",), url=ministry),
                   Source(name="Lindmark Courier", dates=("2025-02-28",), url=courier,
                          domains=("lindmarkcourier.example",)))  # fmt: skip
    first, second = page(PASSAGES["ministry"]), page(PASSAGES["courier"])
    hop = Redirect(url=ministry, status=301, location=ministry + "/")
    checked = [
        check_source(one.sources[0], linked(ministry),
                     obtained(ministry, first, state=SourceState.MOVED, final_url=ministry + "/", redirects=(hop,)),
                     judgement(Verdict.PARTIALLY_SUPPORTED, 0.61, first, PASSAGES["ministry"])),
        check_source(one.sources[1], linked(courier), obtained(courier, second, published="2025-01-20", language="sv"),
                     judgement(Verdict.CONTRADICTED, 0.55, second, PASSAGES["courier"])),
    ]  # fmt: skip
    return one, checked


def _blocked() -> Checked:
    url = "https://www.youtube.com/watch?v=abc&t=5"
    one = citation(4, "(YouTube/@LindmarkTV, March 8)", "Fishermen fear for their moorings",
                   Source(name="YouTube/@LindmarkTV", platform="YouTube", handle="@LindmarkTV", url=url,
                          dates=("2025-03-08",), outlet="YouTube", domains=("youtube.com",)))  # fmt: skip
    refused = outcome(SourceState.BLOCKED, OutcomeCode.BLOCKED_BOT, "The site answered 403 to our reader.")
    got = Obtained(outcome=refused, attempts=(refused,))
    return one, [check_source(one.sources[0], linked(url), got, None)]


def _unresolved() -> Checked:
    one = citation(5, "(Coast Weekly, 2019)", "An earlier plan was dropped after protests",
                   Source(name="Coast Weekly", dates=("2019",)))  # fmt: skip
    nowhere = Resolved(resolution=Resolution.NONE, reason="The citation has no link.")
    return one, [check_source(one.sources[0], nowhere)]


def _not_supported() -> Checked:
    url = "https://council.example/press"
    one = citation(6, "(City Council, accessed March 10)", "The council never replied to questions",
                   Source(name="City Council", dates=("2025-03-10",), accessed=True, url=url))  # fmt: skip
    text = page(PASSAGES["council"])
    said = judgement(Verdict.NOT_SUPPORTED, 0.88, text, PASSAGES["council"])
    return one, [check_source(one.sources[0], linked(url), obtained(url, text), said)]


def sample_report() -> Report:
    """Six citations: supported, contradicted, two sources at odds, blocked, unresolved, not supported."""
    checked = (_supported(), _contradicted(), _disagreeing(), _blocked(), _unresolved(), _not_supported())
    found = Citations(article=ARTICLE, citations=tuple(citation for citation, _ in checked))
    return build_report("a1b2c3d4e5f6", found, checked, scorer="sample/1", settings_digest="0123456789ab",
                        made_at="2025-03-13T02:05:00Z")  # fmt: skip
