"""The evidence of a report as one file: `GET /articles/{id}/report.warc.gz`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from verifier.api.door import StoreDoor

if TYPE_CHECKING:
    from verifier.store import Store

SUFFIX = ".warc.gz"
MEDIA_TYPE = "application/warc"


async def evidence_file(door: StoreDoor, beside: Path, job_id: str, generation: int) -> FileResponse:
    """Everything that a report was made of, written to a folder in `beside` until it was sent.

    Raises `UnknownJob`; `StoreError` when bodies were lost.
    """
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(dir=beside))
    path = folder / f"report-{job_id}{SUFFIX}"
    try:
        await door.write(_write, door.store, path, job_id, generation)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(
        path, media_type=MEDIA_TYPE, filename=path.name, headers={"Cache-Control": "no-store"}, background=gone
    )


def _write(store: Store, path: Path, job_id: str, generation: int) -> None:
    from verifier.fetch.warc import write_warc

    write_warc(path, store.evidence(job_id, generation))
