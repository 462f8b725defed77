"""`POST /articles` over real HTTP: every way to hand an article in, and every way to do it wrong."""

from __future__ import annotations

import io
import json
import socket
import zipfile

import pytest
from support.live_api import Service

from verifier.api.problems import problem_kinds

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "The port grew (Port Authority, March 3)."


def problem_of(answer: object, status: int, code: str) -> dict[str, object]:
    """The problem document of an answer, its shape checked."""
    assert answer.status_code == status, answer.text  # type: ignore[attr-defined]
    assert answer.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    document: dict[str, object] = answer.json()  # type: ignore[attr-defined]
    assert {"type", "title", "status", "detail", "code"} <= set(document)
    assert (document["status"], document["code"]) == (status, code)
    assert document["type"] == f"/docs#{code}"
    assert problem_kinds()[code].status == status
    assert len(str(document["detail"])) > 10
    return document


def test_an_article_is_accepted_with_its_place_and_its_status(service: Service) -> None:
    answer = service.client.post("/articles", json={"text": TEXT, "title": "T", "published": "2025-03-12"})
    assert answer.status_code == 202
    status = answer.json()
    assert answer.headers["location"] == f"/articles/{status['id']}"
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["etag"].startswith('"')
    assert {"id", "state", "progress", "counts", "links"} <= set(status)
    assert status["state"] == "queued"
    assert status["progress"] == {"citations": 0, "done": 0}
    assert status["links"]["report"] == f"/articles/{status['id']}/report"
    submission = service.store.submission(status["id"])
    assert (submission.title, submission.published, submission.media_type) == ("T", "2025-03-12", "text/plain")
    assert service.store.blobs.get(submission.blob or "") == TEXT.encode()


def test_the_same_content_has_the_same_id_however_it_is_sent(service: Service) -> None:
    client = service.client
    ids = {
        client.post("/articles", json={"text": TEXT}).json()["id"],
        client.post("/articles", content=TEXT, headers={"Content-Type": "text/plain"}).json()["id"],
        client.post("/articles", content=TEXT, headers={"Content-Type": "text/plain; charset=UTF-8"}).json()["id"],
        client.post("/articles", files={"file": ("a.txt", TEXT.encode(), "text/plain")}).json()["id"],
        client.post("/articles", data={"text": TEXT}).json()["id"],
    }
    assert len(ids) == 1
    assert len(service.store.job_ids()) == 1
    assert client.post("/articles", json={"text": TEXT + "!"}).json()["id"] not in ids


def test_what_was_checked_is_not_checked_again_unless_asked(service: Service) -> None:
    job_id = service.hand_in(TEXT)
    service.finish(job_id)
    again = service.client.post("/articles", json={"text": TEXT})
    assert (again.status_code, again.json()["id"], again.json()["state"]) == (202, job_id, "done")
    assert "retry-after" not in again.headers
    recheck = service.client.post("/articles", json={"text": TEXT, "recheck": True})
    assert (recheck.json()["id"], recheck.json()["state"], recheck.json()["generation"]) == (job_id, "queued", 2)


def test_an_address_is_handed_on_as_it_is(service: Service) -> None:
    answer = service.client.post("/articles", json={"url": " https://news.example/a?b=c "})
    assert service.store.submission(answer.json()["id"]).url == "https://news.example/a?b=c"


def test_markup_is_kept_as_markup(service: Service) -> None:
    answer = service.client.post(
        "/articles", json={"html": "<p>A (NATO, May 1).</p>", "base_url": "https://a.example/"}
    )
    submission = service.store.submission(answer.json()["id"])
    assert (submission.media_type, submission.base_url) == ("text/html", "https://a.example/")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("text/html", "text/html"),
        ("text/html; charset=windows-1251", "text/html; charset=windows-1251"),
        ("text/markdown", "text/markdown"),
        ("application/xhtml+xml", "application/xhtml+xml"),
        ("application/pdf", "application/pdf"),
        (DOCX, DOCX),
    ],
)
def test_a_file_may_be_the_body_with_the_options_in_the_query(service: Service, sent: str, kept: str) -> None:
    answer = service.client.post(
        "/articles?published=2025-01-02&title=Ein%20Titel&language=de",
        content=b"%PDF- words",
        headers={"Content-Type": sent},
    )
    assert answer.status_code == 202, answer.text
    submission = service.store.submission(answer.json()["id"])
    assert submission.media_type == kept
    assert (submission.published, submission.title, submission.language) == ("2025-01-02", "Ein Titel", "de")


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.md", b"# Words", "text/markdown"),
        ("A.HTML", b"<p>Words", "text/html"),
        ("C:\\papers\\b.docx", b"PK\x03\x04", DOCX),
        ("unnamed", b"%PDF-1.4", "application/pdf"),
    ],
)
def test_an_uploaded_file_of_no_declared_kind_is_known_by_its_name_or_first_bytes(
    service: Service, name: str, content: bytes, kept: str
) -> None:
    answer = service.client.post("/articles", files={"file": (name, content, "application/octet-stream")})
    assert answer.status_code == 202, answer.text
    submission = service.store.submission(answer.json()["id"])
    assert submission.media_type == kept
    assert submission.name == name.rpartition("\\")[2]


