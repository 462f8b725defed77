"""`verifier citations` and `verifier judge`: no network, no store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

from verifier.cli.articles import take
from verifier.cli.check import iso_day
from verifier.errors import UnreadableInput, UsageError
from verifier.settings import load_settings


@click.command()
@click.argument("article", metavar="ARTICLE")
@click.option("--published", callback=iso_day, metavar="YYYY-MM-DD", help="The article's date, when it does not say.")
@click.option("--base-url", metavar="URL", help="What relative links of the article are relative to.")
def citations(article: str, published: str | None, base_url: str | None) -> None:
    """Print the citations of ARTICLE (a path or -) and the claim each one backs, as JSON.

    \b
    Example:
      verifier citations article.html | jq '.citations[].sources[].name'
    """
    settings = load_settings()
    handed = take(article, settings)
    if handed.url is not None:
        raise UsageError(
            f"`citations` uses no network, so it cannot read {handed.url}",
            "Save the page and give the file, or use `verifier check`.",
        )
    from verifier.codec import to_pretty_json
    from verifier.pipeline import cite
    from verifier.read import read_article

    text = read_article(
        handed.body,
        media_type=handed.media_type,
        name=handed.name,
        base_url=base_url,
        published=published,
        settings=settings,
    )
    sys.stdout.buffer.write(to_pretty_json(cite(text, settings)))


@click.command()
@click.argument("pairs", metavar="[PAIRS]", default="-")
def judge(pairs: str) -> None:
    """Judge claim-source pairs (JSON Lines, a path or -): one verdict a line, in the same order.

    \b
    Example:
      echo '{"id": "1", "claim": "Two died.", "source": "Two people died on Monday."}' | verifier judge
    """
    settings = load_settings()
    with _open_lines(pairs) as lines:
        from verifier.judge import load_scorer
        from verifier.judge.pairs import judge_lines

        for line in judge_lines(lines, load_scorer(settings.scorer, settings)):
            sys.stdout.buffer.write(line.rstrip(b"\n") + b"\n")
            sys.stdout.buffer.flush()


def _open_lines(pairs: str) -> BinaryIO:
    if pairs == "-":
        return sys.stdin.buffer
    try:
        return Path(pairs).open("rb")
    except OSError as error:
        raise UnreadableInput(f"cannot read {pairs}: {error.strerror}", "Check the path and its rights.") from error
