"""The nouns of the pipeline, frozen and typed; field names are those of the JSON people receive.

The nouns of the work around it, such as `Status`, are in `verifier.jobs`.
Imports the standard library only. JSON goes in and out through `verifier.codec`.
Offsets are Unicode code points, half-open, into the text named beside them.
Times are ISO 8601 in UTC with a `Z`; days are `YYYY-MM-DD`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class Verdict(StrEnum):
    """What a source says about a claim. Never whether the claim is true."""

    SUPPORTED = "supported"
    PARTIALLY_SUPPORTED = "partially_supported"
    NOT_SUPPORTED = "not_supported"
    CONTRADICTED = "contradicted"
    UNDETERMINED = "undetermined"


class SourceState(StrEnum):
    """Whether a source could be reached. Independent of what it says."""

    LIVE = "live"
    MOVED = "moved"
    ARCHIVED = "archived"
    DRIFTED = "drifted"
    GONE = "gone"
    SOFT_404 = "soft_404"
    BLOCKED = "blocked"
    PAYWALLED = "paywalled"
    LOGIN_REQUIRED = "login_required"
    TIMED_OUT = "timed_out"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"
    UNRESOLVED = "unresolved"


#: States in which a text was read, so that a verdict may be given.
READABLE_STATES = frozenset(
    {SourceState.LIVE, SourceState.MOVED, SourceState.ARCHIVED, SourceState.DRIFTED, SourceState.PAYWALLED}
)


class OutcomeCode(StrEnum):
    """The machine code of one attempt to read a source: finer than `SourceState`."""

    OK = "ok"
    OK_ARCHIVE = "ok_archive"
    NOT_FOUND = "not_found"
    GONE = "gone"
    SOFT_404 = "soft_404"
    PARKED = "parked"
    REDIRECTED_HOME = "redirected_home"
    BLOCKED_BOT = "blocked_bot"
    BLOCKED_ROBOTS = "blocked_robots"
    PAYWALLED_PARTIAL = "paywalled_partial"
    CONSENT_WALL = "consent_wall"
    NEEDS_JS = "needs_js"
    NEEDS_LOGIN = "needs_login"
    UNSUPPORTED_TYPE = "unsupported_type"
    NO_TEXT = "no_text"
    EXTRACTION_FAILED = "extraction_failed"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    DNS_ERROR = "dns_error"
    TLS_ERROR = "tls_error"
    PROTOCOL_ERROR = "protocol_error"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNSAFE_ADDRESS = "unsafe_address"
    INVALID_URL = "invalid_url"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    NO_CAPTURE = "no_capture"
    ARCHIVE_EXCLUDED = "archive_excluded"
    ARCHIVE_UNAVAILABLE = "archive_unavailable"
    NO_LINK = "no_link"
    NOT_CHECKED = "not_checked"


class Resolution(StrEnum):
    """How the page behind a citation was found."""

    LINKED = "linked"
    SEARCHED = "searched"
    NONE = "none"


class CheckKind(StrEnum):
    """What a check compares."""

    QUOTE = "quote"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    ATTRIBUTION = "attribution"
    NEGATION = "negation"


class CheckOutcome(StrEnum):
    """How a value in the claim stands to the source."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ABSENT = "absent"


