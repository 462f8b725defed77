"""`verifier keys`: make, list and revoke API keys."""

from __future__ import annotations

import click

from verifier.cli.local import local_store
from verifier.errors import UsageError
from verifier.settings import load_settings

SCOPES = ("read", "submit", "admin")


@click.group()
def keys() -> None:
    """Make, list and revoke API keys. Once one exists, every call needs one.

    \b
    Example:
      verifier keys create --name newsroom --scope read,submit
    """


@keys.command()
@click.option("--name", required=True, help="Whose key it is.")
@click.option("--scope", default="read", show_default=True, help=f"Of {', '.join(SCOPES)}, separated by commas.")
def create(name: str, scope: str) -> None:
    """Make a key and print it once.

    \b
    Example:
      verifier keys create --name newsroom --scope read,submit
    """
    scopes = tuple(part.strip() for part in scope.split(",") if part.strip())
    unknown = [part for part in scopes if part not in SCOPES]
    if unknown or not scopes:
        raise UsageError(f"{', '.join(unknown) or 'nothing'} is not a scope", f"Choose of {', '.join(SCOPES)}.")
    with local_store(load_settings()) as (store, _):
        secret, _ = store.create_key(name, scopes)
        click.echo(secret)


@keys.command("list")
def list_keys() -> None:
    """List the keys: id, name, scopes, when made.

    \b
    Example:
      verifier keys list
    """
    with local_store(load_settings()) as (store, _):
        for key in store.list_keys():
            click.echo(f"{key.id}\t{key.name}\t{','.join(key.scopes)}\t{key.created_at}")


@keys.command()
@click.argument("key_id", metavar="ID_OR_NAME")
def revoke(key_id: str) -> None:
    """Make a key worthless.

    \b
    Example:
      verifier keys revoke newsroom
    """
    with local_store(load_settings()) as (store, _):
        store.revoke_key(key_id)
        click.echo(key_id)
