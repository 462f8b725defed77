"""Settings and limits: the only module that reads the environment and `verifier.toml`."""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any

from verifier import __version__
from verifier.archive_settings import DEFAULT_ARCHIVES, ArchiveSettings, read_archives
from verifier.errors import SettingsError
from verifier.finders import FINDERS, read_finders
from verifier.kinds import DEFAULT_CHECKED, DEFAULT_COUNTED, read_kinds
from verifier.outlet_rows import outlets_digest, read_outlet_rows
from verifier.setting_values import (
    bare_address,
    header_text,
    networks,
    number,
    path_of,
    store_address,
    text_of,
    web_address,
)
from verifier.wording import quoted

PREFIX = "VERIFIER_"
CONFIG_FILE = "verifier.toml"


def _default_data_dir() -> Path:
    """The platform's folder for user data: XDG on Unix, Application Support on macOS."""
    said = Path(os.environ.get("XDG_DATA_HOME", ""))
    if said.is_absolute():  # the XDG specification: relative paths are to be ignored
        return said / "verifier"
    try:
        home = Path.home()
    except RuntimeError:  # no HOME, and a user id without a name: a container
        home = Path("/nonexistent")
    if os.uname().sysname == "Darwin":
        return home / "Library" / "Application Support" / "verifier"
    return home / ".local" / "share" / "verifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator may set. The variable is the field's name in capitals after `VERIFIER_`."""

    redis_url: str | None = field(default=None, metadata={"doc": "store and broker; unset: an embedded Valkey"})
    data_dir: Path = field(default_factory=_default_data_dir, metadata={"doc": "embedded store, bodies, WARCs"})
    archives: tuple[ArchiveSettings, ...] = field(
        default=DEFAULT_ARCHIVES, metadata={"doc": "JSON list of web archives; [] for none"}
    )
    allow_networks: tuple[IPv4Network | IPv6Network, ...] = field(
        default=(), metadata={"doc": "CIDRs that may be fetched although they are not public"}
    )
    scorer: str = field(default="embedded", metadata={"doc": "embedded, onnx:PATH or llm"})
    llm_url: str | None = field(default=None, metadata={"doc": "OpenAI-compatible endpoint for SCORER=llm"})
    llm_model: str | None = field(default=None, metadata={"doc": "model name for SCORER=llm"})
    llm_key: str | None = field(default=None, repr=False, metadata={"doc": "key for SCORER=llm", "secret": True})
    llm_timeout_s: float = field(
        default=60.0, metadata={"doc": "for one answer of the language model, waits for its rate limit included"}
    )
    llm_deadline_s: float = field(default=600.0, metadata={"doc": "for all questions about one page"})
    llm_prompt_chars: int = field(default=24_000, metadata={"doc": "text of a page sent with one question"})
    llm_batch_claims: int = field(default=8, metadata={"doc": "claims about one page asked at once"})
    llm_article_calls: int = field(
        default=100, metadata={"doc": "requests to the language model for one article in a day (UTC); 0 for none"}
    )
    llm_cache_bytes: int = field(default=64 * 2**20, metadata={"doc": "kept answers of the language model; 0 for none"})
    server_url: str = field(
        default="http://127.0.0.1:8000", metadata={"doc": "the service that submit, status, report, list, cancel ask"}
    )
    api_key: str | None = field(default=None, repr=False, metadata={"doc": "key sent to that service", "secret": True})
    contact: str = field(
        default="https://example.org/verifier", metadata={"doc": "URL or address in the user agent, for site owners"}
    )

    counted_kinds: tuple[str, ...] = field(
        default=DEFAULT_COUNTED, metadata={"doc": "kinds of citations in counts, progress and --fail-on"}
    )
    checked_kinds: tuple[str, ...] = field(
        default=DEFAULT_CHECKED, metadata={"doc": "kinds of citations that are fetched and judged"}
    )
    outlets: Path | None = field(
        default=None, metadata={"doc": "CSV of your own outlets, added to the shipped ones or in their place"}
    )

    finders: tuple[str, ...] = field(
        default=FINDERS, metadata={"doc": "how pages that are cited without a link are looked for, in order; none: not"}
    )
    gdelt_doc_url: str = field(
        default="https://api.gdeltproject.org/api/v2/doc/doc", metadata={"doc": "where GDELT's search answers"}
    )
    gdelt_gal_url: str = field(
        default="https://storage.googleapis.com/data.gdeltproject.org/gdeltv3/gal",
        metadata={"doc": "folder of GDELT's lists of articles, read by the nightly run"},
    )
    gdelt_delay_s: float = field(default=5.0, metadata={"doc": "between two questions to GDELT's search"})
    searxng_url: str | None = field(default=None, metadata={"doc": "a SearXNG of yours (its JSON format switched on)"})
    brave_url: str = field(
        default="https://api.search.brave.com/res/v1/web/search", metadata={"doc": "where Brave's search answers"}
    )
    brave_key: str | None = field(default=None, repr=False, metadata={"doc": "key for it", "secret": True})
    mediacloud_url: str = field(
        default="https://search.mediacloud.org/api", metadata={"doc": "where Media Cloud answers"}
    )
    mediacloud_key: str | None = field(default=None, repr=False, metadata={"doc": "key for it", "secret": True})
    search_deadline_s: float = field(default=60.0, metadata={"doc": "for looking for one page; no question after it"})
    search_reads: int = field(default=4, metadata={"doc": "candidates read to choose among them"})
    headlines_max_rows: int = field(default=500_000, metadata={"doc": "headlines kept; the oldest go first"})
    headlines_outlets: int = field(default=200, metadata={"doc": "sites whose headlines are gathered in a night"})
    headlines_deadline_s: float = field(default=480.0, metadata={"doc": "for gathering them"})

    max_article_bytes: int = field(default=20 * 2**20, metadata={"doc": "largest article file"})
    max_article_chars: int = field(default=2_000_000, metadata={"doc": "longest article text"})
    max_body_bytes: int = field(default=10 * 2**20, metadata={"doc": "largest page, inflated"})
    max_wire_bytes: int = field(default=5 * 2**20, metadata={"doc": "largest page as sent"})
    max_redirects: int = field(default=8, metadata={"doc": "hops followed to a page"})
    connect_timeout_s: float = field(default=5.0, metadata={"doc": "to open a connection"})
    read_timeout_s: float = field(default=10.0, metadata={"doc": "between two pieces of an answer"})
    fetch_deadline_s: float = field(default=30.0, metadata={"doc": "for one request, redirects included"})
    source_deadline_s: float = field(default=75.0, metadata={"doc": "for one source, archives included"})
    copy_deadline_s: float = field(
        default=20.0, metadata={"doc": "for the archived copy of the cited day, beside a page that can be read"}
    )
    per_host_delay_s: float = field(default=1.0, metadata={"doc": "between two requests to one site"})
    fetch_retries: int = field(default=2, metadata={"doc": "further tries after a passing failure"})
    retry_after_max_s: float = field(default=10.0, metadata={"doc": "longest Retry-After that is waited for"})
    extract_cpu_s: int = field(default=10, metadata={"doc": "CPU time for the text of one page"})
    extract_memory_bytes: int = field(default=768 * 2**20, metadata={"doc": "memory for the text of one page"})
    extract_deadline_s: float = field(default=20.0, metadata={"doc": "wall time for the text of one page"})
    max_document_chars: int = field(default=1_000_000, metadata={"doc": "longest page text that is judged"})
    page_max_age_s: float = field(default=6 * 3600.0, metadata={"doc": "a page read this recently is not asked again"})
    lease_s: float = field(default=45.0, metadata={"doc": "how long work is held without a sign of life"})
    reap_every_s: float = field(default=15.0, metadata={"doc": "how often abandoned work is looked for"})
    max_attempts: int = field(default=3, metadata={"doc": "deaths after which a piece of work is set aside"})
    nightly_hour_utc: int = field(default=2, metadata={"doc": "hour of the nightly run, UTC"})
    retention_days: int = field(
        default=0, metadata={"doc": "what nobody handed in, saw or used for so long is deleted; 0: never"}
    )

    def digest(self) -> str:
        """Twelve hex digits over what a verdict depends on: version, scorer, archives, kinds, outlets, limits …"""
        relevant = {
            "version": __version__,
            "scorer": self.scorer,
            "llm": [self.llm_url, self.llm_model, self.llm_prompt_chars] if self.scorer == "llm" else None,
            "archives": [archive.places() for archive in self.archives],
            "max_body_bytes": self.max_body_bytes,
            "max_document_chars": self.max_document_chars,
            "counted_kinds": self.counted_kinds,
            "checked_kinds": self.checked_kinds,
            "outlets": outlets_digest(self.outlets) if self.outlets else None,
            "finders": [
                self.finders,
                self.search_reads,
                self.searxng_url,
                bool(self.brave_key),
                bool(self.mediacloud_key),
            ],
        }
        return hashlib.sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the value of a setting came from: `default`, `verifier.toml` or `environment`."""

    name: str
    value: str
    origin: str
    doc: str


#: What a child process needs of our environment to start at all; everything else may be a secret.
_BARE = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV")


def bare_environment(**extra: str) -> dict[str, str]:
    """The environment for a child that reads hostile bytes: no settings, no keys, only what it needs to start."""
    return {name: os.environ[name] for name in _BARE if name in os.environ} | extra


def load_settings(environ: Mapping[str, str] | None = None, config: Path | None = None) -> Settings:
    """Settings from the environment over `verifier.toml` over defaults.

    Raises `SettingsError` for a name that does not exist or a value that cannot be read.
    """
    return _load(environ, config)[0]


def explain_settings(environ: Mapping[str, str] | None = None, config: Path | None = None) -> list[Origin]:
    """Every setting with its value (secrets masked) and where it came from."""
    settings, origins = _load(environ, config)
    rows = []
    for spec in dataclasses.fields(settings):
        value = _shown(getattr(settings, spec.name))
        if spec.metadata.get("secret") and value:
            value = "…"
        rows.append(Origin(PREFIX + spec.name.upper(), value, origins.get(spec.name, "default"), spec.metadata["doc"]))
    return rows


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return json.dumps([dataclasses.asdict(v) if dataclasses.is_dataclass(v) else str(v) for v in value])  # type: ignore[arg-type]
    return str(value)


def _load(environ: Mapping[str, str] | None, config: Path | None) -> tuple[Settings, dict[str, str]]:
    environ = os.environ if environ is None else environ
    named = environ.get(PREFIX + "CONFIG")
    path = config or Path(named or CONFIG_FILE)
    if named and not config and not path.is_file():
        raise SettingsError(f"there is no settings file {path}", f"Mend {PREFIX}CONFIG or take it away.")
    raw: dict[str, Any] = {}
    origins: dict[str, str] = {}
    names = {spec.name for spec in dataclasses.fields(Settings)}
    for name, value in _from_file(path).items():
        _known(name, names, str(path))
        raw[name], origins[name] = value, str(path)
    for key, text in environ.items():
        if key.startswith(PREFIX) and key != PREFIX + "CONFIG":
            name = key[len(PREFIX) :].lower()
            _known(name, names, key)
            if text.strip():  # compose files and service managers hand on what is not set as an empty value
                raw[name], origins[name] = text, "environment"
    values = {name: _parse(name, value) for name, value in raw.items()}
    return Settings(**values), origins


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return {name.lower(): value for name, value in tomllib.loads(path.read_text("utf-8")).items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        wrong = error.strerror or "it cannot be opened"
    except UnicodeDecodeError as error:
        wrong = f"it is not text in UTF-8 from byte {error.start} on"
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at (line \d+, column \d+|end of document)", str(error))
        wrong = f"it is no TOML{f' at {place[1]}' if place else ''}; write lines such as retention_days = 90"
    raise SettingsError(f"cannot read the settings file {path}: {wrong}", "Mend it or take it away.")


def _known(name: str, names: set[str], where: str) -> None:
    if name not in names:
        close = difflib.get_close_matches(name, names, n=1)
        hint = f"Did you mean {PREFIX}{close[0].upper()}?" if close else "`verifier doctor --settings` lists them all."
        setting = f"{PREFIX}{name.upper()}"
        raise SettingsError(f"there is no setting {setting}{'' if where == setting else f' ({where})'}", hint)


def _parse(name: str, value: Any) -> Any:
    spec = next(spec for spec in dataclasses.fields(Settings) if spec.name == name)
    try:
        return _PARSERS.get(name, _by_default(spec))(value)
    except ValueError as error:
        told = f"{PREFIX}{name.upper()}"
        if not (spec.metadata.get("secret") or name.endswith("_url")):  # addresses may hold passwords
            told += f"={quoted(value)}"
        plain = isinstance(spec.default, int | float | str)
        advice = f"Mend it; without it {spec.default} is used." if plain else "Mend it or take it away."
        raise SettingsError(f"{told} cannot be used: {error}", advice) from error


def _by_default(spec: dataclasses.Field[Any]) -> Any:
    if spec.metadata.get("secret"):
        return header_text
    if spec.name.endswith("_url"):
        return web_address
    if spec.default is None or isinstance(spec.default, str):
        return text_of
    least, most = _BOUNDS.get(spec.name, (1 if isinstance(spec.default, int) else 0.001, None))
    return number(type(spec.default), least, most)


def _outlets(value: Any) -> Path:
    """The absolute path, once the table there is known to be sound: a slip in it stops the start, not a job."""
    path = path_of(value).absolute()
    read_outlet_rows(path)
    return path


def _scorer(value: Any) -> str:
    """The name; a path in it made absolute, because workers may run elsewhere."""
    kind, _, path = text_of(value).strip().partition(":")
    if (kind, bool(path)) not in (("embedded", False), ("llm", False), ("onnx", True)):
        raise ValueError("it must be embedded, onnx:PATH or llm")
    return f"{kind}:{path_of(path).absolute()}" if path else kind


#: Least and greatest value where they are not "more than nothing" and "whatever you like".
_BOUNDS: dict[str, tuple[float, float | None]] = {
    "max_redirects": (0, None),
    "per_host_delay_s": (0, None),
    "fetch_retries": (0, None),
    "retry_after_max_s": (0, None),
    "page_max_age_s": (0, None),
    "llm_deadline_s": (0.001, 840.0),  # a worker stops a page's judging after 900 s
    "llm_prompt_chars": (1_000, None),
    "llm_article_calls": (0, None),
    "llm_cache_bytes": (0, None),
    "nightly_hour_utc": (0, 23),
    "retention_days": (0, 36_500),
    "gdelt_delay_s": (0, 30.0),  # a longer wait than that for a turn is never taken
    "search_reads": (0, 20),
    "headlines_outlets": (0, None),
    "headlines_deadline_s": (0.001, 840.0),  # a worker stops the start of a run after 900 s
}

_PARSERS: dict[str, Any] = {
    "archives": read_archives,
    "allow_networks": networks,
    "data_dir": path_of,
    "counted_kinds": read_kinds,
    "checked_kinds": read_kinds,
    "finders": read_finders,
    "outlets": _outlets,
    "scorer": _scorer,
    "searxng_url": bare_address,
    "redis_url": store_address,
}


def environment_for(settings: Settings) -> dict[str, str]:
    """The environment for a process of ours that must see the same store, data, outlets and model as we do."""
    environ = dict(os.environ)
    environ[PREFIX + "DATA_DIR"] = str(settings.data_dir.absolute())
    if settings.redis_url:
        environ[PREFIX + "REDIS_URL"] = settings.redis_url
    if settings.outlets:
        environ[PREFIX + "OUTLETS"] = str(settings.outlets.absolute())
    if settings.scorer.startswith("onnx:"):
        environ[PREFIX + "SCORER"] = settings.scorer
    return environ