def test_a_browser_that_sends_the_form_is_led_to_the_page_of_the_article(service: Service) -> None:
    answer = service.client.post(
        "/articles",
        files={"file": ("", b"", "application/octet-stream")},
        data={"text": TEXT, "url": "", "published": ""},
        headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/articles/")


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_page_of_another_site_cannot_hand_anything_in(service: Service, headers: dict[str, str]) -> None:
    problem_of(service.client.post("/articles", data={"text": TEXT}, headers=headers), 403, "cross-site")
    assert service.store.job_ids() == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"title": "only"}, ""),
        ({"text": "a", "url": "https://a.example/"}, ""),
        ({"text": 5}, "/text"),
        ({"text": "a", "title": ["x"]}, "/title"),
        ({"text": "a", "title": "x" * 2000}, "/title"),
        ({"text": "a", "published": "yesterday"}, "/published"),
        ({"text": "a", "published": "2025-02-30"}, "/published"),
        ({"text": "a", "published": "20250301"}, "/published"),
        ({"text": "a", "language": "en; drop"}, "/language"),
        ({"text": "a", "recheck": "perhaps"}, "/recheck"),
        ({"text": "a", "recheck": 1}, "/recheck"),
        ({"text": "a", "archive": "maybe"}, "/archive"),
        ({"text": "a", "publishd": "2025-01-01"}, "/publishd"),
        ({"text": "a", "replay": "/etc/passwd"}, "/replay"),
        ({"text": "a\ud800b"}, "/text"),
        ({"text": "a\x00b"}, "/text"),
        ({"url": "ftp://a.example/"}, "/url"),
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"url": "http://"}, "/url"),
        ({"url": "http://[broken"}, "/url"),
        ({"url": "http://a.example/a b"}, "/url"),
        ({"url": "https://a.example/" + "x" * 5000}, "/url"),
    ],
)
def test_every_fault_of_a_request_is_named_with_its_place(
    service: Service, body: dict[str, object], pointer: str
) -> None:
    answer = service.client.post("/articles", content=json.dumps(body), headers={"Content-Type": "application/json"})
    document = problem_of(answer, 422, "bad-fields")
    assert pointer in [fault["pointer"] for fault in document["errors"]]  # type: ignore[attr-defined]
    assert service.store.job_ids() == []


