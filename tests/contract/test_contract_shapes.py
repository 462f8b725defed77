"""What the commands and the service really print has the shapes that other programs rely on."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from support.shell import LIMIT_S, REPLAY, ROOT, SEED, Home, soon

CONTRACT = json.loads((Path(__file__).parent / "contract.schema.json").read_text("utf-8"))
ARTICLES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "fixtures/articles").iterdir())
ODD_TEXT = (
    "Prices rose (Interfax, 3–5 May 2025; “Kommersant”, April 2025; see Reuters, 2024). The pact 😀 holds "
    "(Telegram/@mod_russia, accessed June 1). Nobody knows why (so far), said the IMF (International Monetary Fund). "
    "He left ((NATO, March 3)) and (NATO, March"
)
PAIRS = [
    {"id": "plain", "claim": "Two people died.", "source": "Two people died on Monday."},
    {"id": "sentences", "claim": "He paid 40 euros.", "sentences": ["He paid 50 euros.", "It 😀 rained."]},
    {
        "id": "dated",
        "claim": "It is over.",
        "source": "It is over.",
        "claim_date": "2025-09-24",
        "source_language": "en",
    },
    {"id": "empty", "claim": "Two people died.", "source": ""},
    {"id": "unreadable", "claim": "Two people died.", "source": "二人が月曜日に死亡したと発表された。"},
    {"id": "no source", "claim": "Two people died."},
    {"id": "wrong kind", "claim": 2, "source": "x"},
]


def conforms(document: object, name: str) -> None:
    schema = {"$ref": f"#/$defs/{name}", "$defs": CONTRACT["$defs"]}
    jsonschema.Draft202012Validator(schema).validate(document)


def spans_are_slices(article: dict[str, Any], citations: list[dict[str, Any]]) -> None:
    text = article["text"]
    for citation in citations:
        assert citation["text"] == text[citation["start"] : citation["end"]]
        assert citation["claim"]["text"] == " ".join(text[start:end] for start, end in citation["claim"]["spans"])


def what_is_not_cited_holds_together(document: dict[str, Any]) -> None:
    text, ids = document["article"]["text"], {citation["id"] for citation in document["citations"]}
    for uncited in document["uncited"]:
        assert uncited["text"] == text[uncited["start"] : uncited["end"]]
        assert all(uncited["start"] <= start < end <= uncited["end"] for start, end in uncited["facts"])
    for recited in document["recited"]:
        assert recited["text"] == text[recited["start"] : recited["end"]]
        assert set(recited["citations"]) <= ids


def judgement_holds_together(judged: dict[str, Any]) -> None:
    if judged["probabilities"] is not None:
        assert sum(judged["probabilities"].values()) == pytest.approx(1, abs=0.001)
        assert judged["probability"] == judged["probabilities"][judged["verdict"]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize("article", [*ARTICLES, "-"])
def test_citations_of_every_article_have_the_shape(home: Home, article: str) -> None:
    done = home.run("citations", article, text=ODD_TEXT.encode() if article == "-" else None)
    assert (done.returncode, done.stderr) == (0, b"")
    document = json.loads(done.stdout)
    conforms(document, "citations")
    spans_are_slices(document["article"], document["citations"])
    for skipped in document["skipped"]:
        assert skipped["text"] == document["article"]["text"][skipped["start"] : skipped["end"]]
    what_is_not_cited_holds_together(document)
    if article == "-":
        assert document["article"]["text"] == ODD_TEXT
    elif article.endswith(".txt"):
        assert document["article"]["text"] == (ROOT / article).read_text("utf-8")


def test_judge_answers_every_line_in_order_with_the_shape(home: Home) -> None:
    lines = [json.dumps(pair) for pair in PAIRS] + ["not json", "[]"]
    done = home.run("judge", text="\n".join(lines).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [pair["id"] for pair in PAIRS] + [None, None]
    for answer in answers:
        conforms(answer, "judge_line")
    assert ["error" in answer for answer in answers] == [False] * 5 + [True] * 4
    assert [answer["verdict"] for answer in answers[3:5]] == ["undetermined"] * 2
    for pair, answer in zip(PAIRS[:5], answers, strict=False):
        source = pair.get("source") or " ".join(pair.get("sentences", []))
        judgement_holds_together(answer)
        for piece in answer["evidence"]:
            assert piece["text"] == str(source)[piece["start"] : piece["end"]]


@pytest.fixture(scope="module")
def report(home: Home) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(home.run("check", SEED, *REPLAY, "--format", "json").stdout)
    return document


def test_the_report_has_the_shape(report: dict[str, Any]) -> None:
    conforms(report, "report")
    spans_are_slices(report["article"], report["citations"])
    what_is_not_cited_holds_together(report)
    assert report["uncited"]
    assert report["recited"]


def test_the_counts_of_the_report_are_those_of_its_citations(report: dict[str, Any]) -> None:
    verdicts = [citation["verdict"] for citation in report["citations"] if citation["counted"]]
    assert report["counts"]["citations"] == len(verdicts)
    assert {name: n for name, n in report["counts"].items() if n and name != "citations"} == {
        name: verdicts.count(name) for name in set(verdicts)
    }


def test_what_could_not_be_read_is_undetermined_with_the_state_as_the_reason(report: dict[str, Any]) -> None:
    sources = [source for citation in report["citations"] for source in citation["sources"]]
    for source in sources:
        judgement_holds_together(source)
        if source["state"] not in ("live", "moved", "archived", "drifted", "paywalled"):
            assert (source["verdict"], source["probability"]) == ("undetermined", None)
            assert source["reasons"]
    assert any(source["snapshot"] is None for source in sources)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    home = Home(tmp_path_factory.mktemp("service"))
    with home.start("serve", "--port", "0") as service:
        assert service.stderr
        address = soon(lambda: service.stderr and service.stderr.readline().decode()).split()[3]
        try:
            with httpx.Client(base_url=address, timeout=LIMIT_S, trust_env=False) as client:
                yield client
        finally:
            service.send_signal(signal.SIGINT)
            service.communicate(timeout=LIMIT_S)


def test_the_service_answers_with_the_shapes(client: httpx.Client) -> None:
    text = (ROOT / "fixtures/articles/seed.txt").read_text("utf-8")
    accepted = client.post("/articles", json={"text": text, "published": "2025-09-24"})
    assert accepted.status_code == 202
    conforms(accepted.json(), "status")
    where = accepted.headers["location"]
    assert where == f"/articles/{accepted.json()['id']}"

    def ended() -> httpx.Response | None:
        answer = client.get(where, params={"wait": 10})
        return answer if answer.json()["state"] == "done" else None

    status = soon(ended, LIMIT_S)
    conforms(status.json(), "status")
    assert client.get(where, headers={"If-None-Match": status.headers["etag"]}).status_code == 304
    report = client.get(status.json()["links"]["report"], headers={"Accept": "application/json"})
    conforms(report.json(), "report")
    jsonschema.Draft202012Validator(client.get("/schemas/report-1.json").json()).validate(report.json())
    assert report.json()["counts"] == status.json()["counts"]
    assert report.json()["article"]["text"] == text


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/articles/nobody", None, 404),
        ("GET", "/articles/nobody/report", None, 404),
        ("GET", "/nowhere", None, 404),
        ("PUT", "/articles", None, 405),
        ("POST", "/articles", b"{not json", 400),
        ("POST", "/articles", b"{}", 422),
    ],
)
def test_errors_are_problems(client: httpx.Client, method: str, path: str, body: bytes | None, status: int) -> None:
    answer = client.request(method, path, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    conforms(answer.json(), "problem")
    assert answer.json()["status"] == status
