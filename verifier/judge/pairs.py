"""Lines of JSON with claims and sources in, lines of JSON with judgements out (contract §3)."""

from __future__ import annotations

import calendar
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

from verifier.codec import to_json
from verifier.errors import MalformedJSON, SettingsError
from verifier.language_codes import is_language
from verifier.model import Judgement, Pair
from verifier.protocols import Scorer
from verifier.wording import quoted, read_json

_LOG = logging.getLogger(__name__)
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?")
_OPTIONAL = ("claim_date", "source_date", "claim_language", "source_language")


def judge_lines(lines: Iterable[bytes | str], scorer: Scorer) -> Iterator[bytes]:
    """One line out for each line in, in order, as it comes; blank lines are passed over.

    A malformed line, and one that the scorer fails on, gives `{"id": …, "error": "…"}` and the next line is judged.
    Raises `SettingsError` of a scorer that can judge no line at all.
    """
    for number, line in enumerate(lines, 1):
        text = line.decode("utf-8", errors="replace") if isinstance(line, bytes) else line
        if not text.strip("\ufeff \t\r\n"):
            continue
        identity: str | None = None
        try:
            fields = _fields(text)
            identity = _identity(fields)
            out = _line(scorer.judge(_pair(fields, identity)))
        except MalformedJSON as error:
            out = _error(identity, error.message)
        except SettingsError:
            raise
        except Exception:  # whatever a scorer fails on: the other pairs of a long run are not lost for it
            _LOG.exception("line %d could not be judged", number)
            out = _error(identity, "the pair could not be judged: an error of ours, of which the log says more")
        yield out


def _error(identity: str | None, message: str) -> bytes:
    return to_json({"id": identity, "error": message}) + b"\n"


def _fields(text: str) -> dict[str, Any]:
    try:
        fields = read_json(text.lstrip("\ufeff"))
    except MalformedJSON as error:
        raise MalformedJSON(f"the line is not JSON: {error.message}") from error
    if not isinstance(fields, dict):
        raise MalformedJSON("the line must be a JSON object with 'claim' and 'source'")
    return fields


def _identity(fields: dict[str, Any]) -> str | None:
    identity = fields.get("id")
    return None if identity is None else _clean(str(identity))


def _pair(fields: dict[str, Any], identity: str | None) -> Pair:
    claim = fields.get("claim")
    if not isinstance(claim, str):
        raise MalformedJSON("'claim' is missing or not a string")
    optional: dict[str, str] = {}
    for name in _OPTIONAL:
        value = fields.get(name)
        if value is not None and not isinstance(value, str):
            raise MalformedJSON(f"'{name}' is not a string")
        if value:
            optional[name] = _checked(name, _clean(value).strip())
    return Pair(claim=_clean(claim), source=_source(fields), id=identity, **optional)


def _checked(name: str, value: str) -> str:
    """A day or a language that there is."""
    if name.endswith("_language") and not is_language(value):
        raise MalformedJSON(f"'{name}' must be the code of a language such as en, not {quoted(value)}")
    if name.endswith("_date") and not _is_iso(value):
        raise MalformedJSON(f"'{name}' must be a day that there is, such as 2025-09-24, not {quoted(value)}")
    return value


def _is_iso(text: str) -> bool:
    """Whether it is a year, a month or a day of the calendar in ISO 8601; a time after the day is ignored."""
    found = _ISO.fullmatch(text)
    if found is None:
        return False
    year, month, day = (int(part) if part else 1 for part in found.groups())
    # The year 0 is one of ISO's and none of the library's; it has the days of a leap year.
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2000, month)[1]


def _source(fields: dict[str, Any]) -> str:
    source, sentences = fields.get("source"), fields.get("sentences")
    if isinstance(source, str):
        return _clean(source)
    if source is not None:
        raise MalformedJSON("'source' is not a string")
    if not isinstance(sentences, list):
        raise MalformedJSON("neither 'source' (a string) nor 'sentences' (a list of strings) is given")
    if not all(isinstance(s, str) for s in sentences):
        raise MalformedJSON("'sentences' holds something that is not a string")
    return _clean(" ".join(sentences))


def _clean(text: str) -> str:
    """Lone surrogates cannot be written as UTF-8; each becomes the replacement character, offsets unchanged."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _line(judgement: Judgement) -> bytes:
    """The fields of contract §3, `id` first."""
    document: dict[str, Any] = {
        "id": judgement.id,
        "verdict": judgement.verdict,
        "probability": judgement.probability,
        "probabilities": judgement.probabilities,
        "evidence": [{"start": e.start, "end": e.end, "text": e.text, "score": e.score} for e in judgement.evidence],
        "checks": judgement.checks,
        "reasons": judgement.reasons,
        "scorer": judgement.scorer,
    }
    return to_json(document) + b"\n"
