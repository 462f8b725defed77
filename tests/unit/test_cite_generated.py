"""Thousands of composed articles: no crash, the same answer twice, findings that hold together and survive JSON.

A few hundred are tried by default, the same ones each time; `GENERATED_ARTICLES=20000` tries so many new ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.generated import articles, texts
from support.soundness import assert_sound

from verifier.cite import find_citations
from verifier.codec import from_json, to_builtins, to_json
from verifier.model import Article, Citations

MANY = int(os.environ.get("GENERATED_ARTICLES", "0"))
CONTRACT = json.loads((Path(__file__).parents[1] / "contract" / "contract.schema.json").read_text("utf-8"))
SHAPE = jsonschema.Draft202012Validator({"$ref": "#/$defs/citations", "$defs": CONTRACT["$defs"]})
PLAIN = "The harbour was quiet on the next morning, and nobody in the town could say why it was so."


def tried(count: int) -> settings:
    """`count` examples, or the given share of `GENERATED_ARTICLES`."""
    return settings(
        max_examples=MANY * count // 300 or count,
        deadline=None,
        derandomize=not MANY,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )


def found_only(found: Citations) -> dict[str, Any]:
    return {name: part for name, part in to_builtins(found).items() if name != "article"}


pytestmark = pytest.mark.timeout(600 + MANY)


@tried(300)
@given(articles())
def test_whatever_is_handed_in_the_findings_hold_together(article: Article) -> None:
    found = find_citations(article)
    assert_sound(found)
    assert found.article is article
    assert found == find_citations(article)
    written = to_json(found)
    assert from_json(written, Citations) == found
    document = json.loads(written)
    document["article"] |= {"published": None, "language": None}  # the caller's, as they came
    SHAPE.validate(document)


@tried(60)
@given(articles(), st.sampled_from(["\n\n", "\n \n\n", "\n\t\n", "\n" * 40]))
def test_blank_lines_at_the_end_change_nothing(article: Article, blank: str) -> None:
    longer = Article(
        text=article.text + blank, published=article.published, language=article.language, title=article.title,
        url=article.url, links=article.links,
    )  # fmt: skip
    assert found_only(find_citations(longer)) == found_only(find_citations(article))


@tried(60)
@given(texts(calm=True))
def test_a_further_paragraph_leaves_the_citations_before_it_alone(made: tuple[str, str]) -> None:
    text, language = made
    text = f"{text}\n\n{PLAIN}"  # else the end of the text may cut a bracket off
    before, after = (
        find_citations(Article(text=one, published="2025-09-24", language=language))
        for one in (text, f"{text}\n\n{PLAIN}")
    )
    assert [(one.start, one.end, one.sources) for one in after.citations] == [
        (one.start, one.end, one.sources) for one in before.citations
    ]


def test_another_process_finds_the_same() -> None:
    """Sets and dicts are laid out anew in each process; the findings must not depend on it."""
    made: list[Article] = []

    @settings(tried(40), phases=(Phase.generate,))
    @given(articles())
    def collect(article: Article) -> None:
        made.append(article)

    collect()
    code = (
        "import sys; from verifier.cite import find_citations; from verifier.codec import from_json, to_json; "
        "from verifier.model import Article; "
        "[print(to_json(find_citations(from_json(line, Article))).decode()) for line in sys.stdin]"
    )
    told = b"\n".join(to_json(article) for article in made)
    answers = [
        subprocess.run(
            [sys.executable, "-c", code], input=told, capture_output=True, timeout=60 + MANY, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert answers[0] == answers[1]
    assert [from_json(line, Citations) for line in answers[0].splitlines()] == [find_citations(one) for one in made]
