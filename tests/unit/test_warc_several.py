"""Several WARC files stand for the web together: each page is answered by the newest record of all of them."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from support.warcs import ForeignWarc

from verifier.errors import BrokenArchiveFile, FetchError
from verifier.fetch.archives import read_from_archives
from verifier.fetch.warc import Replay, digest_of, write_warc
from verifier.model import Exchange, Outcome, OutcomeCode, SourceState, Target
from verifier.trail import WEB, Kept, Step

PAGE, ALONE = "https://page.example/story", "https://alone.example/"
REFUSED = Outcome(code=OutcomeCode.BLOCKED_ROBOTS, state=SourceState.BLOCKED, reason="Robots may not read it.")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    older = ForeignWarc(tmp_path / "older.warc.gz").response(PAGE, "2025-09-10T00:00:00Z", b"older")
    newer = ForeignWarc(tmp_path / "newer.warc").response(PAGE, "2025-09-12T00:00:00Z", b"newer")
    return older.response(ALONE, "2025-09-10T00:00:00Z", b"alone").close(), newer.close()


def recorded(path: Path, *failed: str, body: bytes = b"recorded", at: str = "2025-09-11T00:00:00Z") -> Path:
    """A check's own file: the page as it was had, and the failures of others."""
    had = Exchange(url=PAGE, final_url=PAGE, status=200, headers=(), body=body, fetched_at=at)
    steps = [Step(door=WEB, url=PAGE, answer=0)] if PAGE not in failed else []
    steps += [Step(door=WEB, url=url, failure=REFUSED) for url in failed]
    write_warc(path, [Kept(exchanges=(had,) if PAGE not in failed else (), steps=tuple(steps))])
    return path


def test_the_newest_record_of_all_files_answers_in_whatever_order_they_are_given(files: tuple[Path, Path]) -> None:
    for order in permutations(files):
        replay = Replay(*order)
        assert (replay.web.get(PAGE).body, replay.web.get(ALONE).body) == (b"newer", b"alone")
        copy = read_from_archives([replay.archive], Target(url=PAGE, near="2025-09-09"))
        assert (copy.body, copy.archive) == (b"older", "older.warc.gz")
        assert replay.records == 3


def test_a_record_may_say_that_it_is_the_same_as_one_in_another_file(tmp_path: Path, files: tuple[Path, Path]) -> None:
    same = ForeignWarc(tmp_path / "same.warc.gz")
    same.revisit(PAGE, "2025-09-20T00:00:00Z", refers_to=(PAGE, "2025-09-10T00:00:00Z"))
    answer = Replay(same.close(), *files).web.get(PAGE)
    assert (answer.body, answer.fetched_at) == (b"older", "2025-09-20T00:00:00Z")


def test_what_is_in_none_of_them_is_unreachable(files: tuple[Path, Path]) -> None:
    with pytest.raises(FetchError, match=r"not in older\.warc\.gz \+ newer\.warc") as caught:
        Replay(*files).web.get("https://elsewhere.example/")
    assert caught.value.outcome is OutcomeCode.UNREACHABLE


def test_one_that_cannot_be_read_is_named(tmp_path: Path, files: tuple[Path, Path]) -> None:
    (tmp_path / "broken.warc.gz").write_bytes(b"no archive at all")
    with pytest.raises(BrokenArchiveFile, match=r"broken\.warc\.gz"):
        Replay(*files, tmp_path / "broken.warc.gz")


def test_what_a_check_noted_of_a_page_holds_while_no_other_file_has_it(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    own = recorded(tmp_path / "own.warc.gz", "https://refused.example/")
    alone, beside = Replay(own).past, Replay(own, *files).past
    assert [past.tried(WEB, Target(url="https://refused.example/")) for past in (alone, beside)] == [True, True]
    assert [past.tried(WEB, Target(url=PAGE)) for past in (alone, beside)] == [True, False]
    assert Replay(own, *files).web.get(PAGE).body == b"newer"


def test_a_page_that_was_refused_to_one_check_is_read_from_the_file_that_has_it(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    for order in permutations([recorded(tmp_path / "own.warc.gz", PAGE), *files]):
        assert not Replay(*order).past.tried(WEB, Target(url=PAGE))


def test_files_are_told_apart_by_what_they_hold(files: tuple[Path, Path]) -> None:
    found = {digest_of(paths) for paths in ([files[0]], [files[1]], files, files[::-1])}
    assert {len(one) for one in found} == {64}
    assert len(found) == 4
