"""The tree of errors. Each has a stable `code`, says if trying again may help, and gives advice.

VerifierError
├── UsageError            the caller asked for something impossible (exit 2, HTTP 400/422)
│   ├── BadParameter      a value in a call cannot be used
│   ├── SettingsError     a setting is misspelt or malformed
│   ├── MalformedJSON     JSON that is not what it should be
│   ├── UnreadableInput   the article cannot be read
│   │   └── InputTooLarge the article is over the limit
│   └── BrokenArchiveFile a WARC that cannot be read
├── FetchError            one request came to nothing; carries an `OutcomeCode`
├── ExtractionError       bytes that yield no text; carries an `OutcomeCode`
├── StoreError            the store cannot be used
│   ├── StoreUnavailable  no answer (HTTP 503)
│   ├── UnknownJob        no such id (HTTP 404)
│   ├── Conflict          the request contradicts an earlier one (HTTP 409)
│   └── LeaseLost         somebody else has taken the work over
└── JobFailed             a job ended without a report
"""

from __future__ import annotations

from verifier.model import OutcomeCode


def sentence(message: str, advice: str = "") -> str:
    """What went wrong as a sentence, and what to do after it."""
    stop = "" if message.endswith((".", "!", "?")) else "."
    return f"{message}{stop} {advice}" if advice else message


class VerifierError(Exception):
    """Base of all our errors: `message` says what and with which input, `advice` what to do."""

    code = "error"
    retryable = False

    def __init__(self, message: str, advice: str = "", *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        if code is not None:
            self.code = code


class UsageError(VerifierError):
    """The caller asked for something impossible."""

    code = "bad-usage"


class BadParameter(UsageError):
    """A value in a call that cannot be used; `parameter` is its name."""

    def __init__(self, parameter: str, message: str, advice: str = "") -> None:
        super().__init__(message, advice)
        self.parameter = parameter


class SettingsError(UsageError):
    """A setting is misspelt or malformed."""

    code = "bad-setting"


class MalformedJSON(UsageError):
    """JSON that is not what it should be."""

    code = "malformed-json"


class UnreadableInput(UsageError):
    """The article cannot be read."""

    code = "unreadable-input"


class InputTooLarge(UnreadableInput):
    """The article is over the limit."""

    code = "input-too-large"


class BrokenArchiveFile(UsageError):
    """A WARC file that cannot be read."""

    code = "broken-warc"


class FetchError(VerifierError):
    """One request came to nothing. `outcome` says how, in the closed list of codes.

    `asked` is False when we kept the question to ourselves: it says nothing about the site.
    """

    code = "fetch-failed"

    def __init__(
        self,
        outcome: OutcomeCode,
        message: str,
        *,
        retryable: bool = False,
        retry_after_s: float | None = None,
        asked: bool = True,
    ) -> None:
        super().__init__(message, code=f"fetch-{outcome.value}")
        self.outcome = outcome
        self.retryable = retryable
        self.retry_after_s = retry_after_s
        self.asked = asked


class ExtractionError(VerifierError):
    """Bytes that yield no usable text. `outcome` says why."""

    code = "extraction-failed"

    def __init__(self, outcome: OutcomeCode, message: str) -> None:
        super().__init__(message, code=f"extract-{outcome.value}")
        self.outcome = outcome


class StoreError(VerifierError):
    """The store cannot be used."""

    code = "store-error"


class StoreUnavailable(StoreError):
    """The store gives no answer."""

    code = "store-unavailable"
    retryable = True


class UnknownJob(StoreError):
    """No job, report or run has that id."""

    code = "not-found"


class Conflict(StoreError):
    """The request contradicts an earlier one."""

    code = "conflict"


class LeaseLost(StoreError):
    """The lease ran out and somebody else has taken the work over."""

    code = "lease-lost"


class JobFailed(VerifierError):
    """A job ended without a report."""

    code = "job-failed"
