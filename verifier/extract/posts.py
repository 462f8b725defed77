"""What a platform answers about a post or video in, a `Document` out. Runs in the sandbox.

The answers come as parts by name: a video has `oembed` (JSON), `watch` (HTML) and `captions` (XML), each of which may
be missing; a message of a channel has `page` (HTML) and `post`, its name there; a post that others embed has `oembed`.
"""

from __future__ import annotations

import json
import re
from typing import Any

from verifier import levels
from verifier.charset import encodable
from verifier.codec import to_json
from verifier.errors import ExtractionError
from verifier.extract.markup import extract_html
from verifier.extract.page import bounded
from verifier.model import Document, OutcomeCode
from verifier.page.about import about
from verifier.page.captions import Mark, UnreadableCaptions, cues_in, lines_of
from verifier.page.clean import tidy
from verifier.page.dates import day_of_stamp
from verifier.page.flow import flow
from verifier.page.messages import messages_on
from verifier.page.tree import parse_fragment, parse_html

Parts = dict[str, str]

_DESCRIPTION = re.compile(r'"shortDescription":"((?:[^"\\]|\\.)*)"')
_PUBLISHED = re.compile(r'"(?:publishDate|uploadDate)":"([^"]{8,40})"')
_TITLE_SUFFIX = " - YouTube"
#: Long posts are handed out cut, a link to the rest behind them; how much is missing is not said.
_CUT = re.compile(r"…\s*(?:https?://\S+|pic\.\S+)?\s*$")
_SHARE_OF_CUT = 0.5


def post_task(body: bytes, arguments: dict[str, str | None]) -> bytes:
    """The task `post` of the sandbox: the parts as JSON in, a `Document` as JSON out."""
    parts: Parts = json.loads(body)
    url = arguments["url"] or ""
    read = {"video": read_video, "message": read_message, "embedded": read_embedded}[arguments["kind"] or ""]
    return to_json(bounded(read(parts, url), int(arguments["max_chars"] or 0)))


def read_video(parts: Parts, url: str) -> Document:
    """Title, description and captions of a video; its level says which there were.

    Raises `ExtractionError` (`NO_TEXT`) when there is not even a title.
    """
    told = _object(parts.get("oembed"))
    beside = _beside_the_video(parts.get("watch"), url)
    if beside is not None and beside.transcript and not parts.get("captions"):
        return beside
    title = _told(told, "title") or (beside.title if beside is not None else None)
    above = tidy("\n".join(filter(None, (title, _told(told, "author_name"), beside.text if beside else ""))))
    if not title or not above:
        raise ExtractionError(OutcomeCode.NO_TEXT, "nothing is told of the video")
    published = beside.published if beside is not None else None
    level, said = levels.TITLE_AND_DESCRIPTION, ""
    marks: tuple[Mark, ...] = ()
    if parts.get("captions"):
        said, marks = _said(parts["captions"], len(above) + 1)
    if said:
        level = levels.AUTOMATIC_CAPTIONS if parts.get("heard_by") == "program" else levels.MANUAL_CAPTIONS
    return Document(
        text=f"{above}\n{said}" if said else above,
        title=title,
        published=published,
        language=parts.get("language"),  # the page declares the language of its buttons
        transcript=bool(said),
        level=level,
        cues=marks,
    )


def read_message(parts: Parts, url: str) -> Document:  # noqa: ARG001 - as the others
    """A message of a channel, alone on its page or among others.

    Raises `ExtractionError`: `NO_TEXT` for a message without words, `EXTRACTION_FAILED` where it is not shown.
    """
    wanted = parts.get("post", "").lower()
    root, _ = parse_html(parts.get("page", ""))
    shown = messages_on(root) if root is not None else ()
    message = next((one for one in shown if one.name.lower() == wanted), None)
    if message is None:
        raise ExtractionError(OutcomeCode.EXTRACTION_FAILED, "the page does not show the message")
    if not message.text:
        raise ExtractionError(OutcomeCode.NO_TEXT, "the message holds no words, only a picture, a sound or a video")
    return Document(text=message.text, title=message.channel, published=message.published, level=levels.POST)


def read_embedded(parts: Parts, url: str) -> Document:  # noqa: ARG001 - as the others
    """A post as its platform has others embed it. Raises `ExtractionError`: `NO_TEXT`, `EXTRACTION_FAILED`."""
    told = _object(parts.get("oembed"))
    if not told:
        raise ExtractionError(OutcomeCode.EXTRACTION_FAILED, "the platform's answer is of another shape")
    root = parse_fragment(encodable(str(told.get("html") or "")))
    quoted = next(iter(root.xpath("//blockquote//p")), None) if root is not None else None
    text = tidy(flow(quoted).text) if quoted is not None else ""
    if root is None or quoted is None or not text:
        raise ExtractionError(OutcomeCode.NO_TEXT, "the post holds no words")
    stamps = [day_of_stamp(link.text) for link in root.xpath("//blockquote/a") if link.text]
    return Document(
        text=text,
        title=_told(told, "author_name"),
        published=next((day for day in reversed(stamps) if day), None),
        language=(quoted.get("lang") or "")[:2].lower() or None,
        read_share=_SHARE_OF_CUT if _CUT.search(text) else 1.0,
        level=levels.POST,
    )


def _beside_the_video(watch: str | None, url: str) -> Document | None:
    """What the page of a video tells in writing; with a transcript on it, all of the page."""
    if not watch:
        return None
    try:
        page = extract_html(watch, url=url)
    except ExtractionError:
        page = None
    if page is not None and page.transcript:
        return page
    root, _ = parse_html(watch)
    if root is None:
        return None
    told = about(root, url)
    given = _DESCRIPTION.search(watch)
    description = _unescaped(given[1]) if given else next(iter(root.xpath("//meta[@name='description']/@content")), "")
    stamp = next(iter(root.xpath("//meta[@itemprop='datePublished' or @itemprop='uploadDate']/@content")), None)
    in_script = _PUBLISHED.search(watch)
    stamp = stamp or (in_script[1] if in_script else None)
    title = (told.title or "").removesuffix(_TITLE_SUFFIX).strip()
    return Document(
        text=tidy(str(description)),
        title=title if title not in ("", "YouTube", "- YouTube") else None,
        published=told.published or day_of_stamp(str(stamp) if stamp else None),
    )


def _said(track: str, offset: int) -> tuple[str, tuple[Mark, ...]]:
    try:
        return lines_of(cues_in(track), offset)
    except UnreadableCaptions:
        return "", ()


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return ""


def _object(text: str | None) -> dict[str, Any]:
    """The JSON object in the text, empty for anything else."""
    try:
        found = json.loads(text or "", strict=False)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _told(told: dict[str, Any], name: str) -> str | None:
    value = told.get(name)
    return tidy(value) or None if isinstance(value, str) else None
