"""Nouns go to JSON and come back the same; what is not a noun is refused with the path of the fault."""

from __future__ import annotations

import json

import pytest

from verifier.codec import from_json, json_schema, to_json, to_pretty_json
from verifier.errors import MalformedJSON, UsageError
from verifier.jobs import Submission
from verifier.model import Article, Citation, Claim, Exchange, Link, Report, Source, SourceState, Verdict

CITATION = Citation(
    id="c1",
    start=4,
    end=11,
    text="(Ż, 1)",
    sources=(Source(name="Ż", dates=("2025-09-10",), domains=("z.example",)),),
    claim=Claim(text="abc", spans=((0, 3),)),
)


def test_a_citation_survives_the_round_trip() -> None:
    assert from_json(to_json(CITATION), Citation) == CITATION


def test_spans_are_pairs_and_enums_are_words() -> None:
    assert json.loads(to_json(CITATION))["claim"]["spans"] == [[0, 3]]
    assert json.loads(to_json(Verdict.NOT_SUPPORTED)) == "not_supported"


def test_bodies_survive_the_round_trip() -> None:
    exchange = Exchange(
        url="http://a/", final_url="http://a/", status=200, headers=(("A", "b"),), body=b"\x00\xff", fetched_at="Z"
    )
    assert from_json(to_json(exchange), Exchange) == exchange
    assert exchange.header("a") == "b"
    assert exchange.header("c") is None


def test_pretty_json_is_one_document_with_a_final_newline() -> None:
    text = to_pretty_json(Article(text="ą", links=(Link(span=(0, 1), url="http://a/"),))).decode()
    assert text.endswith("}\n")
    assert '"text": "ą"' in text


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"text": 1}', b"\xff", b"{}"])
def test_what_is_no_article_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedJSON):
        from_json(data, Article)


def test_the_fault_is_a_usage_error_with_its_path() -> None:
    with pytest.raises(UsageError, match=r"\$\.published"):
        from_json(b'{"text": "a", "published": 3}', Article)


def test_unknown_fields_are_ignored_so_that_fields_may_be_added() -> None:
    assert from_json(b'{"url": "http://a/", "later": 1}', Submission).url == "http://a/"


def test_the_schema_of_the_report_names_every_state_and_verdict() -> None:
    text = json.dumps(json_schema(Report))
    assert all(f'"{state}"' in text for state in SourceState)
    assert all(f'"{verdict}"' in text for verdict in Verdict)