# --- the article -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A hyperlink of the article: `span` is its anchor text in `Article.text`."""

    span: Span
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was submitted, as text. Every citation offset indexes `text`."""

    text: str
    title: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    links: tuple[Link, ...] = ()


#: `(start, end, source start, source end)`: characters of a text and where they are written in its markup. Of equal
#: length both are equal letter by letter; else they are one unit (an entity).
Piece = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedArticle(Article):
    """An article out of HTML or Markdown, with the way back: `pieces` in the order of `text`, blanks left out."""

    pieces: tuple[Piece, ...] = ()


# --- citations and claims ----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The words a citation backs: `text` joins the slices of `spans` with one space.

    `sentence` is the whole sentence they stand in. `extended` are the sentences just before it, without a
    citation of their own, that report the same source; empty when there are none. `parts` are the sub-claims
    into which the claim may be cut safely, each a span inside `spans`; empty when it is one statement.
    `markup` are the places of `spans` in the submitted markup, when that is HTML or Markdown.
    """

    text: str
    spans: tuple[Span, ...]
    sentence: Span | None = None
    extended: tuple[Span, ...] = ()
    parts: tuple[Span, ...] = ()
    markup: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source named in a citation, as printed, with what the name is known to mean.

    `impossible_dates` are printed days that no calendar has: `2025-02-31`, or `--09-31` without a year.
    """

    name: str
    platform: str | None = None
    handle: str | None = None
    dates: tuple[str, ...] = ()
    accessed: bool = False
    qualifier: str | None = None
    url: str | None = None
    outlet: str | None = None
    domains: tuple[str, ...] = ()
    impossible_dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place in the article that says where its words come from; `markup` is that place in its HTML or Markdown."""

    id: str
    start: int
    end: int
    text: str
    kind: str = "parenthetical"
    sources: tuple[Source, ...]
    claim: Claim
    markup: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A bracket that is no citation, and why it was not taken for one."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncited:
    """A sentence that states checkable facts and that no citation backs; `facts` are the spans that make it so."""

    start: int
    end: int
    text: str
    facts: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recited:
    """A summary bullet that repeats cited sentences of the body: `citations` are the ids that carry over to it."""

    start: int
    end: int
    text: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citations:
    """Everything found in one article: the answer of `verifier citations`."""

    article: Article
    citations: tuple[Citation, ...]
    skipped: tuple[Skipped, ...] = ()
    uncited: tuple[Uncited, ...] = ()
    recited: tuple[Recited, ...] = ()


# --- reaching a source -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A page that a citation without a link might mean."""

    url: str
    how: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A page that a finder (`how`) came across, published on `day`; `text` is the whole of it once it was `read`."""

    url: str
    how: str
    title: str | None = None
    day: str | None = None
    text: str | None = None
    language: str | None = None
    read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an article says of a page that it cites without a link; `linked` are others of that outlet and day it links.

    `name` is the outlet's, `languages` are those it writes in, `language` is the claim's.
    """

    name: str
    claim: str
    domains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    platform: str | None = None
    handle: str | None = None
    dates: tuple[str, ...] = ()
    accessed: bool = False
    language: str | None = None
    published: str | None = None
    linked: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The page to be had for one source. With `wanted` there is no address yet: it is searched for.

    `near` is the cited day, for choosing among copies; `archived_at` (14 digits) that of a linked archive copy.
    """

    url: str
    near: str | None = None
    archived_at: str | None = None
    wanted: Wanted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Which page a source means; without a `target` a `reason`. Not `checked`: such citations are only listed.

    Not `fetchable`: the source has a link, but one of a kind that is not asked for (`ftp:`).
    """

    resolution: Resolution
    target: Target | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str | None = None
    checked: bool = True
    fetchable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """One hop on the way to the page."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One answered request: `body` is inflated, at most `MAX_BODY_BYTES` long, and came at `fetched_at`.

    `redirects` are the hops before `final_url`; a copy out of an archive has `captured_at` and `memento_url`.
    `asked_with` are the fields that a live site was sent.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: str
    redirects: tuple[Redirect, ...] = ()
    captured_at: str | None = None
    memento_url: str | None = None
    archive: str | None = None
    asked_with: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        """The first header of that name, case folded, or None."""
        wanted = name.casefold()
        return next((value for key, value in self.headers if key.casefold() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One copy that an archive holds: `timestamp` has 14 digits (UTC); `memento_url` where the archive says it is."""

    url: str
    timestamp: str
    status: int | None = None
    media_type: str | None = None
    digest: str | None = None
    memento_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of trying to read a source, in a code, a state and a sentence."""

    code: OutcomeCode
    state: SourceState
    reason: str
    retryable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The receipt for one copy that was read; `sha256` is of bytes, `text_sha256` of text; `level` the document's."""

    url: str
    final_url: str
    fetched_at: str
    sha256: str
    memento_url: str | None = None
    captured_at: str | None = None
    archive: str | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    redirects: tuple[Redirect, ...] = ()
    media_type: str | None = None
    language: str | None = None
    title: str | None = None
    published: str | None = None
    words: int = 0
    read_share: float = 1.0
    text_sha256: str | None = None
    level: str | None = None


