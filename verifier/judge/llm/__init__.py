"""Claims and a page in, what a language model behind an OpenAI-compatible endpoint makes of them out (`SCORER=llm`).

    pairs ─► questions ─► passages by number ─► client ─► answers by number ─► checks ─► Judgement
                 └── kept answers                 └── anything wrong: the embedded judge, which says why

The model gets text as data and gives back numbers and labels; no word of its own is ever shown.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from verifier.errors import SettingsError
from verifier.judge.llm.cache import Answers
from verifier.judge.llm.client import Client, Endpoint
from verifier.judge.llm.scorer import LanguageModelScorer
from verifier.judge.llm.spending import Spending
from verifier.settings import Settings

__all__ = ["kept_answers", "open_language_model"]

_EXAMPLE = "Set it to the address before /chat/completions, such as http://127.0.0.1:11434/v1."


def open_language_model(settings: Settings) -> LanguageModelScorer:
    """The scorer for the endpoint of these settings; nothing is asked yet. Raises `SettingsError`."""
    endpoint = read_endpoint(settings)
    return LanguageModelScorer(
        settings,
        Client(endpoint),
        kept_answers(settings),
        Spending(settings.data_dir / "llm" / "spent", settings.llm_article_calls),
    )


def kept_answers(settings: Settings) -> Answers:
    """The answers that are kept under these settings."""
    return Answers(settings.data_dir / "llm" / "answers", settings.llm_cache_bytes)


def read_endpoint(settings: Settings) -> Endpoint:
    """The endpoint as it was set. The messages never repeat the address or the key: both may hold secrets."""
    if not settings.llm_url:
        raise SettingsError("the scorer 'llm' needs VERIFIER_LLM_URL", _EXAMPLE)
    if not settings.llm_model:
        raise SettingsError("the scorer 'llm' needs VERIFIER_LLM_MODEL", "Set it to a model that the endpoint serves.")
    try:
        parts = urlsplit(settings.llm_url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise SettingsError("VERIFIER_LLM_URL is not an address", _EXAMPLE) from error
    if parts.scheme not in ("http", "https") or not host or not re.fullmatch(r"[!-~]+", settings.llm_url):
        raise SettingsError("VERIFIER_LLM_URL is not an address that starts with http:// or https://", _EXAMPLE)
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise SettingsError(
            "VERIFIER_LLM_URL holds a user, a password or a query, which would be shown to whoever lists the settings",
            "Give the address alone and put the key into VERIFIER_LLM_KEY.",
        )
    key = (settings.llm_key or "").strip() or None
    if key is not None and not re.fullmatch(r"[!-~]+", key):
        raise SettingsError(
            "VERIFIER_LLM_KEY holds a blank or a letter that no key has", "Copy the key again; it is one word."
        )
    url = settings.llm_url.rstrip("/").removesuffix("/chat/completions") + "/chat/completions"
    return Endpoint(
        url=url, host=parts.netloc, model=settings.llm_model.strip(), key=key, timeout_s=settings.llm_timeout_s
    )
