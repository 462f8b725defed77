"""API keys: made once, shown once, kept as hashes; with scopes and a rate."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.codec import from_json, to_json
from verifier.errors import UnknownJob, UsageError
from verifier.store.base import PREFIX, Base, iso
from verifier.wording import quoted

SCOPES = ("read", "submit", "admin")

#: Calls a minute that a key may make on average, and at once.
DEFAULT_PER_MINUTE = 600
BURST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """What is known of a key; the key itself is not."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: str
    per_minute: int = DEFAULT_PER_MINUTE


class Keys(Base):
    """The part of the store that deals in API keys."""

    def create_key(self, name: str, scopes: Sequence[str], per_minute: int = DEFAULT_PER_MINUTE) -> tuple[str, ApiKey]:
        """A new key, to be shown once, and its record. Raises `UsageError` for a scope that does not exist."""
        unknown = [scope for scope in scopes if scope not in SCOPES]
        if unknown or not scopes:
            raise UsageError(
                f"there is no scope {', '.join(unknown) or '(none given)'}", "Scopes: " + ", ".join(SCOPES)
            )
        if per_minute < 1:
            raise UsageError("a key needs at least one call a minute", "Revoke it instead.")
        secret = f"verifier_{secrets.token_urlsafe(32)}"
        seconds, _ = self.client.do("TIME")
        key = ApiKey(
            id=secrets.token_hex(4),
            name=name,
            scopes=tuple(dict.fromkeys(scopes)),
            created_at=iso(int(seconds) * 1000),
            per_minute=per_minute,
        )
        # The record and the way to it are one field of one hash: no half-made key.
        self.client.do("HSET", f"{PREFIX}keys", key_hash(secret), to_json(key).decode())
        return secret, key

    def list_keys(self) -> list[ApiKey]:
        """All keys, oldest first."""
        return sorted((from_json(text, ApiKey) for text in self._all().values()), key=lambda k: (k.created_at, k.id))

    def revoke_key(self, name_or_id: str) -> int:
        """Revoke the key of that id, or all of that name; how many. Raises `UnknownJob` when there is none."""
        hits = [
            sha256
            for sha256, text in self._all().items()
            if name_or_id in ((key := from_json(text, ApiKey)).id, key.name)
        ]
        if not hits:
            raise UnknownJob(f"there is no key {quoted(name_or_id)}", "`verifier keys list` shows them.")
        return int(self.client.do("HDEL", f"{PREFIX}keys", *hits))

    def key_by_hash(self, sha256: str) -> ApiKey | None:
        """The key with that hash (see `key_hash`), or None."""
        text = self.client.do("HGET", f"{PREFIX}keys", sha256)
        return from_json(text, ApiKey) if text else None

    def key_count(self) -> int:
        """How many keys there are; with none, calls need none."""
        return int(self.client.do("HLEN", f"{PREFIX}keys"))

    def spend(self, key: ApiKey) -> float:
        """Count a call of this key: 0, or the seconds to wait before it may call again."""
        interval_ms = 60_000 / key.per_minute
        wait_ms = int(self.client.script("reserve", f"key:{key.id}", interval_ms, BURST, 0, 0))
        return max(0.0, wait_ms / 1000)

    def _all(self) -> dict[str, str]:
        return dict(self.client.do("HGETALL", f"{PREFIX}keys"))


def key_hash(secret: str) -> str:
    """What a key is kept as: SHA-256 in hex (the keys are 256 random bits, so no salt is needed)."""
    return hashlib.sha256(secret.encode()).hexdigest()
