"""Reads what is known of posts and of numbers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import asyncpg

from server.social.model import Grain, PostKind, Provenance
from server.storage.pages import PagedList
from server.storage.sql import load_sql
from server.storage.statement import Source

OWN = ""
"""Stands for the account itself, where others have the id of a post."""


@dataclass(frozen=True, slots=True)
class StoredValue:
    """A number as it is stored.

    Attributes:
        metric: The metric.
        grain: Whether it is about a moment or a day.
        at: When it was first collected so; of a day, its beginning.
        value: The number; None if there is none.
        provenance: Where it comes from.
        reason: Why it is not measured; None if it is.
        source: What the network calls it, or how it was computed.
        api_version: Version of the network's API.
        collected_at: When it was last collected so.
    """

    metric: str
    grain: Grain
    at: datetime
    value: float | None
    provenance: Provenance
    reason: str | None
    source: str
    api_version: str
    collected_at: datetime

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> Self:
        """The number in a row of ``social_latest`` or ``social_values``."""
        return cls(
            metric=row["metric"],
            grain=Grain(row["grain"]),
            at=row["at"],
            value=row["value"],
            provenance=Provenance(row["provenance"]),
            reason=row["reason"],
            source=row["source"],
            api_version=row["api_version"],
            collected_at=row["collected_at"],
        )


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post as it is stored.

    Attributes:
        post_id: Its id at the network.
        kind: What it is.
        title: Its title, or the beginning of its text.
        url: Its address; empty if it is not known.
        published_at: When it was published.
        collected_at: When its numbers were read last; None: not yet.
        gone_at: Since when the network no longer has it; None: it has it.
        values: Its latest numbers, by metric.
    """

    post_id: str
    kind: PostKind
    title: str
    url: str
    published_at: datetime
    collected_at: datetime | None
    gone_at: datetime | None
    values: Mapping[str, StoredValue]


async def latest_values(
    source: Source, project_id: int, posts: Collection[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, StoredValue]]:
    """The latest numbers of some posts by post and metric.

    Args:
        source: The database.
        project_id: The project.
        posts: The account and the id of each; ``OWN`` is the account itself.
    """
    rows = await load_sql(__name__, "latest_values").fetch(
        source, project=project_id, accounts=[account for account, _ in posts], posts=[post for _, post in posts]
    )
    found: dict[tuple[str, str], dict[str, StoredValue]] = {post: {} for post in posts}
    for row in rows:
        found[row["account_id"], row["post_id"]][row["metric"]] = StoredValue.from_row(row)
    return found


async def posts_with_values(
    source: Source, project_id: int, account_id: str, rows: Sequence[asyncpg.Record]
) -> list[StoredPost]:
    """The posts of an account in rows of ``social_posts``, with their latest numbers."""
    values = await latest_values(source, project_id, [(account_id, row["post_id"]) for row in rows])
    return [post_of(row, values[account_id, row["post_id"]]) for row in rows]


def post_of(row: asyncpg.Record, values: Mapping[str, StoredValue]) -> StoredPost:
    """The post in a row of ``social_posts``, with its latest numbers."""
    return StoredPost(
        post_id=row["post_id"],
        kind=PostKind(row["kind"]),
        title=row["title"],
        url=row["url"],
        published_at=row["published_at"],
        collected_at=row["collected_at"],
        gone_at=row["gone_at"],
        values=values,
    )


def posts_of(project_id: int, account_id: str) -> PagedList[StoredPost]:
    """The posts of an account, the newest first."""

    async def make(source: Source, records: Sequence[asyncpg.Record]) -> Sequence[StoredPost]:
        return await posts_with_values(source, project_id, account_id, records)

    return PagedList(
        load=lambda direction: load_sql(__name__, "posts", **direction),
        values={"project": project_id, "account": account_id},
        key={"published_at": datetime, "post_id": str},
        after={"after_time": None, "after_id": None},
        make=make,
    )
