"""The address of a post or video → which one it is, and the addresses under which its platform tells of it; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from verifier.model import Exchange, Outcome, OutcomeCode, SourceState
from verifier.pages import host_of

_VIDEO_ID = re.compile(r"[\w-]{11}", re.ASCII)
_VIDEO_PATHS = frozenset({"shorts", "live", "embed", "v"})
_CHANNEL = re.compile(r"[A-Za-z]\w{3,31}", re.ASCII)
_NUMBER = re.compile(r"\d{1,20}", re.ASCII)
_USER = re.compile(r"\w{1,20}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post: `kind` is `video` (YouTube), `message` (Telegram) or `embedded` (X); `url` is its usual address."""

    platform: str
    kind: str
    id: str
    url: str


def post_at(url: str) -> Post | None:
    """The post that an address means; None for channels, private places and everything else."""
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query)
    except ValueError:
        return None
    path = [part for part in parts.path.split("/") if part]
    host = host_of(url).removeprefix("m.").removeprefix("mobile.")
    if host in ("youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtu.be"):
        return _video(host, path, query.get("v", [""])[0])
    if host in ("t.me", "telegram.me", "telegram.dog"):
        return _message(path)
    if host in ("x.com", "twitter.com"):
        return _status(path)
    return None


def oembed_url(post: Post) -> str:
    """Where the platform tells others how to show the post."""
    if post.kind == "video":
        return "https://www.youtube.com/oembed?" + urlencode({"url": post.url, "format": "json"})
    return "https://publish.twitter.com/oembed?" + urlencode({"url": post.url, "omit_script": "1", "dnt": "1"})


def message_urls(post: Post) -> tuple[str, str]:
    """Where a message is shown: as others embed it, and among its neighbours in the channel's preview."""
    channel, _, number = post.id.partition("/")
    return f"https://t.me/{post.id}?embed=1&mode=tme", f"https://t.me/s/{channel}/{number}"


def first_question(post: Post) -> str:
    """The address that is asked before all others about the post."""
    return message_urls(post)[0] if post.kind == "message" else oembed_url(post)


def refusal(post: Post, answer: Exchange) -> Outcome | None:
    """What an answer of a platform's interface says of a post that it does not show; None when it says nothing sure.

    A video that others may not embed is refused as a private one is, so that is left to its page.
    """
    if answer.status in (404, 410) or (answer.status == 400 and post.kind == "video"):
        reason = (
            f"{post.platform} says that there is no such {_word(post)} ({answer.status}): it was deleted, or never was."
        )
        return Outcome(code=OutcomeCode.NOT_FOUND, state=SourceState.GONE, reason=reason)
    if answer.status in (401, 403) and post.kind == "embedded":
        return needs_login(post, f"{post.platform} shows this post only to people its author lets see it.")
    return None


def is_missing_message(page: bytes) -> bool:
    """Whether the frame of an embedded message says that there is none."""
    return b"tgme_widget_message_error" in page and b"tgme_widget_message_text" not in page


def needs_login(post: Post, reason: str | None = None) -> Outcome:
    """The outcome of a post that only people who are logged in may see."""
    told = reason or f"{post.platform} shows this {_word(post)} only to people who are logged in."
    return Outcome(code=OutcomeCode.NEEDS_LOGIN, state=SourceState.LOGIN_REQUIRED, reason=told)


def _word(post: Post) -> str:
    return "video" if post.kind == "video" else "post"


def _video(host: str, path: list[str], asked: str) -> Post | None:
    found = asked
    if host == "youtu.be":
        found = path[0] if path else ""
    elif len(path) > 1 and path[0] in _VIDEO_PATHS:
        found = path[1]
    elif path != ["watch"]:
        return None
    if not _VIDEO_ID.fullmatch(found):
        return None
    return Post(platform="YouTube", kind="video", id=found, url=f"https://www.youtube.com/watch?v={found}")


def _message(path: list[str]) -> Post | None:
    rest = path[1:] if path[:1] == ["s"] else path
    # `t.me/c/…` and `t.me/+…` are private; topics put a number between group and message.
    if not 2 <= len(rest) <= 3 or not _CHANNEL.fullmatch(rest[0]) or not _NUMBER.fullmatch(rest[-1]):
        return None
    name = f"{rest[0]}/{rest[-1]}"
    return Post(platform="Telegram", kind="message", id=name, url=f"https://t.me/{name}")


def _status(path: list[str]) -> Post | None:
    if len(path) < 3 or path[1] not in ("status", "statuses") or not _NUMBER.fullmatch(path[2]):
        return None
    user = path[0] if _USER.fullmatch(path[0]) else "i"
    return Post(
        platform="X", kind="embedded", id=f"{user}/{path[2]}", url=f"https://twitter.com/{user}/status/{path[2]}"
    )
