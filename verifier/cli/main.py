"""The `verifier` command: its subcommands, and what each kind of failure says and exits with."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

from verifier import __version__
from verifier.cli.batch import batch
from verifier.cli.check import check
from verifier.cli.cleanup import cleanup
from verifier.cli.doctor import doctor
from verifier.cli.keys import keys
from verifier.cli.offline import citations, judge
from verifier.cli.remote import cancel, list_articles, report, status, submit
from verifier.cli.saying import say
from verifier.cli.serve import serve
from verifier.errors import UnknownJob, UsageError, VerifierError

COMPLETE, MATCHED, BAD_INPUT, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="verifier")
def cli() -> None:
    """Check whether an article's sources say what the article says they say.

    \b
    Example:
      verifier check article.html
    """


for command in (
    check,
    citations,
    judge,
    serve,
    submit,
    status,
    report,
    list_articles,
    cancel,
    batch,
    keys,
    doctor,
    cleanup,
):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with the exit code of the contract; no traceback reaches a person."""
    _open_standard_streams()
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _interrupt)
    code = run(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not break into the interpreter's own end
    sys.exit(code)


def _open_standard_streams() -> None:
    """A stream that was closed (`2>&-`) becomes the void: else a file we open takes its number, and progress its place.

    Python leaves None where a stream was closed, and `print(file=None)` writes to stdout.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    try:
        return int(cli.main(args=arguments, prog_name="verifier", standalone_mode=False) or COMPLETE)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("interrupted. What was done is kept: the same command goes on from there.")
        return INTERRUPTED
    except click.ClickException as error:
        error.show(file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader went away (`| head`): nobody is left to tell, and Python must not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COMPLETE
    except VerifierError as error:
        say(error.message, error.advice)
        return BAD_INPUT if isinstance(error, UsageError | UnknownJob) else INCOMPLETE
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        say(f"the system refused: {error.strerror or error}{where}. Free space, or mend the path or its rights.")
        return INCOMPLETE
    except Exception as error:
        say(f"an error of ours, {type(error).__name__}: {error}. Please report it; {_keep_traceback()}")
        return INCOMPLETE


def _keep_traceback() -> str:
    import tempfile
    import traceback

    try:
        with tempfile.NamedTemporaryFile("w", prefix="verifier-", suffix=".txt", delete=False) as file:
            traceback.print_exc(file=file)
    except OSError:
        return "the details could not be written down."
    return f"the details are in {file.name}"


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
