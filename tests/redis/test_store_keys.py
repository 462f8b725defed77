"""API keys: shown once, kept hashed, scoped, revocable, slowed down."""

from __future__ import annotations

import pytest

from verifier.errors import UnknownJob, UsageError
from verifier.store import Store, key_hash


def test_a_key_is_found_by_its_hash_and_kept_nowhere_itself(store: Store) -> None:
    secret, made = store.create_key("desk", ["read", "submit", "read"])
    assert store.key_by_hash(key_hash(secret)) == made
    assert (made.name, made.scopes, store.key_count()) == ("desk", ("read", "submit"), 1)
    assert secret not in str(store.client.do("HGETALL", "verifier:keys"))
    assert store.key_by_hash(key_hash(secret + "x")) is None


def test_two_keys_are_never_alike(store: Store) -> None:
    assert store.create_key("desk", ["read"])[0] != store.create_key("desk", ["read"])[0]
    assert len(store.list_keys()) == 2


@pytest.mark.parametrize("scopes", [[], ["write"], ["read", "root"]])
def test_a_scope_that_does_not_exist_is_refused(store: Store, scopes: list[str]) -> None:
    with pytest.raises(UsageError, match="scope"):
        store.create_key("desk", scopes)
    assert store.key_count() == 0


def test_a_revoked_key_is_gone_by_id_or_by_name(store: Store) -> None:
    first, second = store.create_key("a", ["read"]), store.create_key("b", ["admin"])
    assert store.revoke_key(first[1].id) == 1
    assert store.revoke_key("b") == 1
    assert [store.key_by_hash(key_hash(secret)) for secret, _ in (first, second)] == [None, None]
    with pytest.raises(UnknownJob, match="no key"):
        store.revoke_key("b")


def test_a_key_that_calls_too_often_is_told_how_long_to_wait(store: Store) -> None:
    key = store.create_key("greedy", ["read"], per_minute=1)[1]
    modest = store.create_key("modest", ["read"], per_minute=1)[1]
    waits = [store.spend(key) for _ in range(61)]
    assert waits[:60] == [0.0] * 60
    assert 50 < waits[60] <= 60
    assert store.spend(modest) == 0.0


def test_a_rate_below_one_call_a_minute_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="at least one"):
        store.create_key("never", ["read"], per_minute=0)