def test_all_faults_are_named_at_once(service: Service) -> None:
    document = problem_of(
        service.client.post("/articles", json={"url": "x", "published": "y", "z": 1}), 422, "bad-fields"
    )
    assert {fault["pointer"] for fault in document["errors"]} == {"/url", "/published", "/z"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'"text"', b"null", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(service: Service, body: bytes) -> None:
    answer = service.client.post("/articles", content=body, headers={"Content-Type": "application/json"})
    problem_of(answer, 400, "malformed-json")


@pytest.mark.parametrize("body", [b"", b"--x\r\nbroken", b"no boundary at all"])
def test_what_is_no_form_is_refused(service: Service, body: bytes) -> None:
    answer = service.client.post("/articles", content=body, headers={"Content-Type": "multipart/form-data; boundary=y"})
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("malformed-form", "bad-fields")


def test_a_form_without_a_boundary_is_refused(service: Service) -> None:
    answer = service.client.post("/articles", content=b"x", headers={"Content-Type": "multipart/form-data"})
    problem_of(answer, 400, "malformed-form")


def test_two_files_at_once_are_refused(service: Service) -> None:
    files = [("file", ("a.txt", b"a", "text/plain")), ("file", ("b.txt", b"b", "text/plain"))]
    problem_of(service.client.post("/articles", files=files), 400, "malformed-form")


@pytest.mark.parametrize("kind", ["image/png", "application/zip", "text/csv", "video/mp4", "application/xml"])
def test_kinds_that_are_not_read_are_refused(service: Service, kind: str) -> None:
    answer = service.client.post("/articles", content=b"x", headers={"Content-Type": kind})
    problem_of(answer, 415, "unsupported-media-type")


def test_a_compressed_body_is_refused(service: Service) -> None:
    headers = {"Content-Type": "text/plain", "Content-Encoding": "gzip"}
    problem_of(service.client.post("/articles", content=b"x", headers=headers), 415, "unsupported-media-type")


@pytest.mark.parametrize("content", [b"", b" \n\t "])
def test_an_empty_article_is_refused(service: Service, content: bytes) -> None:
    answer = service.client.post("/articles", content=content, headers={"Content-Type": "text/plain"})
    problem_of(answer, 422, "empty-article")


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart"])
def test_an_article_over_the_limit_is_refused(service: Service, kind: str) -> None:
    words = "w" * (service.settings.max_article_bytes + 1)
    if kind == "multipart":
        answer = service.client.post("/articles", files={"file": ("a.txt", words.encode(), "text/plain")})
    elif kind == "application/json":
        answer = service.client.post("/articles", json={"text": words})
    else:
        answer = service.client.post("/articles", content=words, headers={"Content-Type": kind})
    problem_of(answer, 413, "input-too-large")


def test_an_article_at_the_limit_is_accepted_even_spelt_out(service: Service) -> None:
    words = "щ" * (service.settings.max_article_bytes // 2)
    assert service.client.post("/articles", json={"text": words}).status_code == 202


def test_a_huge_body_is_refused_before_it_is_sent(service: Service) -> None:
    url = service.client.base_url
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        connection.sendall(
            b"POST /articles HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 9999999999\r\n\r\n"
        )
        assert connection.recv(200).startswith(b"HTTP/1.1 413 ")


def test_an_endless_body_is_cut_off(service: Service) -> None:
    def endless() -> object:
        while True:
            yield b"words and more words " * 500

    answer = service.client.post("/articles", content=endless(), headers={"Content-Type": "text/plain"})  # type: ignore[arg-type]
    problem_of(answer, 413, "input-too-large")


def test_a_repetition_with_the_same_key_starts_nothing(service: Service) -> None:
    job_id = service.hand_in(TEXT)
    service.finish(job_id)
    headers = {"Idempotency-Key": "k-1"}
    first = service.client.post("/articles", json={"text": TEXT, "recheck": True}, headers=headers)
    assert first.json()["generation"] == 2
    service.finish(job_id)
    again = service.client.post("/articles", json={"text": TEXT, "recheck": True}, headers=headers)
    assert (again.status_code, again.json()["id"]) == (202, job_id)
    assert (again.json()["generation"], again.json()["state"]) == (2, "done")
    without = service.client.post("/articles", json={"text": TEXT, "recheck": True})
    assert without.json()["generation"] == 3


def test_a_form_that_is_sent_again_is_the_same_request_although_its_boundary_differs(service: Service) -> None:
    headers = {"Idempotency-Key": "k-form"}
    first, second = (
        service.client.post("/articles", files={"file": ("a.txt", TEXT.encode(), "text/plain")}, headers=headers)
        for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.request.headers["content-type"] != second.request.headers["content-type"]
    assert first.json()["id"] == second.json()["id"]


def test_the_same_key_for_another_body_is_refused(service: Service) -> None:
    headers = {"Idempotency-Key": "k-2"}
    assert service.client.post("/articles", json={"text": TEXT}, headers=headers).status_code == 202
    problem_of(service.client.post("/articles", json={"text": "Else."}, headers=headers), 409, "idempotency-key-reused")
    assert len(service.store.job_ids()) == 1
    problem_of(
        service.client.post("/articles", json={"text": TEXT}, headers={"Idempotency-Key": "k" * 300}), 422, "bad-fields"
    )


def test_many_at_once_with_one_key_make_one_job(service: Service) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def send(_: int) -> str:
        answer = service.client.post(
            "/articles", json={"text": TEXT, "recheck": True}, headers={"Idempotency-Key": "k-3"}
        )
        return f"{answer.status_code} {answer.json()['id']} {answer.json()['generation']}"

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(send, range(30)))
    assert len(answers) == 1
    assert len(service.store.job_ids()) == 1


def test_a_word_file_is_kept_byte_by_byte(service: Service) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    answer = service.client.post("/articles", files={"file": ("a.docx", packed.getvalue(), DOCX)})
    submission = service.store.submission(answer.json()["id"])
    assert service.store.blobs.get(submission.blob or "") == packed.getvalue()
