"""Lists of accounts and posts by their latest numbers, the largest first, and what those of many posts are together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from server.social.accounts import Workspace, account_of
from server.social.metrics import POST_METRICS, Kind
from server.social.model import Account
from server.social.reading import OWN, StoredPost, StoredValue, latest_values, post_of, posts_with_values
from server.storage.pages import PagedList, each
from server.storage.sql import load_sql
from server.storage.statement import Source


@dataclass(frozen=True, slots=True)
class RankedAccount:
    """An account and its latest numbers, by metric."""

    account: Account
    values: Mapping[str, StoredValue]


@dataclass(frozen=True, slots=True)
class PerPost:
    """The latest numbers of some posts together.

    Attributes:
        posts: Posts that have a number.
        total: Their sum; None of what is never added up.
        average: Their mean; None without any.
        least: The smallest; None without any.
        most: The largest; None without any.
        estimated: Why some of them are estimates; None if none is.
        missing: Why some posts have none; None if all have one.
    """

    posts: int = 0
    total: float | None = None
    average: float | None = None
    least: float | None = None
    most: float | None = None
    estimated: str | None = None
    missing: str | None = None


def workspaces_by_id(project_id: int, member: str | None) -> PagedList[Workspace]:
    """The workspaces of a project by their ids: those of a member; None: all."""
    whose = {} if member is None else {"member": member}
    return PagedList(
        load=lambda direction: load_sql(__name__, "workspaces_of_member" if whose else "workspaces", **direction),
        values={"project": project_id, **whose},
        key={"workspace_id": str},
        after={"after_id": None},
        make=each(lambda row: Workspace(**row)),
    )


def ranked_posts(project_id: int, account_id: str, metric: str) -> PagedList[StoredPost]:
    """The posts of an account by a metric."""

    async def make(source: Source, records: Sequence[asyncpg.Record]) -> Sequence[StoredPost]:
        return await posts_with_values(source, project_id, account_id, records)

    return PagedList(
        load=lambda direction: load_sql(__name__, "ranked_posts", **direction),
        values={"project": project_id, "account": account_id, "metric": metric},
        key={"sort_value": float, "post_id": str},
        after={"after_worth": None, "after_id": None},
        make=make,
        order=metric,
    )


def ranked_accounts(project_id: int, workspace_id: str, metric: str) -> PagedList[RankedAccount]:
    """The accounts of a workspace by a metric."""

    async def make(source: Source, records: Sequence[asyncpg.Record]) -> Sequence[RankedAccount]:
        values = await latest_values(source, project_id, [(row["account_id"], OWN) for row in records])
        return [RankedAccount(account_of(project_id, row), values[row["account_id"], OWN]) for row in records]

    return PagedList(
        load=lambda direction: load_sql(__name__, "ranked_accounts", **direction),
        values={"project": project_id, "workspace": workspace_id, "metric": metric},
        key={"sort_value": float, "account_id": str},
        after={"after_worth": None, "after_id": None},
        make=make,
        order=metric,
    )


async def top_posts(
    source: Source,
    project_id: int,
    accounts: Sequence[Account],
    published: tuple[datetime, datetime],
    *,
    metric: str,
    limit: int,
) -> list[tuple[Account, StoredPost]]:
    """The posts of some accounts with the largest numbers of a metric, of those that were published in a range."""
    by_id = {account.account_id: account for account in accounts}
    rows = await load_sql(__name__, "top_posts").fetch(
        source,
        project=project_id,
        accounts=[*by_id],
        since=published[0],
        until=published[1],
        metric=metric,
        limit=limit,
    )
    values = await latest_values(source, project_id, [(row["account_id"], row["post_id"]) for row in rows])
    return [(by_id[row["account_id"]], post_of(row, values[row["account_id"], row["post_id"]])) for row in rows]


async def read_per_post(
    source: Source, project_id: int, accounts: Sequence[Account], published: tuple[datetime, datetime]
) -> dict[str, PerPost]:
    """The latest numbers of posts that were published in a range, by metric."""
    rows = await load_sql(__name__, "per_post").fetch(
        source,
        project=project_id,
        accounts=[account.account_id for account in accounts],
        since=published[0],
        until=published[1],
    )
    return {
        row["metric"]: PerPost(
            posts=row["posts"],
            total=row["total"] if _is_added_up(row["metric"]) else None,
            average=row["average"],
            least=row["least"],
            most=row["most"],
            estimated=row["estimated"],
            missing=row["missing"],
        )
        for row in rows
    }


def _is_added_up(metric: str) -> bool:
    return metric in POST_METRICS and POST_METRICS[metric].kind is Kind.COUNT
