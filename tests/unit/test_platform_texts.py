"""Addresses of posts, tracks of captions, and what a verdict on a post may say; all without a network."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.sample_report import judgement, obtained

from verifier import levels
from verifier.fetch.post_addresses import post_at
from verifier.model import CheckedSource, Obtained, Resolution, Resolved, Source, Target, Verdict
from verifier.page.captions import UnreadableCaptions, cues_in, lines_of
from verifier.pages import host_of
from verifier.report.build import check_source
from verifier.report.tables import platform_of, same_site

VIDEO = "https://www.youtube.com/watch?v=SejmPL0910a"
PASSAGE = "Twelve drones crossed the border."
TEXT = f"Address to parliament\nGood morning. {PASSAGE}"
REASON = "Of the video only title and description could be read, not what is said in it. The video has no captions."


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/watch?v=SejmPL0910a&t=5s", "SejmPL0910a"),
        ("https://m.youtube.com/watch?t=5&v=SejmPL0910a", "SejmPL0910a"),
        ("https://youtu.be/SejmPL0910a", "SejmPL0910a"),
        ("https://www.youtube.com/shorts/SejmPL0910a", "SejmPL0910a"),
        ("https://www.youtube.com/live/SejmPL0910a?si=x", "SejmPL0910a"),
        ("https://www.youtube-nocookie.com/embed/SejmPL0910a", "SejmPL0910a"),
        ("https://www.youtube.com/watch?v=short", None),
        ("https://www.youtube.com/@APT", None),
        ("https://youtube.com.evil.example/watch?v=SejmPL0910a", None),
        ("https://t.me/ministry/123?single", "ministry/123"),
        ("https://telegram.me/s/ministry/123", "ministry/123"),
        ("https://t.me/group_name/7/123", "group_name/123"),
        ("https://t.me/c/123456/7", None),
        ("https://t.me/+AbCdEf", None),
        ("https://t.me/ministry", None),
        ("https://twitter.com/ministry/status/19?s=20", "ministry/19"),
        ("https://mobile.x.com/i/web/status/19", None),
        ("https://x.com/i/status/19", "i/19"),
        ("https://x.com/ministry", None),
        ("https://[x.com/a/status/1", None),
    ],
)
def test_the_address_of_a_post_says_which_one_it_is(url: str, expected: str | None) -> None:
    found = post_at(url)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize("host", ["youtube-nocookie.com/embed", "youtu.be", "music.youtube.com/shorts"])
def test_every_address_of_a_video_is_at_its_platform(host: str) -> None:
    post = post_at(f"https://{host}/SejmPL0910a")
    assert post is not None
    assert platform_of(f"https://{host}/SejmPL0910a") == post.platform
    assert same_site(host_of(post.url), host.partition("/")[0])


@pytest.mark.parametrize("host", ["t.me", "telegram.me", "telegram.dog"])
def test_every_address_of_a_message_is_at_its_platform(host: str) -> None:
    post = post_at(f"https://{host}/ministry/123")
    assert post is not None
    assert platform_of(f"https://{host}/ministry/123") == post.platform
    assert same_site(host_of(post.url), host)


@pytest.mark.parametrize(
    "track",
    [
        "<transcript><text start='1.5' dur='2'>One &amp;amp; two</text><text start='4' dur='1'> </text></transcript>",
        "<timedtext format='3'><body><p t='1500' d='2000'>One <s>&amp;amp; two</s></p></body></timedtext>",
    ],
)
def test_both_shapes_of_captions_are_read(track: str) -> None:
    assert cues_in(track) == [(1.5, 3.5, "One & two")]


@pytest.mark.parametrize(
    "track",
    ["", "{}", "<transcript><text start='1'>cut", '<!DOCTYPE t [<!ENTITY a "b">]><t><text start="x">&a;</text>'],
)
def test_a_damaged_track_is_an_error(track: str) -> None:
    with pytest.raises(UnreadableCaptions):
        cues_in(track)


def test_times_that_are_none_cost_their_cue() -> None:
    assert (
        cues_in("<t><text start='nan'>x</text><text start='-1'>x</text><text start='inf'>x</text><text>x</text></t>")
        == []
    )


def test_lines_end_with_sentences_silences_and_length() -> None:
    text, marks = lines_of(
        [(0, 1, "One"), (1, 2, "two."), (2, 3, "Three"), (9, 10, "four"), (10, 11, "x" * 300), (11, 12, "y")]
    )
    assert text.split("\n") == ["One two.", "Three", "four " + "x" * 300, "y"]
    assert [text[place] for place, _ in marks] == ["O", "t", "T", "f", "x", "y"]


def test_a_moment_is_shown_as_players_show_it() -> None:
    assert [levels.clock(seconds) for seconds in (0, 65.9, 3725)] == ["0:00", "1:05", "1:02:05"]


def of_level(level: str, reason: str = "Read.") -> Obtained:
    got = obtained(VIDEO, TEXT)
    assert got.document is not None
    assert got.snapshot is not None
    document = replace(got.document, level=level, transcript=level in levels.HEARD, cues=((22, 5.0), (36, 135.4)))
    snapshot = replace(got.snapshot, level=level)
    return replace(got, document=document, snapshot=snapshot, outcome=replace(got.outcome, reason=reason))


def checked(got: Obtained, verdict: Verdict) -> CheckedSource:
    link = Resolved(resolution=Resolution.LINKED, target=Target(url=VIDEO))
    return check_source(
        Source(name="YouTube/@APT", platform="YouTube"), link, got, judgement(verdict, 0.9, TEXT, PASSAGE)
    )


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.UNDETERMINED])
def test_title_and_description_decide_nothing(verdict: Verdict) -> None:
    source = checked(of_level(levels.TITLE_AND_DESCRIPTION, REASON), verdict)
    assert (source.verdict, source.probability) == (Verdict.UNDETERMINED, None)
    assert source.reasons[0] == REASON
    assert source.evidence
    assert {finding.code: finding.message for finding in source.findings}["read-in-part"] == REASON


@pytest.mark.parametrize("level", [levels.POST, *sorted(levels.HEARD)])
def test_a_post_shows_that_something_was_said(level: str) -> None:
    source = checked(of_level(level), Verdict.SUPPORTED)
    assert source.verdict is Verdict.SUPPORTED
    assert source.reasons[-1] == "This shows that it was said, not that it is so."
    told = {finding.code: finding.message for finding in source.findings}
    assert "not that it is so" in told["social-post"]
    assert ("Read." in source.reasons) == (level in levels.HEARD)


def test_evidence_out_of_captions_carries_its_moment() -> None:
    source = checked(of_level(levels.MANUAL_CAPTIONS), Verdict.CONTRADICTED)
    assert source.verdict is Verdict.CONTRADICTED
    assert [(one.at_s, one.fragment_url) for one in source.evidence] == [(135.4, f"{VIDEO}&t=135s")]
