"""Records whose bytes are not those that were recorded are refused by name; files that break off say what was read."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import random
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.loopback import quick
from support.warcs import ForeignWarc

from verifier import pipeline
from verifier.cli.check import web_of
from verifier.errors import BrokenArchiveFile, FetchError
from verifier.fetch.politeness import LocalPoliteness
from verifier.fetch.warc import Replay, write_warc
from verifier.jobs import Submission
from verifier.model import Capture, Exchange, Redirect, Target
from verifier.trail import WEB, Kept, Step

PAGE, OTHER = "https://page.example/story", "https://page.example/other"
BODY = b"<p>The quay at Lindmark was closed for two days.</p>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
WHEN = "2025-11-20T06:00:00Z"


def answer(url: str, body: bytes = BODY, **fields: object) -> Exchange:
    return Exchange(url=url, final_url=url, status=200, headers=(("Content-Type", "text/html"),), body=body,
                    fetched_at=WHEN, **fields)  # type: ignore[arg-type] # fmt: skip


def record(
    block: bytes, *, url: str = PAGE, kind: str = "response", head: tuple[str, ...] = (), when: str = WHEN
) -> bytes:
    """A record with these further header lines and no digest of its own."""
    lines = (f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", f"WARC-Date: {when}", f"Content-Length: {len(block)}")
    return "\r\n".join(("WARC/1.1", *lines, *head, "", "")).encode() + block + b"\r\n\r\n"


def opened(tmp_path: Path, *records: bytes, name: str = "pages.warc") -> Replay:
    path = tmp_path / name
    path.write_bytes(b"".join(gzip.compress(one, mtime=0) if name.endswith(".gz") else one for one in records))
    return Replay(path)


def altered(path: Path, was: bytes, now: bytes) -> Path:
    """The file with other bytes of the same length, compressed anew where it was."""
    data = path.read_bytes()
    packed = path.name.endswith(".gz")
    plain = gzip.decompress(data) if packed else data
    assert len(was) == len(now)
    assert was in plain
    changed = plain.replace(was, now, 1)
    path.write_bytes(gzip.compress(changed, mtime=0) if packed else changed)
    return path


def spelled(algorithm: str, data: bytes, spelling: str) -> str:
    digest = hashlib.new(algorithm.replace("-", ""), data).digest()
    base32 = base64.b32encode(digest).decode()
    told = {"hex": digest.hex(), "HEX": digest.hex().upper(), "base32": base32, "bare": base32.rstrip("=").lower()}
    return f"{algorithm}:{told[spelling]}"


@pytest.mark.parametrize("name", ["kept.warc", "kept.warc.gz"])
def test_an_altered_record_is_refused_by_its_address_and_the_others_are_used(tmp_path: Path, name: str) -> None:
    write_warc(tmp_path / name, [answer(PAGE), answer(OTHER, b"<p>Unharmed.</p>")])
    replay = Replay(altered(tmp_path / name, b"two days", b"six days"))
    with pytest.raises(FetchError) as caught:
        replay.web.get(PAGE)
    assert PAGE in caught.value.message
    assert name in caught.value.message
    assert "record the page anew" in caught.value.message
    assert replay.web.get(OTHER).body == b"<p>Unharmed.</p>"
    (told,) = replay.damages
    assert PAGE in told
    assert OTHER not in told


def test_an_altered_copy_is_refused_as_a_copy_too(tmp_path: Path) -> None:
    copy = answer(PAGE, captured_at="2025-09-10T06:12:44Z", archive="Test Archive")
    write_warc(tmp_path / "kept.warc", [copy])
    replay = Replay(altered(tmp_path / "kept.warc", b"two days", b"six days"))
    with pytest.raises(FetchError, match="altered"):
        replay.archive.replay(Capture(url=PAGE, timestamp="20250910061244"))


def test_an_altered_redirect_is_not_followed(tmp_path: Path) -> None:
    hop = Redirect(url=PAGE, status=301, location=OTHER)
    write_warc(tmp_path / "kept.warc", [Exchange(url=PAGE, final_url=OTHER, status=200, headers=(), body=BODY,
                                                 fetched_at=WHEN, redirects=(hop,))])  # fmt: skip
    path = altered(
        tmp_path / "kept.warc", b"Location: " + OTHER.encode(), b"Location: " + OTHER[:-5].encode() + b"evil!"
    )
    with pytest.raises(FetchError, match="altered"):
        Replay(path).web.get(PAGE)


@pytest.mark.parametrize("covers", ["WARC-Block-Digest", "WARC-Payload-Digest"])
@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha-256", "SHA512", "md5"])
@pytest.mark.parametrize("spelling", ["hex", "HEX", "base32", "bare"])
def test_each_spelling_of_a_digest_is_read(tmp_path: Path, covers: str, algorithm: str, spelling: str) -> None:
    def stated(body: bytes) -> tuple[str, ...]:
        return (f"{covers}: {spelled(algorithm, HEAD + body if 'Block' in covers else body, spelling)}",)

    assert opened(tmp_path, record(HEAD + BODY, head=stated(BODY))).web.get(PAGE).body == BODY
    replay = opened(tmp_path, record(HEAD + BODY, head=stated(BODY + b"!")))
    with pytest.raises(FetchError, match=covers):
        replay.web.get(PAGE)


@pytest.mark.parametrize(
    "head",
    [
        (),
        ("WARC-Block-Digest: blake3:00ff",),
        ("WARC-Payload-Digest: sha1:UNKNOWN",),
        ("WARC-Payload-Digest: sha1",),
        ("WARC-Payload-Digest: sha1:ĄĘŚ",),
        ("WARC-Payload-Digest: sha1:" + "A" * 32, "WARC-Truncated: length"),
        ("WARC-Payload-Digest: sha1:" + "A" * 32, "WARC-Segment-Number: 1"),
    ],
)
def test_what_states_no_digest_of_its_own_that_can_be_checked_is_accepted(
    tmp_path: Path, head: tuple[str, ...]
) -> None:
    replay = opened(tmp_path, record(HEAD + BODY, head=head))
    assert replay.web.get(PAGE).body == BODY
    assert replay.damages == ()


@pytest.mark.parametrize("form", ["as sent", "in one piece", "inflated"])
def test_the_payload_may_be_that_before_or_after_its_codings(tmp_path: Path, form: str) -> None:
    packed = zlib.compress(BODY)
    sent = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    payload = {"as sent": sent, "in one piece": packed, "inflated": BODY}[form]
    head = HEAD.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\nContent-Encoding: deflate\r\n\r\n")
    stated = f"WARC-Payload-Digest: {spelled('sha1', payload, 'base32')}"
    replay = opened(tmp_path, record(head + sent, head=(stated,)))
    assert replay.web.get(PAGE).body == BODY
    assert replay.damages == ()


def test_a_page_without_http_around_it_is_checked_as_well(tmp_path: Path) -> None:
    for kind in ("resource", "response"):
        for body, good in ((BODY, True), (BODY.replace(b"two", b"six"), False)):
            head = (f"WARC-Payload-Digest: {spelled('sha1', BODY, 'base32')}", "Content-Type: text/html")
            assert (opened(tmp_path, record(body, kind=kind, head=head)).damages == ()) is good


def test_a_revisit_states_the_digest_of_another_record_and_falls_with_it(tmp_path: Path) -> None:
    digest = spelled("sha1", BODY, "base32")
    warc = ForeignWarc(tmp_path / "two.warc", gzip=False).response(PAGE, "2025-01-01T00:00:00Z", BODY)
    path = warc.revisit(PAGE, WHEN, refers_to=(PAGE, "2025-01-01T00:00:00Z"), digest=digest).close()
    replay = Replay(path)
    assert (replay.web.get(PAGE).fetched_at, replay.web.get(PAGE).body, replay.damages) == (WHEN, BODY, ())
    with pytest.raises(FetchError, match="altered"):
        Replay(altered(path, b"two days", b"six days")).web.get(PAGE)


def test_of_compressed_data_that_is_damaged_only_what_a_digest_proves_is_used(tmp_path: Path) -> None:
    proof = f"WARC-Payload-Digest: {spelled('sha1', BODY, 'base32')}"
    long = record(HEAD + random.Random(1).randbytes(300_000), url=OTHER + "/long")
    member = gzip.compress(record(HEAD + BODY, head=(proof,)) + record(HEAD + BODY, url=OTHER) + long, mtime=0)
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(member[:-8] + bytes([member[-8] ^ 1]) + member[-7:])
    replay = Replay(path)
    assert replay.web.get(PAGE).body == BODY
    with pytest.raises(FetchError, match="compressed bytes are damaged"):
        replay.web.get(OTHER)
    with pytest.raises(FetchError, match="the compressed data is damaged after byte 0"):
        replay.web.get(OTHER + "/long")


@pytest.mark.parametrize("name", ["cut.warc", "cut.warc.gz"])
def test_of_a_file_that_breaks_off_it_is_told_what_was_read_and_what_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_warc(path, [answer(PAGE), answer(OTHER)])
    path.write_bytes(path.read_bytes()[:-40])
    replay = Replay(path)
    (told,) = replay.damages
    assert told == (
        f"{name} was read in part: the file breaks off in the middle of a record. Pages and redirects read before "
        "that: 1; what comes after is missing. Get the whole file again."
    )
    assert replay.web.get(PAGE).body == BODY
    with pytest.raises(FetchError) as caught:
        replay.web.get(OTHER)
    assert "read in part" in caught.value.message


def test_an_altered_note_on_a_check_is_passed_over_and_told(tmp_path: Path) -> None:
    step = Step(door=WEB, url=PAGE, near="2025-09-10", answer=0)
    path = tmp_path / "kept.warc"
    write_warc(path, [Kept(exchanges=(answer(PAGE),), steps=(step,))])
    target = Target(url=PAGE, near="2025-09-10")
    assert Replay(path).past.tried(WEB, target)
    replay = Replay(altered(path, b"2025-09-10", b"2025-09-11"))
    assert not replay.past.tried(WEB, Target(url=PAGE, near="2025-09-11"))
    assert replay.web.get(PAGE).body == BODY
    assert any("1 of its notes" in told for told in replay.damages)


def test_an_older_record_that_stands_in_for_an_altered_one_says_so(tmp_path: Path) -> None:
    words = b"<html><body><p>" + b"The quay at Lindmark was closed for two days, the harbour board said. " * 12
    older = record(HEAD + words, when="2025-03-06T10:00:00Z")
    newer = record(HEAD + words, head=("WARC-Payload-Digest: sha1:" + "A" * 32,))
    path = tmp_path / "two.warc"
    path.write_bytes(older + newer)
    tools = pipeline.open_tools(quick(data_dir=tmp_path), Submission(blob="x", replay=str(path)), LocalPoliteness())
    got, _ = pipeline.obtain(Target(url=PAGE, near="2025-03-05"), tools)
    assert got.outcome.state.value == "archived"
    assert "was altered or damaged" in got.outcome.reason
    path.write_bytes(newer)
    tools = pipeline.open_tools(quick(data_dir=tmp_path), Submission(blob="x", replay=str(path)), LocalPoliteness())
    got, _ = pipeline.obtain(Target(url=PAGE, near="2025-03-05"), tools)
    assert (got.outcome.state.value, got.document) == ("unreadable", None)
    assert PAGE in got.outcome.reason


def test_whoever_hands_such_a_file_in_is_warned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kept.warc.gz"
    write_warc(path, [answer(PAGE)])
    web_of([path])
    assert capsys.readouterr() == ("", "")
    web_of([altered(path, b"two days", b"six days")])
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("verifier: warning: kept.warc.gz was altered")
    assert PAGE in err


@settings(max_examples=120, deadline=None)
@given(place=st.floats(min_value=0, max_value=0.999), bit=st.integers(min_value=0, max_value=7), plain=st.booleans())
def test_a_file_with_one_changed_bit_is_refused_or_used_but_never_misread(
    tmp_path_factory: pytest.TempPathFactory, place: float, bit: int, plain: bool
) -> None:
    path = tmp_path_factory.mktemp("warc") / ("bit.warc" if plain else "bit.warc.gz")
    other = b"<p>Another page.</p>"
    write_warc(path, [answer(PAGE), answer(OTHER, other)], made_at="2025-11-20T07:00:00Z")
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    path.write_bytes(data)
    try:
        replay = Replay(path)
    except BrokenArchiveFile:
        return
    for url in (PAGE, OTHER):
        with contextlib.suppress(FetchError):
            assert replay.web.get(url).body in (BODY, other)
