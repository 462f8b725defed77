"""`verifier cleanup`: articles past their time and bodies that no report needs go away."""

from __future__ import annotations

import click

from verifier.cli.local import local_store
from verifier.cli.saying import say
from verifier.settings import load_settings


@click.command()
@click.option(
    "--retention-days",
    type=click.IntRange(0, 36_500),
    help="Delete what nobody handed in, saw or used for so long; default: VERIFIER_RETENTION_DAYS, 0 for none.",
)
def cleanup(retention_days: int | None) -> None:
    """Delete articles past their time, with their reports, and the bodies that no report needs.

    As old headlines and answers of a language model, which were not seen or used for so long, go too.

    Workers with a clock do the same every hour; bodies stay for an hour after they were last handed in.

    \b
    Example:
      verifier cleanup --retention-days 90
    """
    from verifier.cleaning import clean_up

    with local_store(load_settings()) as (store, settings):
        cleaned = clean_up(store, settings, retention_days)
    if cleaned is None:
        say("a clean-up is under way already")
    else:
        click.echo(
            f"{cleaned.articles} articles and {cleaned.bodies} bodies deleted, {cleaned.freed_bytes} bytes freed; "
            f"{cleaned.headlines} headlines and {cleaned.answers} answers of a language model forgotten"
        )
