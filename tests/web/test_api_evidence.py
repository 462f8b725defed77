"""The evidence of a report over real HTTP: a WARC of what was fetched, for every report that is kept."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from click.testing import CliRunner
from support.live_api import Service
from support.sample_report import sample_report
from support.waiting import eventually

from verifier.api.door import StoreDoor
from verifier.api.evidence import evidence_file
from verifier.cli.main import cli
from verifier.fetch.warc import Replay
from verifier.model import Article, Citations, Exchange
from verifier.store import Found
from verifier.trail import Kept

URL = "https://page.example/article"
ANSWER = Exchange(
    url=URL,
    final_url=URL,
    status=200,
    headers=(("Content-Type", "text/html"),),
    body=b"<p>As it was.</p>",
    fetched_at="2025-11-20T06:00:00Z",
)


@pytest.fixture
def job_id(service: Service) -> str:
    """An article whose own page was fetched, with its report."""
    job_id = service.hand_in()
    found = Found(citations=Citations(article=Article(text="x"), citations=()), resolved=(), pages=())
    service.store.found(service.claim(f"read:{job_id}:1"), found, {}, (ANSWER,), title="A title")
    service.store.publish(service.claim(f"report:{job_id}:1"), sample_report())
    return job_id


def test_the_evidence_is_a_file_that_can_be_replayed(service: Service, job_id: str, tmp_path: Path) -> None:
    for query in ("", "?generation=1"):
        answer = service.client.get(f"/articles/{job_id}/report.warc.gz{query}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/warc")
        assert f"report-{job_id}.warc.gz" in answer.headers["content-disposition"]
        (tmp_path / "got.warc.gz").write_bytes(answer.content)
        assert Replay(tmp_path / "got.warc.gz").web.get(URL).body == ANSWER.body


def test_the_evidence_lies_under_the_data_folder_until_it_was_sent(
    service: Service, job_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    monkeypatch.setattr("verifier.fetch.warc.write_warc", lambda path, kept: (written.append(path), path.touch()))
    assert service.client.get(f"/articles/{job_id}/report.warc.gz").status_code == 200
    (path,) = written
    assert path.is_relative_to(service.settings.data_dir / "exports")
    assert eventually(lambda: not path.parent.exists())


def test_a_long_file_takes_its_time_and_is_no_failure_of_the_store(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("verifier.api.door.ANSWER_S", 0.0)
    store: Any = SimpleNamespace(evidence=lambda *_: iter([Kept(exchanges=(ANSWER,))]))
    answer = anyio.run(evidence_file, StoreDoor(store), tmp_path / "exports", "3f1c", 1)
    assert Replay(Path(answer.path)).web.get(URL).body == ANSWER.body


def test_no_report_no_evidence(service: Service, job_id: str) -> None:
    other = service.hand_in("Other words (NATO, September 13).")
    assert service.client.get(f"/articles/{other}/report.warc.gz").json()["code"] == "report-not-ready"
    assert service.client.get(f"/articles/{job_id}/report.warc.gz?generation=7").status_code == 404
    assert service.client.get("/articles/0123456789abcdef/report.warc.gz").status_code == 404


def test_the_command_line_keeps_the_evidence_beside_the_report(
    service: Service, job_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERIFIER_SERVER_URL", str(service.client.base_url))
    file, report = tmp_path / "evidence.warc.gz", tmp_path / "report.json"
    done = CliRunner().invoke(cli, ["report", job_id, "--warc", str(file), "-o", str(report)])
    assert (done.exit_code, done.exception) == (0, None)
    assert Replay(file).web.get(URL).body == ANSWER.body
    assert report.read_bytes() == service.store.report(job_id)
