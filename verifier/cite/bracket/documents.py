"""Words of a bracket in, the kind of document they name out: a law, a docket, a numbered report, a shelfmark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from verifier.cite.bracket.names import PrintedName
from verifier.cite.words.outlets import OutletTable
from verifier.cite.words.shapes import is_address, is_case

_NUMBER = r"(?:[Nn]os?\.?|[Nn]r\.?|[Nn]úm\.?|n[°º]|№)\s?"
_ACT_WORDS = (
    r"(?:Acts?|Bill|Charter|Code|Constitution|Convention|Covenant|Decision|Decree|Directive|Judge?ment|Law|Opinion|"
    r"Order|Ordinance|Protocol|Regulations?|Resolution|Rules|Statute|Treaty)"
)
#: `Decree No. 712`, `Directive (EU) 2016/681`, `Resolution 1838`, `Merchant Shipping Act 1995`.
_ACT = re.compile(
    rf"\b{_ACT_WORDS}(?:\s\([A-Z]{{2,6}}\))?,?\s(?:{_NUMBER})?[\w./-]{{0,20}}\d[\w./-]{{0,12}}(?=$|,|\s[(\[])"
)
_NUMBERED_ACT = re.compile(rf"\b{_ACT_WORDS},?\s{_NUMBER}[\w./-]{{0,20}}\d")
_NAMED_ACT = re.compile(
    rf"(?:[A-ZÀ-Ý][\w'’ -]{{0,80}}\s)?{_ACT_WORDS}\b(?:\s(?:of|on|for|against)\s[\w'’ -]{{1,80}})?|[A-Z]{{3,10}}"
)
_PROVISION = re.compile(
    r"(?:,\s|\s)(?:arts?\.|articles?|secs?\.|sections?|ss?\.|paras?\.|paragraphs?|cl\.|reg\.|r\.)\s?\d", re.I
)
#: The last letter of what `_PROVISION` seeks, with its number: quick to say no.
_END_OF_PROVISION = re.compile(r"[.esnhESNH]\s?\d")
_DIGIT = re.compile(r"\d")
_SIGN = re.compile(r"(?:\d{1,3}\s)?[A-ZÀ-Ý][\w.'’ ]{1,80}\s(?:§§?|¶¶?)\s?\d")
_DOCKET = re.compile(
    r"(?:Dkt|Docket|ECF|Doc)\.?\s(?:Nos?\.\s?)?\d|(?:Case|Application|Appeal|G\.R\.)\sNos?\.\s?\d.{0,60},\s"
)
#: `Case C-118/20, para. 41`, `Application no. 5809/08, § 88`, `EuGH, Rs. C-118/20, Rn. 41`: a court's own number.
_COURT_NUMBER = re.compile(
    r"(?:^|[,;]\s)(?:Joined\s)?(?:Cases?|Rs\.|Rechtssache|[Aa]ffaires?|[Aa]suntos?|[Cc]aus[ae]|[Ss]praw[ay]|[Vv]ěc|[Дд]ело|"
    r"[Сс]права|Applications?|Appl\.)\s(?:[Nn]os?\.\s|[Nn]r\s|№\s)?(?:[A-Z]{1,3}[-–‑])?\d{1,5}/\d{2,4}"
    r"(?:\s(?:P|PPU|R))?(?:\sand\s[^,]{3,40})?,\s"
)
#: `Urt. v. 3. Mai 2019`, `Judgment, 9 April 1949`, `Judgment of December 4, 1997`, `wyrok z dnia 3 maja 2019`.
_RULED = re.compile(
    r"(?:^|,\s)(?:(?:Urt\.|Urteil|Beschl\.|Beschluss)\s(?:v\.|vom)\s|(?:[Ww]yrok|[Pp]ostanowienie)\s(?:[A-Z]{2,5}\s)?z\s(?:dnia\s)?"
    r"|(?:Judge?ment|Advisory Opinion|Award|Ruling|Merits)(?:,\s|\sof\s)(?:[A-Z][a-z]{2,8}\s)?"
    r"|(?:[Aa]rrêt|[Jj]ugement)\sdu\s|[Ss]entencia\sde\s|[Ss]entenza\sdel\s)\d"
)
_PROCEEDING = re.compile(
    r"(?:Judge?ment|Merits|Order|Award|Ruling|Jurisdiction|Admissibility|Reparations|Provisional Measures|"
    r"Preliminary Objections|Advisory Opinion|Urt\.|Urteil|Beschl\.|Beschluss|[A-Z][\w.]{1,9}\sReports|"
    r"\d{0,3}\s?[A-Z]{1,4}\s(?:[A-Z]{1,4}\s)?\d{1,5}/\d{2,4}|§§?\s?\d.*)(?:\sof)?"
)
_SHORT_NAME = re.compile(r"\s[(\[](?:[A-Z][\w .-]{1,40}|(?:18|19|20)\d\d)[)\]](?=,)")
_FLIGHT = re.compile(r"[Ff](?<!\w.)light ([A-Z][A-Z\d]\d{2,4})\b")
_PAGES = re.compile(r",\s(?:pp?|S|с|стр|fols?)\.\s?\d")
_OWN_POINTER = re.compile(r"(?:art|sec|para|chap|fig|tab|annex|box|part|clause|page|vol)\w{0,8}\.?\s", re.I)
_SHELFMARK = re.compile(
    r"(?:RG|FO|CO|WO|CAB|PREM|ADM|HO|MS|MSS|Add\.? MS)\s\d[\w/.-]{0,12}"
    r"|(?:f|ff|fol|fols|op|d|l|ll|spr|ark)\.?\s[A-ZА-Я]?-?\d[\w/.–-]{0,12}"
    r"|\d{1,3}[A-Z]{1,3}\s\d{1,5}",
    re.I,
)
_REPORTED = re.compile(
    r"\d{1,4}\s[A-Z][\w.]{0,8}(?:\s?[A-Z\d][\w.]{0,6}){0,3}\s\d{1,5}(?:\s\(([^()]{0,30}?)((?:19|20)\d\d)\))?"
)
#: What a body puts out under a number or a plain title: no second source.
_CODE = re.compile(
    rf"{_NUMBER}\d|^(?:H\.\s?R\.|H\.\s?(?:J\.|Con\.)?\s?Res\.|S\.(?:\s?(?:J\.|Con\.)?\s?Res\.)?|HB|SB|HR|(?:HC|HL)\s(?:Deb|WS|WA))"
    rf"(?:\s?\d{{1,6}})?$|^EU:[CTF]:\d{{4}}:\d|\b\d{{1,4}}/\d{{2,4}}$|^[A-Z]{{1,5}}/(?:[\w.]{{1,12}}/){{0,3}}\d|^[A-Z]{{2,5}}\(\d{{4}}\)"
)
_TITLE = re.compile(
    r".+\s(?:Reports?|Census|Yearbook)"
    r"|(?:.+\s)?(?:Briefing|Discussion|Occasional|Policy|Research|White|Working)\s(?:Brief|Note|Paper)"
    r"|(?:.+\s)?(?:Report|Release|Bulletin|Paper|Brief|Memorandum|Circular|Communiqu[eé])\s\d{1,5}"
)
#: Of a body that publishes, and of no outlet: what it puts out year by year.
_SERIES = re.compile(
    r"(?:[^\W\d_][\w’'&-]*\s){1,6}(?:Outlook|Survey|Database|Index|Statistics|Handbook|Factbook|Assessment|Overview|"
    r"Dashboard|Barometer|Forecast|Indicators|Accounts|Factsheet|Monograph|Strategy|Plan)"
)
_CASE_BEFORE = re.compile(r"(?:Joined\s)?Cases?\s(?:[A-Z]{1,3}[-–‑])?\d{1,5}/\d{2,4}(?:\s(?:P|PPU|R))?,?\s(?=[A-ZÀ-Ý])")
_REPORTED_AFTER = re.compile(
    r"\s[(\[]((?:18|19|20)\d\d)[)\]]\s\d{0,3}\s?[A-Z][\w. ]{1,20}\s\d{1,5}(?:\s[(\[][^()\[\]]{1,40}[)\]])?$"
)
_ECLI = re.compile(r"(?:ECLI:)?(?:EU:[CTF]|CE:ECHR|[A-Z]{2}:[A-Z]{2,8}):((?:19|20)\d\d):\w")
_FIRM = re.compile(r"(?:Inc|Ltd|LLC|L\.L\.C|Corp|Co|PLC|plc|S\.A|GmbH|AG|Jr|Sr)\.?")


def kind_of_document(printed: str, *, dated: bool, square: bool) -> str | None:
    """The kind of citation that the form of the printed words settles, if it does. Each form holds a number."""
    if not _DIGIT.search(printed):
        return None
    if is_legal(printed, dated=dated, square=square):
        return "legal"
    if any(is_shelfmark(field) for field in printed.split(", ")[1:]) and "; " not in printed:
        return "archival"
    return "parenthetical" if names_page(printed) and not dated else None


def is_legal(printed: str, *, dated: bool, square: bool) -> bool:
    """Whether a bracket cites law: a provision of an act, an act with its date, a section sign, a docket."""
    if _DOCKET.match(printed) or (("§" in printed or "¶" in printed) and _SIGN.match(printed)):
        return True
    if not square and (_COURT_NUMBER.search(printed) or (dated and _RULED.search(printed))):
        return True
    if square or _OWN_POINTER.match(printed):
        return False
    # `Convention on the Law of the Sea [UNCLOS], art. 26`: the short name says nothing new.
    printed = _SHORT_NAME.sub("", printed, count=1)
    provision = _PROVISION.search(printed) if _END_OF_PROVISION.search(printed) else None
    if provision and provision.start() >= 3:
        head = printed[: provision.start()]
        return _ACT.search(head) is not None or _NAMED_ACT.fullmatch(head) is not None
    # `(Resolution 2202, February 17, 2015)` tells when; only a number marked as one makes a reference of it.
    return dated and _NUMBERED_ACT.search(printed.split(", ")[0]) is not None


def names_page(printed: str) -> bool:
    """`Ruiz, Title of the Book, p. 27`: a name with a page is a source though no date stands there."""
    place = _PAGES.search(printed)
    return place is not None and printed[:1].isupper() and _OWN_POINTER.match(printed) is None


def flights_in(text: str) -> frozenset[str]:
    """`MH17` where the text speaks of Flight MH17: what happened, not who told."""
    return frozenset(match[1] for match in _FLIGHT.finditer(text))


def is_shelfmark(printed: str) -> bool:
    """`RG 59`, `FO 424/40`, `op. 2`, `fol. 12v`: where an archive keeps a paper."""
    return _SHELFMARK.fullmatch(printed) is not None


def is_numbered_act(printed: str) -> bool:
    """`Resolution 1838 (2008)`, `Merchant Shipping Act 1995`: its number, or year, belongs to the name."""
    return _ACT.search(printed) is not None


def reported_in(printed: str) -> tuple[bool, int | None]:
    """`81 F.4th 1012 (9th Cir. 2023)`, `512 U.S. 33`: a place in a law report, and the year told with it."""
    match = _REPORTED.fullmatch(printed)
    return match is not None, int(match[2]) if match and match[2] else None


def without_references(name: PrintedName) -> tuple[PrintedName, int | None]:
    """`Case C-5/20 Ruiz v X`, `M.T. v. Spain (2020) 71 EHRR 9`: the parties alone, and the year told with them."""
    start, text = name.span[0], name.text
    if (before := _CASE_BEFORE.match(text)) and is_case(text[before.end() :]):
        start, text = start + before.end(), text[before.end() :]
    after = _REPORTED_AFTER.search(text)
    if after and is_case(text[: after.start()]):
        text = text[: after.start()]
    if text == name.text:
        return name, None
    return replace(name, text=text, span=(start, start + len(text))), int(after[1]) if after else None


def year_of_ecli(printed: str) -> int | None:
    """The year in a European case identifier, `EU:C:2023:1009`."""
    match = _ECLI.match(printed)
    return int(match[1]) if match else None


def closes_name(printed: str) -> bool:
    """`Inc.` after the comma of a firm's name."""
    return _FIRM.fullmatch(printed) is not None


def without_documents(names: Sequence[PrintedName], outlets: OutletTable) -> list[PrintedName]:
    """`Court of Auditors, Special Report 4/2023`: the body, without the title of what it has put out."""
    kept = list(names[:1])
    for name in names[1:]:
        series = _SERIES.fullmatch(name.text) and (body := outlets.find(kept[-1].text)) and not body.is_media
        numbered = series or _CODE.search(name.text) or _TITLE.fullmatch(name.text) or _PROCEEDING.fullmatch(name.text)
        if not numbered or not kept[-1].text or outlets.knows(name.text) or is_address(name.text):
            kept.append(name)
    return kept
