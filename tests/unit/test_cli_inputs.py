"""What is typed after the command: articles, formats, dates, lists of codes."""

from __future__ import annotations

import dataclasses
import io
import os
import socket
import stat
import sys
from pathlib import Path

import pytest

from verifier.cli.articles import is_url, media_type_of, take
from verifier.cli.check import codes_in, format_of, web_of, write_whole
from verifier.cli.main import run
from verifier.errors import BrokenArchiveFile, InputTooLarge, StoreError, UnreadableInput, UsageError
from verifier.model import Article, Report
from verifier.settings import Settings

SETTINGS = Settings()


@pytest.mark.parametrize(
    ("suffix", "body", "expected"),
    [
        (".html", b"plain", "text/html"),
        (".HTM", b"plain", "text/html"),
        (".md", b"<html>", "text/markdown"),
        (".txt", b"<html>", "text/plain"),
        ("", b"<!DOCTYPE html><p>x", "text/html"),
        ("", b"\xef\xbb\xbf  <html>", "text/html"),
        ("", b"<p>A fragment</p>", "text/html"),
        ("", b"%PDF-1.7 x", "application/pdf"),
        ("", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("", b"< 5 percent of it", "text/plain"),
        (".dat", b"words", "text/plain"),
    ],
)
def test_the_kind_of_an_article_is_told_by_its_name_else_its_first_bytes(
    suffix: str, body: bytes, expected: str
) -> None:
    assert media_type_of(suffix, body) == expected


@pytest.mark.parametrize(("argument", "expected"), [("https://a/", True), ("HTTP://a/", True), ("a.html", False)])
def test_an_address_is_told_from_a_path(argument: str, expected: bool) -> None:
    assert is_url(argument) is expected


def test_a_file_is_taken_whole(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_bytes(b"Text \r\n")
    handed = take(str(path), SETTINGS)
    assert (handed.name, handed.body, handed.media_type, handed.url) == (str(path), b"Text \r\n", "text/plain", None)


def test_a_file_whose_name_is_not_utf_8_is_taken_with_a_name_that_can_be_printed(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_bytes(b"words")
    handed = take(str(path), SETTINGS)
    assert handed.name.endswith("caf\ufffd.txt")
    assert handed.name.encode()


def test_standard_input_is_taken_for_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<html><p>x</p>")))
    assert take("-", SETTINGS).media_type == "text/html"


def test_a_missing_file_is_named_with_what_to_do() -> None:
    with pytest.raises(UnreadableInput, match=r"nowhere\.html") as caught:
        take("nowhere.html", SETTINGS)
    assert caught.value.advice


def test_a_folder_is_pointed_to_batch(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        take(str(tmp_path), SETTINGS)
    assert "batch" in caught.value.advice


@pytest.mark.parametrize("body", [b"", b" \n\t "])
def test_an_empty_article_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "empty.txt").write_bytes(body)
    with pytest.raises(UnreadableInput, match="empty"):
        take(str(tmp_path / "empty.txt"), SETTINGS)


def test_an_article_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    with pytest.raises(InputTooLarge, match="20 MiB"):
        take(str(path), SETTINGS)


def test_standard_input_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 200)))
    with pytest.raises(InputTooLarge):
        take("-", dataclasses.replace(SETTINGS, max_article_bytes=100))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("r.html", "html"),
        ("r.JSON", "json"),
        ("r.md", "markdown"),
        ("r.csv", "csv"),
        ("r.claimreview.json", "claimreview"),
        ("r.annotations.json", "annotations"),
        ("r.txt", "text"),
    ],
)
def test_the_suffix_of_the_output_sets_the_format(name: str, expected: str) -> None:
    assert format_of(Path(name)) == expected


def test_a_suffix_that_says_nothing_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="report"):
        format_of(Path("report"))


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    mask = os.umask(0o027)
    try:
        write_whole(path, b"1")
    finally:
        os.umask(mask)
    assert path.read_bytes() == b"1"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    with pytest.raises((StoreError, OSError)):
        write_whole(tmp_path / "missing" / "out.json", b"2")
    assert [one.name for one in tmp_path.iterdir()] == ["out.json"]


def test_a_file_that_is_written_over_keeps_its_rights_and_a_link_stays_one(tmp_path: Path) -> None:
    path, link = tmp_path / "secret.json", tmp_path / "newest.json"
    path.write_bytes(b"0")
    path.chmod(0o600)
    link.symlink_to(path)
    write_whole(link, b"1")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode), link.is_symlink()) == (b"1", 0o600, True)


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb") as reader:
        write_whole(pipe, b"a report")
        assert reader.read() == b"a report"
    assert pipe.is_fifo()


