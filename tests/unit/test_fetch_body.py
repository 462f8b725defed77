"""Bodies under a ceiling."""

from __future__ import annotations

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.errors import FetchError
from verifier.fetch.body import BodyLimits, content_coding, read_body
from verifier.model import OutcomeCode

URL = "https://example.com/"
LIMITS = BodyLimits(max_wire_bytes=100_000, max_body_bytes=200_000)


def _split(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 17, 100_000])
@pytest.mark.parametrize("coding", [None, "gzip", "deflate"])
def test_a_body_is_the_same_however_it_is_cut_on_the_way(coding: str | None, size: int) -> None:
    body = bytes(range(256)) * 8 + b"end"
    packed = {None: body, "gzip": gzip.compress(body), "deflate": zlib.compress(body)}[coding]
    assert body == read_body(_split(packed, size), LIMITS, url=URL, coding=coding)


@given(st.binary(max_size=3000), st.integers(1, 500))
def test_packing_and_unpacking_changes_nothing(body: bytes, size: int) -> None:
    assert body == read_body(_split(gzip.compress(body), size), LIMITS, url=URL, coding="gzip")


@given(st.binary(max_size=400), st.sampled_from([None, "gzip", "deflate"]))
def test_no_bytes_whatever_raise_anything_else(body: bytes, coding: str | None) -> None:
    for data in (body, b"\x1f\x8b\x08" + body, gzip.compress(body) + body):
        with contextlib.suppress(FetchError):
            read_body(_split(data, 50), LIMITS, url=URL, coding=coding)


def test_several_members_are_one_body() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two ") + gzip.compress(b"three")
    assert read_body(_split(packed, 7), LIMITS, url=URL, coding="gzip") == b"one two three"


def test_padding_behind_the_last_member_is_ignored() -> None:
    assert read_body([gzip.compress(b"one") + b"\0" * 50], LIMITS, url=URL, coding="gzip") == b"one"


def test_thousands_of_empty_members_are_damage() -> None:
    with pytest.raises(FetchError) as caught:
        read_body([gzip.compress(b"") * 2000], LIMITS, url=URL, coding="gzip")
    assert caught.value.outcome is OutcomeCode.PROTOCOL_ERROR


def test_a_gzip_file_stays_what_it_is() -> None:
    packed = gzip.compress(b"data")
    assert packed == read_body([packed], LIMITS, url=URL, media_type="application/gzip")


@pytest.mark.parametrize("over", [0, 1])
def test_the_ceiling_is_exact(over: int) -> None:
    limits = BodyLimits(max_wire_bytes=1000, max_body_bytes=1000)
    body = b"x" * (1000 + over)
    packed = gzip.compress(body)
    if over:
        for data, coding in ((body, None), (packed, "gzip")):
            with pytest.raises(FetchError) as caught:
                read_body([data], limits, url=URL, coding=coding)
            assert caught.value.outcome is OutcomeCode.TOO_LARGE
    else:
        assert body == read_body([body], limits, url=URL)
        assert body == read_body([packed], limits, url=URL, coding="gzip")


def test_what_may_be_cut_is_cut_at_the_ceiling() -> None:
    limits = BodyLimits(max_wire_bytes=500, max_body_bytes=1000, cut=True)
    assert len(read_body([b"x" * 400] * 5, limits, url=URL)) == 400
    assert len(read_body([gzip.compress(b"x" * 5000)], limits, url=URL, coding="gzip")) == 1000


def test_an_improbable_ratio_is_too_large_even_below_the_ceiling() -> None:
    limits = BodyLimits(max_wire_bytes=10**6, max_body_bytes=10**9, max_ratio=50, ratio_from_bytes=1000)
    with pytest.raises(FetchError, match="times its size"):
        read_body([gzip.compress(b"\0" * 10**6)], limits, url=URL, coding="gzip")


@pytest.mark.parametrize(
    ("values", "coding"),
    [([], None), (["gzip"], "gzip"), (["X-GZIP"], "gzip"), (["", "gzip"], "gzip"), (["identity, gzip"], "gzip"),
     (["deflate"], "deflate"), (["none"], None), (["utf-8"], None)],
)  # fmt: skip
def test_a_coding_is_read_leniently(values: list[str], coding: str | None) -> None:
    assert coding == content_coding(values, URL)


@pytest.mark.parametrize("values", [["br"], ["zstd"], ["gzip, gzip"], ["gzip", "deflate"], ["nonsense"], ["x" * 9000]])
def test_other_codings_and_double_ones_are_unsupported(values: list[str]) -> None:
    with pytest.raises(FetchError) as caught:
        content_coding(values, URL)
    assert caught.value.outcome is OutcomeCode.UNSUPPORTED_TYPE
    assert len(caught.value.message) < 300
