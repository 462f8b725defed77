"""Whatever nonsense a call holds, the answer is a stated problem in plain words that names the input."""

from __future__ import annotations

import re
from urllib.parse import quote

import httpx
import pytest
from support.live_api import Service

#: Words of Python, of its libraries and of the store's server, which say nothing to who calls a service.
LEAKS = re.compile(
    r"isoformat|could not convert|invalid literal|base 10|codec|timedelta|Traceback|recursion|set_int_max|char 0|"
    r"Expecting|out of range for|refused a command|stream ID|not a float|\\x[0-9a-f]{2}|NoneType|argument|verifier\.",
    re.IGNORECASE,
)
VALUES = (
    "zzz", "\x00", "\r\nX: y", "-1", "0", "101", "1.5", "1e3", "1_0", " 1 ", "\u0661", "nan", "inf", "1e400", "9" * 24,
    "a" * 3000, "1:2:3", "nan:", ":", "(1:x", "1:\x00", "2025-02-30", "2025-13-01", "2025-01-01T00:00:00+99:00",
    "9999-12-31T23:59:59-23:59", "[]", "{}", "'\";--", "../..", "\U0001f4a9",
)  # fmt: skip
PARAMETERS = (
    ("/articles", "state"),
    ("/articles", "since"),
    ("/articles", "cursor"),
    ("/articles", "limit"),
    ("/articles", "nothing"),
    ("/runs", "cursor"),
    ("/runs", "limit"),
    ("/runs", "nothing"),
    ("/", "cursor"),
    ("/articles/{job}", "wait"),
    ("/articles/{job}/report", "generation"),
    ("/articles/{job}/report.html", "generation"),
)


