"""What became of the last collections of accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

import asyncpg

from server.storage.sql import load_sql
from server.storage.statement import Source

KEPT_COLLECTIONS = 10
"""Collections of an account that are kept."""


class Ended(StrEnum):
    """How a collection ended: well, lost, or with one of the failures."""

    DONE = "done"
    ABANDONED = "abandoned"
    AUTH_EXPIRED = "auth_expired"
    PERMISSION_MISSING = "permission_missing"
    THROTTLED = "throttled"
    QUOTA_EXHAUSTED = "quota_exhausted"
    BILLING_STOP = "billing_stop"
    METRIC_UNSUPPORTED = "metric_unsupported"
    CONTRACT_CHANGED = "contract_changed"
    NOT_FOUND = "not_found"
    TRANSIENT = "transient"


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of an account.

    Attributes:
        started_at: When it began.
        ended_at: When it ended; None while it is under way.
        outcome: How it ended; None while it is under way.
        detail: What a failure says, in words for the owner of the account; None if there is none.
        calls: Requests to the network so far.
        posts: Posts whose numbers were read so far.
        posts_due: Posts whose numbers it reads; None before it knows them.
    """

    started_at: datetime
    ended_at: datetime | None
    outcome: Ended | None
    detail: str | None
    calls: int
    posts: int
    posts_due: int | None


@dataclass(frozen=True, slots=True)
class Collected:
    """The collections of one account.

    Attributes:
        due_at: When it is collected next, if it is connected.
        collections: The last ones, the newest first.
    """

    due_at: datetime
    collections: Sequence[Collection]


async def last_collections(source: Source, project_id: int, workspace_id: str) -> Mapping[str, Collected]:
    """The last collections of the accounts of a workspace, by account."""
    rows = await load_sql(__name__, "collections").fetch(source, project=project_id, workspace=workspace_id)
    found = {account: list(own) for account, own in groupby(rows, itemgetter("account_id"))}
    return {
        account: Collected(own[0]["due_at"], [_collection(row) for row in own if row["started_at"] is not None])
        for account, own in found.items()
    }


def _collection(row: asyncpg.Record) -> Collection:
    return Collection(
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        outcome=None if row["outcome"] is None else Ended(row["outcome"]),
        detail=row["detail"],
        calls=row["calls"],
        posts=row["posts"],
        posts_due=row["posts_due"],
    )
