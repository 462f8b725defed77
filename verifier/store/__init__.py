"""The store: the truth about jobs, work, pages, runs and keys, kept in Redis or Valkey; bodies lie in files.

Keys, all below `verifier:` (one server, no cluster; times in ms by the server's clock):

    job:{id}                    hash: state, generation, submission, title, citations, done, counts, error, …
    jobs, jobs:{state}          zsets: id by time of acceptance
    events:{id}                 stream: every change of a job's status, the newest 200
    reports:{id}                hash: generation → the report as JSON, written once each
    read:{id}                   hash: generation of a report → hash of the record of what was found in the article
    ties:{id}:{gen}             hash: p:{page} → citations leaning on it, c:{citation} → its pages
    obtained:{id}:{gen}         hash: page → hash of the record of what came of it, kept as long as the report
    judged, settled:{id}:{gen}  hash: page → judgements; set: citations all of whose pages are judged
    page:{page}                 hash: target, newest record, fetched_ms, readable; waiting:{page} set: {id}:{gen}
    due:{queue}                 zset: unit by the time its bell was rung last
    leases, holders, deaths     zset: unit by expiry; hashes: unit → "token owner claimed_ms", unit → times died
    outbox                      list: doorbells that a relay in some worker turns into queue messages
    served, workers, beating:{queue}   heartbeats that came out of the queues
    run:{id}, :jobs, :pending, :failed; runs; {kind}:{date}; runs_of:{job}
    name                        string: what the folder of bodies knows this store by
    cleaning                    somebody deletes what nobody needs
    keys, idempotency:{…}, turn:{…}, blocked:{…}, visit:{…}
    robots:{origin}             string: the site's robots.txt, as long as it holds
    breaker, failures, refusals:{archive}   strings, list: until when it is left alone, and why
"""

from __future__ import annotations

from functools import partial

from verifier.settings import Settings
from verifier.store.api_keys import ApiKey, Keys, key_hash
from verifier.store.base import name_of
from verifier.store.blobs import FileBlobs
from verifier.store.breakers import SharedBreaker
from verifier.store.client import Client
from verifier.store.embedded import embedded_server, socket_url
from verifier.store.health import Health, HealthCheck
from verifier.store.jobs import Event
from verifier.store.keeping import Cleaned, Keeping
from verifier.store.politeness import SharedPoliteness
from verifier.store.records import CitationJudged, Found, job_id_for, page_id
from verifier.store.robots import SharedRobots
from verifier.store.runs import Runs
from verifier.store.units import Held, Lease, Units

__all__ = [
    "ApiKey",
    "CitationJudged",
    "Cleaned",
    "Event",
    "FileBlobs",
    "Found",
    "Health",
    "Held",
    "Lease",
    "SharedBreaker",
    "SharedPoliteness",
    "SharedRobots",
    "Store",
    "embedded_server",
    "job_id_for",
    "key_hash",
    "open_store",
    "page_id",
    "socket_url",
]


class Store(Runs, Units, Keys, Keeping, HealthCheck):
    """Everything kept. Every method may raise `StoreUnavailable`. Threads and forks may share one."""

    @property
    def politeness(self) -> SharedPoliteness:
        """Turns at the sites, shared by everybody who uses this store."""
        return SharedPoliteness(self.client)

    @property
    def robots(self) -> SharedRobots:
        """What sites say in robots.txt, read by any process."""
        return SharedRobots(self.client)

    @property
    def breaker(self) -> SharedBreaker:
        """Archives that are left alone, by everybody who uses this store."""
        return SharedBreaker(self.client)

    def close(self) -> None:
        """Give the connections back."""
        self.client.close()


def open_store(settings: Settings) -> Store:
    """The store of these settings; without a `redis_url` the embedded server's, which must be running.

    Nothing is asked of the server yet, so this never fails for want of one.
    """
    client = Client(settings.redis_url or socket_url(settings))
    return Store(client, FileBlobs(settings.data_dir / "blobs", partial(name_of, client)), settings)