#: `(start, end, page, posted at)` of a stretch of a document's text: a printed page, counted from 1, or an entry of a
#: live blog with the time that stands at it, in ISO 8601 and the page's own time zone. What it is not is None.
Part = tuple[int, int, int | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The readable text of a snapshot, and what else the page shows: lines `outside` its article (tables, captions).

    Evidence spans index `text`, or go on behind it and one line break in `outside`. `transcript` tells that what is
    said in the page's recording is part of the text. `level` is what was read of a post: one of `verifier.levels`.
    `cues` are places in `text` and their seconds in the recording. `satire` is the word by which the page's data, shown
    or not, calls the page satire.
    """

    text: str
    title: str | None = None
    published: str | None = None
    language: str | None = None
    media_type: str = "text/html"
    read_share: float = 1.0
    hidden_text: bool = False
    transcript: bool = False
    parts: tuple[Part, ...] = ()
    outside: str = ""
    level: str | None = None
    cues: tuple[tuple[int, float], ...] = ()
    satire: str | None = None

    @property
    def shown(self) -> str:
        """All that evidence spans index."""
        return f"{self.text}\n{self.outside}" if self.outside else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtained:
    """All that came of one target: the outcome always, snapshot and text if they could be had.

    `attempts` are the outcomes of every door that was tried, in order. `resolved` says which page a search settled on,
    or why on none; None where there was a link. `day_copy` is the archived copy nearest to the cited day, where today's
    page was held against one; it has no document when both say the same.
    """

    outcome: Outcome
    snapshot: Snapshot | None = None
    document: Document | None = None
    attempts: tuple[Outcome, ...] = ()
    resolved: Resolved | None = None
    day_copy: Obtained | None = None


# --- judging -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A verbatim slice of the judged text; `page`, `posted_at` as in `Part`; said `at_s` seconds into a recording."""

    start: int
    end: int
    text: str
    score: float
    fragment_url: str | None = None
    page: int | None = None
    posted_at: str | None = None
    outside: bool = False
    at_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One value of the claim held against the source. Spans index claim text and source text."""

    kind: CheckKind
    claim_value: str
    source_value: str | None
    outcome: CheckOutcome
    claim_span: Span | None = None
    source_span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probabilities:
    """Calibrated; they sum to 1."""

    supported: float
    partially_supported: float
    not_supported: float
    contradicted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A claim and the text it is to be judged against; what a judge may spend is counted by `article`.

    `satire` as in `Document`.
    """

    claim: str
    source: str
    id: str | None = None
    claim_date: str | None = None
    source_date: str | None = None
    claim_language: str | None = None
    source_language: str | None = None
    article: str | None = None
    satire: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a text says about a claim, how sure that is (None exactly when `undetermined`), and by which sentences.

    Not `read_whole`: the scorer passed over a part of a long text; then it never says `not_supported`.
    """

    verdict: Verdict
    probability: float | None = None
    probabilities: Probabilities | None = None
    evidence: tuple[Evidence, ...] = ()
    checks: tuple[Check, ...] = ()
    reasons: tuple[str, ...] = ()
    scorer: str = ""
    id: str | None = None
    read_whole: bool = True


# --- the report --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something an editor should know; `code` is stable (see `verifier/report/findings.py`)."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSource(Source):
    """A source with what came of it: reached (`state`), said (`verdict`), how sure (`probability`).

    `compared` is the receipt of the other copy of the page: today's when `drifted`, else that of the cited day.
    `missing_on` are the days, apart from each other, on which checks in a row found the page missing.
    """

    resolution: Resolution
    candidates: tuple[Candidate, ...] = ()
    state: SourceState
    outcome: Outcome
    attempts: tuple[Outcome, ...] = ()
    snapshot: Snapshot | None = None
    compared: Snapshot | None = None
    missing_on: tuple[str, ...] = ()
    verdict: Verdict = Verdict.UNDETERMINED
    probability: float | None = None
    probabilities: Probabilities | None = None
    evidence: tuple[Evidence, ...] = ()
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCitation:
    """A citation with the verdict over all its sources. `counted` says whether it is part of `Report.counts`."""

    id: str
    start: int
    end: int
    text: str
    kind: str = "parenthetical"
    counted: bool = True
    claim: Claim
    markup: Span | None = None
    verdict: Verdict
    probability: float | None = None
    sources: tuple[CheckedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many citations of the counted kinds there are, and how many of each verdict."""

    citations: int = 0
    supported: int = 0
    partially_supported: int = 0
    not_supported: int = 0
    contradicted: int = 0
    undetermined: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole answer for one article. `settings` is a digest of what the result depends on."""

    schema: str = "report/1"
    id: str
    made_at: str
    article: Article
    scorer: str
    settings: str
    counts: Counts
    citations: tuple[CheckedCitation, ...]
    skipped: tuple[Skipped, ...] = ()
    uncited: tuple[Uncited, ...] = ()
    recited: tuple[Recited, ...] = ()