def stated(answer: httpx.Response) -> dict[str, object]:
    """The problem that the answer is; everything a client or a person may lean on is there."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["code"] == body["type"].removeprefix("/docs#")
    assert body["title"]
    assert body["detail"].endswith((".", "`"))
    assert not LEAKS.search(answer.text), answer.text
    return dict(body)


@pytest.mark.parametrize(("path", "name"), PARAMETERS)
def test_no_value_of_a_parameter_gets_more_than_a_stated_problem(service: Service, path: str, name: str) -> None:
    path = path.format(job=service.hand_in())
    for value in VALUES:
        if name == "wait" and re.fullmatch(r"[0-9.]+", value) and float(value) <= 30:
            continue  # a wait that is one
        answer = service.client.get(f"{path}?{name}={quote(value, safe='')}")
        assert answer.status_code in (200, 404, 422), (value, answer.text)
        if answer.status_code != 200:
            stated(answer)


@pytest.mark.parametrize(
    ("call", "parameter", "said"),
    [
        ("/articles?cursor=zzz", "cursor", "there is no page behind the cursor 'zzz'"),
        ("/articles?cursor=nan", "cursor", "there is no page behind the cursor 'nan'"),
        ("/runs?cursor=1_0", "cursor", "there is no page behind the cursor '1_0'"),
        ("/articles?since=2025-01-01T00:00:00%2B99:00", "since", "`since` is '2025-01-01T00:00:00+99:00', which is no"),
        ("/articles?since=%00", "since", "`since` is '<U+0000>', which is no day or time"),
        ("/articles?state=lost", "state", "there is no state 'lost'"),
        ("/articles?limit=-1", "limit", "`limit` must be a whole number from 1 to 100, not '-1'"),
        ("/articles?limit=1.5", "limit", "`limit` must be a whole number from 1 to 100, not '1.5'"),
        (f"/runs?limit={'9' * 24}", "limit", "`limit` must be a whole number from 1 to 100, not '9999"),
        ("/articles/{job}?wait=1_0", "wait", "`wait` must be a number from 0 to 30, not '1_0'"),
        ("/articles/{job}/report?generation=%D9%A1", "generation", "`generation` must be a whole number from 1, not"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_parameter(
    service: Service, call: str, parameter: str, said: str
) -> None:
    answer = service.client.get(call.format(job=service.hand_in()))
    assert answer.status_code == 422
    body = stated(answer)
    assert said in str(body["detail"])
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], said in fault["detail"]) == (parameter, True)


def test_a_cursor_that_was_handed_out_goes_on(service: Service) -> None:
    ids = {service.hand_in(f"Some words, number {number} (NATO, May 3).") for number in range(3)}
    first = service.client.get("/articles?limit=2").json()
    second = service.client.get("/articles", params={"limit": 2, "cursor": first["next"]}).json()
    assert {row["id"] for row in (*first["articles"], *second["articles"])} == ids


PATHS = ("/articles/{}", "/articles/{}/report", "/articles/{}/events", "/runs/{}", "/{}", "/schemas/{}")


@pytest.mark.parametrize("path", [*PATHS, "/articles/JOB/report.{}"])
def test_no_path_gets_more_than_not_found(service: Service, path: str) -> None:
    path = path.replace("JOB", service.hand_in())
    for value in VALUES:
        answer = service.client.get(path.format(quote(value, safe="")))
        assert answer.status_code == 404, (value, answer.text)
        stated(answer)
        if path == PATHS[0]:
            stated(service.client.delete(path.format(quote(value, safe=""))))


@pytest.mark.parametrize("heard", ["zzz", "-1", "1-zzz", "9" * 24 + "-0", f"0-{'9' * 24}", f"{2**64}-0", "1-1-1"])
def test_an_event_that_never_was_is_as_good_as_none(service: Service, heard: str) -> None:
    job_id = service.hand_in()
    service.finish(job_id)
    answer = service.client.get(f"/articles/{job_id}/events", headers={"Last-Event-ID": heard})
    assert answer.status_code == 200
    assert "event: queued" in answer.text


FIELDS = ("url", "text", "html", "title", "published", "language", "base_url", "archive", "recheck", "nothing")


@pytest.mark.parametrize("name", FIELDS)
def test_no_field_of_a_body_gets_more_than_a_stated_problem(service: Service, name: str) -> None:
    rest = "" if name in ("url", "text", "html") else '"text": "Some words (NATO, May 3).", '
    day = '"2025-02-30"'
    fine = {"recheck": "true", "title": day, "text": day, "html": day}.get(name)
    for value in ("1", "1.5", "1e400", "true", "[]", "{}", '"\\u0000"', '"\\ud800"', day):
        body = f'{{{rest}"{name}": {value}}}'
        answer = service.client.post("/articles", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == (202 if value == fine else 422), (value, answer.text)
        if value != fine:
            assert name in str(stated(answer)["detail"])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "The body is not JSON: it is empty."),
        (b'{"text": "a",}', "The body is not JSON: it makes no sense at line 1, column 14."),
        (b'{"text": "\xff"}', "The body is not JSON: it is not text in UTF-8 from byte 10 on."),
        (b"[" * 50_000, "The body is not JSON: it is nested too deeply."),
        (b'{"text": ' + b"1" * 5_000 + b"}", "The body is not JSON: a number in it has too many digits."),
        (b"[]", "The body is not a JSON object."),
    ],
)
def test_a_body_that_is_no_json_says_where(service: Service, body: bytes, said: str) -> None:
    answer = service.client.post("/articles", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    problem = stated(answer)
    assert (problem["code"], str(problem["detail"]).startswith(said)) == ("malformed-json", True), problem["detail"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n--b--\r\n"),
        ("application/x-www-form-urlencoded", b"a=1&" * 50),
    ],
)
def test_a_form_that_is_none_is_told_in_our_words(service: Service, kind: str, body: bytes) -> None:
    answer = service.client.post("/articles", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    problem = stated(answer)
    assert problem["code"] == "malformed-form"
    assert str(problem["detail"]).startswith("The form is not put together as forms are")
