"""`verifier doctor`: what works on this machine, one line each with advice."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from verifier.cli.local import local_store, worker_if_needed
from verifier.errors import VerifierError, sentence
from verifier.settings import Settings, explain_settings, load_settings

if TYPE_CHECKING:
    from verifier.store import Store

_MIN_FREE_BYTES = 200 * 2**20
_WORKER_PATIENCE_S = 20.0
_NAMES_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found: `vital` says that the main job needs it."""

    name: str
    well: bool
    vital: bool
    words: str


@click.command()
@click.option("--settings", "show_settings", is_flag=True, help="Print every setting with its value and origin.")
@click.option(
    "--only",
    type=click.Choice(["store", "worker", "model", "reader", "names", "archives", "finders", "disk"]),
    help="Look at one thing.",
)
def doctor(show_settings: bool, only: str | None) -> int:
    """Say what works on this machine; exit 1 if an article could not be checked.

    \b
    Example:
      verifier doctor
    """
    if show_settings:
        for row in explain_settings():
            click.echo(f"{row.name}={row.value}\t# {row.origin}: {row.doc}")
        return 0
    settings = load_settings()
    findings = [look(settings) for name, look in _LOOKS.items() if only in (None, name)]
    if only in (None, "store", "worker"):
        findings = _store_and_worker(settings, only) + findings
    for finding in findings:
        click.echo(
            f"{'ok  ' if finding.well else 'FAIL' if finding.vital else 'warn'}  {finding.name}: {finding.words}"
        )
    return 1 if any(finding.vital and not finding.well for finding in findings) else 0


def _store_and_worker(settings: Settings, only: str | None) -> list[Finding]:
    try:
        with local_store(settings) as (store, reached):
            store.ping()
            where = "the embedded Valkey" if settings.redis_url is None else "the configured server"
            found = [Finding("store", True, True, f"{where} answers")]
            return found if only == "store" else [*found, _worker(store, settings, reached, only)]
    except VerifierError as error:
        return [Finding("store", False, True, sentence(error.message, error.advice))]


def _worker(store: Store, settings: Settings, reached: Settings, only: str | None) -> Finding:
    unread = store.unread_queues() if settings.redis_url is not None else ()
    if unread:
        words = f"none reads {', '.join(unread)}; `verifier check` would start one for its own length"
        return Finding("worker", False, only == "worker", words)
    with worker_if_needed(store, reached) as worker:
        if worker is None:
            return Finding("worker", True, True, "a worker takes part in the queue")
        if store.wait_for_worker(_WORKER_PATIENCE_S):
            return Finding("worker", True, True, "none is running; one could be started, as `verifier check` does")
    return Finding("worker", False, True, f"none could be started; see {settings.data_dir / 'logs' / 'worker.log'}")


def _model(settings: Settings) -> Finding:
    from verifier.judge import load_scorer
    from verifier.model import Pair

    number = secrets.randbelow(10**9)  # a pair that nobody can have judged before, so that no kept answer is given
    try:
        scorer = load_scorer(settings.scorer, settings)
        judged = scorer.judge(Pair(claim=f"Lamp {number} is lit.", source=f"Lamp {number} is lit."))
    except VerifierError as error:
        return Finding("model", False, True, sentence(error.message, error.advice))
    if judged.scorer != scorer.name:
        return Finding("model", False, False, judged.reasons[-1])
    return Finding("model", True, True, scorer.name)


def _reader(settings: Settings) -> Finding:
    from verifier.errors import ExtractionError
    from verifier.extract import SandboxExtractor

    page = (
        b"<html><body><article><p>"
        + b"The bridge over the river was closed on Monday. " * 20
        + b"</p></article></body></html>"
    )
    try:
        SandboxExtractor(settings).extract(page, url="https://example.org/", content_type="text/html")
    except ExtractionError as error:
        return Finding("reader", False, True, sentence(error.message, "Install the package again, into a new folder."))
    return Finding("reader", True, True, "the process that reads pages works")


def _names(settings: Settings) -> Finding:
    from verifier.fetch.deadline import Deadline
    from verifier.fetch.names import Names, known_hosts

    known = known_hosts(settings)
    if Names(known).work(Deadline(_NAMES_PATIENCE_S)):
        return Finding("names", True, False, "names of hosts are found")
    words = f"no name of a host can be looked up ({', '.join(known)}), so no page can be fetched"
    return Finding("names", False, False, sentence(words, "Check the network and the DNS server of this machine."))


def _archives(settings: Settings) -> Finding:
    if not settings.archives:
        return Finding("archives", True, False, "none are configured; dead pages stay unread")
    from verifier.breaker import LocalBreaker
    from verifier.fetch.archives import open_archives
    from verifier.fetch.live import LiveWeb
    from verifier.fetch.politeness import LocalPoliteness

    web = LiveWeb(settings, LocalPoliteness())
    words, well = [], True
    for archive in open_archives(settings.archives, web, LocalBreaker(), max_body_bytes=settings.max_body_bytes):
        try:
            archive.captures("https://example.com/", None)
            words.append(f"{archive.name} answers")
        except VerifierError as error:
            well = False
            words.append(error.message)
    return Finding("archives", well, False, "; ".join(words))


def _finders(settings: Settings) -> Finding:
    """Those that the operator set up; the others need nothing."""
    from verifier.fetch.live import LiveWeb
    from verifier.fetch.politeness import LocalPoliteness
    from verifier.model import Wanted
    from verifier.search import live_search

    wanted = Wanted(name="Example", claim="An example.", domains=("example.com",), dates=("2025-01-01",))
    words, well = [], True
    for finder in live_search(settings, LiveWeb(settings, LocalPoliteness()), (), None).finders:
        if finder.name not in ("searxng", "brave", "mediacloud"):
            continue
        try:
            finder.find(wanted)
            words.append(f"{finder.name} answers")
        except VerifierError as error:
            well = False
            words.append(f"{finder.name}: {error.message}")
    return Finding("finders", well, False, "; ".join(words) or "no search service of yours is set up")


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        probe = folder / ".doctor"
        probe.write_bytes(b"ok")
        probe.unlink()
    except OSError as error:
        return Finding("disk", False, True, f"{folder} cannot be written: {error.strerror}. Set VERIFIER_DATA_DIR.")
    words = f"{free // 2**20} MiB free in {folder}"
    return Finding("disk", free >= _MIN_FREE_BYTES, True, words)


_LOOKS: dict[str, Callable[[Settings], Finding]] = {
    "model": _model,
    "reader": _reader,
    "names": _names,
    "archives": _archives,
    "finders": _finders,
    "disk": _disk,
}