def test_a_warc_that_is_none_is_refused_before_anything_starts(tmp_path: Path) -> None:
    path = tmp_path / "broken.warc.gz"
    path.write_bytes(b"no archive at all")
    with pytest.raises(BrokenArchiveFile, match=r"broken\.warc\.gz"):
        web_of([path])


def test_the_web_of_a_submission_names_the_warc_by_its_content() -> None:
    fields = web_of([Path("fixtures/seed.warc.gz")])
    assert len(fields["replay_sha256"]) == 64
    assert Path(fields["replay"]).is_absolute()


def test_a_report_without_citations_has_no_codes() -> None:
    from verifier.model import Counts

    empty = Report(
        id="x", made_at="Z", article=Article(text=""), scorer="s", settings="d", counts=Counts(), citations=()
    )
    assert codes_in(empty) == frozenset()


# --- exit codes and words ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "Missing argument"),
        (["chekc", "x"], "No such command"),
        (["check", "x.html", "--colour"], "No such option"),
        (["check", "x.html", "--published", "24.09.2025"], "24.09.2025"),
        (["check", "x.html", "--published", "20250924"], "20250924"),
        (["check", "x.html", "--fail-on", "wrong"], "wrong"),
        (["check", "x.html", "--archive-only", "--no-archive"], "exclude each other"),
        (["check", "nowhere.html"], "nowhere.html"),
        (["check", "ftp://nowhere.example/x.html"], "only http and https addresses are"),
        (["check", "a", "b", "-o", "x.json"], "one article at a time"),
        (["citations", "nowhere.html"], "nowhere.html"),
        (["citations", "https://example.org/"], "no network"),
        (["judge", "nowhere.jsonl"], "nowhere.jsonl"),
        (["batch"], "--nightly"),
        (["batch", "x", "--nightly"], "--nightly"),
        (["keys", "create", "--name", "x", "--scope", "everything"], "everything"),
    ],
)
def test_bad_usage_exits_2_and_says_what_was_wrong(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    "names",
    [
        ("draft.html", "-o", "draft.html"),
        ("draft.html", "-o", "link.html"),
        ("draft.html", "--replay", "seed.warc.gz", "--record", "seed.warc.gz"),
        ("draft.html", "-o", "new.json", "--record", "new.json"),
    ],
)
def test_nothing_that_is_read_is_written_over(
    names: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("draft.html", "seed.warc.gz"):
        (tmp_path / name).write_text("<p>The pier is closed (Selm Courier, May 3).</p>")
    (tmp_path / "link.html").symlink_to("draft.html")
    assert run(["check", *names]) == 2
    assert f"{names[-1]} would be written over" in capsys.readouterr().err
    assert not (tmp_path / "new.json").exists()


@pytest.mark.parametrize(
    "command",
    [
        *("check", "citations", "judge", "serve", "submit", "status", "report", "list", "cancel", "batch", "doctor"),
        *("keys", "keys create", "keys list", "keys revoke"),
    ],
)
def test_every_command_shows_an_example_in_its_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--help"]) == 0
    assert "verifier " + command in capsys.readouterr().out.partition("Example")[2]


@pytest.mark.parametrize("online", [True, False])
def test_doctor_says_whether_names_of_hosts_are_found(
    online: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def looked_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        if online:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", port))]
        raise socket.gaierror(socket.EAI_NONAME, f"{host} is not known")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    assert run(["doctor", "--only", "names"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("ok    names:" if online else "warn  names: no name of a host can be looked up")
    assert ("DNS server" in told) is not online


def test_a_misspelt_setting_exits_2_and_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VERIFIER_ARCHIVE", "[]")
    assert run(["citations", "fixtures/articles/seed.txt"]) == 2
    assert "VERIFIER_ARCHIVES" in capsys.readouterr().err


def test_an_error_of_ours_leaves_no_traceback_on_the_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops\x1b[31m")

    monkeypatch.setattr("verifier.cli.offline.take", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run(["citations", "x"]) == 3
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "\x1b" not in told
    assert "Traceback" not in told
    assert "ZeroDivisionError" in next(tmp_path.iterdir()).read_text()


def test_an_interrupt_exits_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("verifier.cli.offline.take", interrupted)
    assert run(["citations", "x"]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_settings_are_listed_with_their_origin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VERIFIER_MAX_REDIRECTS", "3")
    assert run(["doctor", "--settings"]) == 0
    assert "VERIFIER_MAX_REDIRECTS=3\t# environment" in capsys.readouterr().out
