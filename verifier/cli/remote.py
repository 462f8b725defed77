"""`verifier submit / status / report / list / cancel`: the same work through a running service."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from verifier.cli.articles import take
from verifier.cli.check import FORMATS, format_of, iso_day, write_whole
from verifier.errors import Conflict, JobFailed, StoreUnavailable, UnknownJob, UsageError, VerifierError
from verifier.settings import Settings, load_settings
from verifier.wording import quoted

_SUFFIX = {
    "json": ".json",
    "html": ".html",
    "markdown": ".md",
    "csv": ".csv",
    "claimreview": ".claimreview.json",
    "annotations": ".annotations.json",
}
_TIMEOUT_S = 40.0


def _ask(settings: Settings, method: str, path: str, **request: Any) -> Any:
    """One call to the service; its problems become our errors."""
    import httpx

    headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    headers.update(request.pop("headers", {}))
    url = settings.server_url.rstrip("/") + path
    try:
        answer = httpx.request(method, url, headers=headers, timeout=_TIMEOUT_S, trust_env=False, **request)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise StoreUnavailable(
            f"no service answers at {settings.server_url}: {error}",
            "Start it with `verifier serve`, or set VERIFIER_SERVER_URL.",
        ) from error
    if answer.is_success:
        return answer
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    message = problem.get("detail") or problem.get("title") or f"the service answered {answer.status_code} to {url}"
    by_status: dict[int, type[VerifierError]] = {404: UnknownJob, 409: Conflict, 503: StoreUnavailable}
    kind = by_status.get(answer.status_code, UsageError if answer.status_code < 500 else JobFailed)
    raise kind(message, "", code=problem.get("code"))


@click.command()
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@click.option("--published", callback=iso_day, metavar="YYYY-MM-DD", help="The article's date, when it does not say.")
@click.option("--recheck", is_flag=True, help="Do the work again although there is a report.")
def submit(articles: tuple[str, ...], published: str | None, recheck: bool) -> None:
    """Hand articles to the service; prints each one's id and address.

    \b
    Example:
      verifier submit article.html
    """
    settings = load_settings()
    for argument in articles:
        handed = take(argument, settings)
        query = {key: value for key, value in (("published", published), ("recheck", "true" * recheck)) if value}
        if handed.url is not None:
            answer = _ask(settings, "POST", "/articles", json={"url": handed.url, "recheck": recheck, **query})
        else:
            headers = {"Content-Type": handed.media_type or "text/plain"}
            answer = _ask(settings, "POST", "/articles", content=handed.body, headers=headers, params=query)
        document = answer.json()
        click.echo(f"{document['id']}\t{settings.server_url.rstrip('/')}/articles/{document['id']}")


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--wait", is_flag=True, help="Return when it has ended.")
def status(ids: tuple[str, ...], wait: bool) -> None:
    """Print where each article stands, one JSON document a line.

    \b
    Example:
      verifier status 3f1c --wait
    """
    settings = load_settings()
    for job_id in ids:
        document = _ask(settings, "GET", f"/articles/{job_id}").json()
        while wait and document["state"] in ("queued", "running"):
            document = _ask(settings, "GET", f"/articles/{job_id}", params={"wait": "25"}).json()
        click.echo(json.dumps(document, ensure_ascii=False))


@click.command()
@click.argument("job_id", metavar="ID")
@click.option("--format", "output_format", type=click.Choice(FORMATS), help="Default: text on a terminal, else json.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write there; suffix sets format."
)
@click.option("--warc", type=click.Path(path_type=Path, dir_okay=False), help="Keep what it was made of as a WARC.")
def report(job_id: str, output_format: str | None, output: Path | None, warc: Path | None) -> None:
    """Print the report of an article; its evidence goes into a file that `verifier check --replay` reads.

    \b
    Examples:
      verifier report 3f1c -o report.html
      verifier report 3f1c --warc evidence.warc.gz
    """
    settings = load_settings()
    if warc is not None:
        if not warc.name.endswith(".warc.gz"):
            raise UsageError(
                f"the evidence cannot be written as {quoted(warc.name)}", "Give a name that ends in .warc.gz."
            )
        write_whole(warc, _ask(settings, "GET", f"/articles/{job_id}/report.warc.gz").content)
    wanted = output_format or format_of(output)
    body: bytes = _ask(settings, "GET", f"/articles/{job_id}/report{_SUFFIX.get(wanted, '.json')}").content
    if wanted == "text":
        from verifier.codec import from_json
        from verifier.model import Report
        from verifier.report import render

        body = render(from_json(body, Report), "text")
    if output:
        write_whole(output, body)
    else:
        sys.stdout.buffer.write(body)


@click.command("list")
@click.option("--state", type=click.Choice(["queued", "running", "done", "failed", "cancelled"]))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
def list_articles(state: str | None, limit: int) -> None:
    """List the articles the service knows, newest first, one JSON document a line.

    \b
    Example:
      verifier list --state failed
    """
    settings = load_settings()
    query = {key: value for key, value in (("state", state), ("limit", str(min(limit, 100)))) if value}
    left = limit
    while left > 0:
        page = _ask(settings, "GET", "/articles", params=query).json()
        for row in page["articles"][:left]:
            click.echo(json.dumps(row, ensure_ascii=False))
        left -= len(page["articles"])
        if not page.get("next"):
            return
        query["cursor"] = page["next"]


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
def cancel(ids: tuple[str, ...]) -> None:
    """Cancel what is running and remove what has ended.

    \b
    Example:
      verifier cancel 3f1c
    """
    settings = load_settings()
    for job_id in ids:
        _ask(settings, "DELETE", f"/articles/{job_id}")
        click.echo(job_id)
