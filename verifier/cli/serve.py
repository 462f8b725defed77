"""`verifier serve`: the status API, the pages and the workers in one go."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack

import click

from verifier.cli.local import LocalWorker, local_store
from verifier.errors import JobFailed, UsageError
from verifier.settings import environment_for, load_settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(0, 64), help="0: the API alone.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the API and the pages, with workers and the nightly run beside them.

    \b
    Example:
      verifier serve --port 8000
    """
    settings = load_settings()
    import uvicorn

    from verifier.api.app import create_app

    with ExitStack() as stack:
        store, settings = stack.enter_context(local_store(settings))
        environ = environment_for(settings)
        crew = [stack.enter_context(LocalWorker(settings, environ, beat=number == 0)) for number in range(workers)]
        stack.enter_context(_tended(crew))
        listening = stack.enter_context(_listening(host, port))
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(store, settings),
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,  # nothing we answer depends on who asks, or through whom
            )
        )
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"verifier: serving on http://{shown}:{listening.getsockname()[1]} (Ctrl-C stops)", err=True)
        server.run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that is bound before anything is promised. Raises `UsageError` when the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise UsageError(f"cannot serve on {host}:{port}: {error.strerror}", "Choose another --port.") from error


class _tended:
    """Looks after the workers every second while the server runs; a worker that stays down is said once."""

    def __init__(self, crew: list[LocalWorker]) -> None:
        self._crew = crew
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tend, name="tend-workers", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _tend(self) -> None:
        while self._crew and not self._over.wait(1.0):
            for worker in list(self._crew):
                try:
                    worker.tend()
                except JobFailed as error:
                    click.echo(f"verifier: {error.message}. {error.advice}", err=True)
                    self._crew.remove(worker)
