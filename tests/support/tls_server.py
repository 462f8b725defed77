"""A request handler in, its server on loopback out: over TLS where there is a certificate, and silent."""

from __future__ import annotations

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).parents[2] / "fixtures" / "tls" / "loopback.pem"


class TlsServer(ThreadingHTTPServer):
    """Listens on a free port from its making on, answers between `start` and `stop`."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, handler: type[BaseHTTPRequestHandler], certificate: Path | None = CERTIFICATE) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.port: int = self.server_address[1]
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
        if self.context is not None and certificate is not None:
            self.context.load_cert_chain(certificate)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(10)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up, or turn away at the certificate, are no news."""


class TlsHandler(BaseHTTPRequestHandler):
    """Shakes hands in the thread of the request, so that one slow client holds nobody up."""

    server: TlsServer
    protocol_version = "HTTP/1.0"
    at_most_s = 10.0

    def setup(self) -> None:
        self.request.settimeout(self.at_most_s)
        if self.server.context is not None:
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def log_message(self, format: str, *_: object) -> None:
        """Silence."""
