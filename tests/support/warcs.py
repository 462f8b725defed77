"""WARC files as other tools write them, and fixtures loaded as modules."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


class ForeignWarc:
    """Writes with warcio directly, without anything of ours."""

    def __init__(self, path: Path, *, gzip: bool = True) -> None:
        from warcio.warcwriter import WARCWriter

        self.path = path
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=gzip)

    def response(
        self,
        url: str,
        when: str,
        body: bytes = b"<p>Words.</p>",
        *,
        status: str = "200 OK",
        headers: Mapping[str, str] | None = None,
        warc_headers: Mapping[str, str] | None = None,
    ) -> ForeignWarc:
        """One response record; `when` is ISO."""
        from warcio.statusandheaders import StatusAndHeaders

        fields = {"Content-Type": "text/html"} | dict(headers or {})
        http = StatusAndHeaders(status, list(fields.items()), protocol="HTTP/1.1")
        return self._write(url, "response", when, body, http=http, warc_headers=warc_headers)

    def resource(self, url: str, when: str, body: bytes, media_type: str) -> ForeignWarc:
        """A page without HTTP around it."""
        return self._write(url, "resource", when, body, media_type=media_type)

    def revisit(
        self, url: str, when: str, *, refers_to: tuple[str, str] | None = None, digest: str = ""
    ) -> ForeignWarc:
        """A record that says: unchanged since."""
        from warcio.statusandheaders import StatusAndHeaders

        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        fields = {"WARC-Payload-Digest": digest or "sha1:UNKNOWN"}
        if refers_to:
            fields |= {"WARC-Refers-To-Target-URI": refers_to[0], "WARC-Refers-To-Date": refers_to[1]}
        return self._write(url, "revisit", when, b"", http=http, warc_headers=fields)

    def _write(
        self,
        url: str,
        kind: str,
        when: str,
        body: bytes,
        *,
        http: object = None,
        media_type: str = "",
        warc_headers: Mapping[str, str] | None = None,
    ) -> ForeignWarc:
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_content_type=media_type,
            warc_headers_dict={"WARC-Date": when} | dict(warc_headers or {}),
        )
        self._writer.write_record(record)
        return self

    def close(self) -> Path:
        """The finished file."""
        self._file.close()
        return self.path


def load_script(path: Path) -> ModuleType:
    """A script of fixtures/ as a module."""
    spec = importlib.util.spec_from_file_location(path.parent.name + "_" + path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
