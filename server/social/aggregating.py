"""Aggregations: when a day, a week or a month of a workspace is over by its clock, its days are written once more.

Collections write days as they go, so an aggregation only repairs what a killed one left out. It notifies subscribers,
and deletes series and days that were kept for long enough.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import asyncpg
import structlog

from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.social.accounts import Workspace, find_account, find_workspace, list_accounts
from server.social.days import DAY, beginning, fold_account
from server.social.model import Account
from server.social.reading import OWN
from server.storage.database import Pool, close_pool, open_pool
from server.storage.revision import newest_revision, require_schema
from server.storage.sql import load_sql
from server.storage.statement import Source

SLICE_POSTS = 50
"""Posts whose old numbers one transaction deletes."""
NEEDED = newest_revision()
LEASE = timedelta(minutes=1)
POSTPONED = timedelta(minutes=5)
"""How long a workspace waits that could not be aggregated."""
KEPT_DAYS = (7, 36_600)
"""Days for which series and days may be kept: networks still change the last ones."""

_log = structlog.get_logger(__name__)


class Period(StrEnum):
    """What is aggregated when it is over."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


HOURS: Mapping[Period, int] = {Period.DAY: 0, Period.WEEK: 1, Period.MONTH: 2}
"""The hour of the workspace's clock at which each is aggregated: every day, on Mondays, on the first of a month."""


@dataclass(frozen=True, slots=True)
class Aggregation:
    """What was aggregated.

    Attributes:
        project_id: The project.
        workspace_id: The workspace.
        periods: What was due.
        since: The first day that was written again.
    """

    project_id: int
    workspace_id: str
    periods: frozenset[Period]
    since: date


def next_due(period: Period, now: datetime, zone: ZoneInfo) -> datetime:
    """When the current day, week or month is aggregated: the first moment after now at which the clock shows its hour.

    Of a time that the clock skips, the moment at which it does; of one that it shows twice, the first.
    """
    first = _first_day(period, now.astimezone(zone).date())
    while (due := _at_hour(first, HOURS[period], zone)) <= now:
        first = _following(period, first)
    return due


async def aggregate_due(pool: Pool, now: datetime | None = None, lease: timedelta = LEASE) -> list[Aggregation]:
    """Aggregates all workspaces that are due, each by one process.

    Args:
        pool: The database of a cell.
        now: The time; None: that of the database, which all processes have.
        lease: After which a workspace whose process gives no sign of life is aggregated by another one.
    """
    done = []
    while (taken := await _take(pool, now, lease)) is not None:
        aggregation = await taken.run()
        if aggregation is not None:
            done.append(aggregation)
    return done


async def aggregate_now(
    settings: Settings, project_id: int, workspace_id: str, account_id: str | None, *, since: date | None
) -> Aggregation | None:
    """Aggregates a workspace, as a command does; None if a worker does it at this moment.

    Args:
        settings: Those of the project's cell.
        project_id: The project.
        workspace_id: The workspace.
        account_id: Only this one of its accounts is written again from ``since`` on; None: all.
        since: See ``want_aggregation``.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such workspace or account.
    """
    pool = await open_pool(settings, application="social", size=2)
    try:
        accounts = None if account_id is None else [(await find_account(pool, project_id, account_id)).account_id]
        await want_aggregation(pool, project_id, workspace_id, accounts, since=since)
        lease = timedelta(seconds=settings.social_lease)
        taken = await _take(pool, None, lease, project_id, workspace_id)
        return None if taken is None else await taken.run()
    finally:
        await close_pool(pool)


async def _take(
    pool: Pool, now: datetime | None, lease: timedelta, project_id: int | None = None, workspace_id: str | None = None
) -> "_Taken | None":
    """Takes a workspace that is due, one or any; None if there is none.

    Raises:
        SchemaRefused: This version must not aggregate on the schema of the database.
    """
    await require_schema(pool, NEEDED)
    aggregation = uuid4()
    row = await load_sql(__name__, "take_aggregation").fetchrow(
        pool, now=now, lease=lease, aggregation=aggregation, project=project_id, workspace=workspace_id
    )
    return None if row is None else _Taken(pool, row, aggregation, lease)


class _Overtaken(Exception):  # noqa: N818 - nothing is wrong
    """Another process has taken the workspace."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """An aggregation that has its workspace. If the process is killed, the workspace stays due."""

    pool: Pool
    row: asyncpg.Record
    aggregation: UUID
    lease: timedelta

    async def run(self) -> Aggregation | None:
        """Aggregates the workspace; None if it took so long that another process has it.

        One that cannot be aggregated waits for a while, so that others get their turn.
        """
        try:
            done = await self._aggregate()
        except _Overtaken:
            _log.warning("a workspace was taken away from its aggregation", workspace=self.row["workspace_id"])
            return None
        except asyncio.CancelledError:
            with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):  # then its time runs out
                await self._say("release_aggregation")
            raise
        except Exception:
            await self._say("postpone_aggregation", until=self.row["now"] + POSTPONED)
            raise
        _log.info(
            "a workspace was aggregated",
            project=done.project_id,
            workspace=done.workspace_id,
            periods=sorted(period.value for period in done.periods),
            since=done.since.isoformat(),
        )
        return done

    async def _aggregate(self) -> Aggregation:
        row, now, zone = self.row, self.row["now"], ZoneInfo(self.row["timezone"])
        project_id, workspace_id = row["project_id"], row["workspace_id"]
        dues = {period: row[f"{period}_due_at"] or now for period in Period}
        periods = {period for period, due in dues.items() if due <= now}
        if row["wanted_at"] is not None:
            periods.add(Period.DAY)
        since = min(_ended(period, min(dues[period], now), zone) for period in periods)
        accounts = await list_accounts(self.pool, project_id, workspace_id)
        for account in accounts:
            await self._keep()
            first = min(since, row["wanted_since"]) if self._wants(account) else since
            async with self.pool.acquire() as connection, connection.transaction():
                await fold_account(connection, project_id, account.account_id, now, since=first)
            await self._let_go(account.account_id, now.astimezone(zone).date())
        noted = await self._say(
            "note_aggregation",
            kinds=["social_workspace", *("social_account" for _ in accounts)],
            ids=[workspace_id, *(account.account_id for account in accounts)],
            now=now,
            wanted_at=row["wanted_at"],
            **{f"{period}_due": next_due(period, now, zone) for period in Period},
        )
        if noted is None:
            raise _Overtaken
        return Aggregation(project_id, workspace_id, frozenset(periods), since)

    def _wants(self, account: Account) -> bool:
        """Whether a person wants days of an account to be written again."""
        accounts = self.row["wanted_accounts"]
        return self.row["wanted_at"] is not None and (accounts is None or account.account_id in accounts)

    async def _let_go(self, account_id: str, today: date) -> None:
        """Deletes what a workspace no longer keeps of an account; of each series the newest number before stays."""
        workspace, pool = self.row, self.pool
        which = {"project": workspace["project_id"], "account": account_id}
        if workspace["series_days"] is not None:
            await self._let_series_go(account_id, today - DAY * workspace["series_days"])
        if (kept := workspace["aggregates_days"]) is not None:
            await load_sql(__name__, "purge_days").execute(pool, before=today - DAY * kept, **which)

    async def _let_series_go(self, account_id: str, oldest: date) -> None:
        """Deletes numbers of series from before a day of the workspace's zone as it was when the aggregation began."""
        pool, zone = self.pool, self.row["timezone"]
        which = {"project": self.row["project_id"], "account": account_id}
        note = load_sql(__name__, "note_series_since")
        if await note.fetchval(pool, day=oldest, zone=zone, **which) is None:
            return  # the zone changed meanwhile, so another aggregation follows
        before = beginning(oldest, ZoneInfo(zone))
        posts = [OWN, *(row["post_id"] for row in await load_sql(__name__, "post_ids").fetch(pool, **which))]
        for start in range(0, len(posts), SLICE_POSTS):
            await self._keep()
            some = posts[start : start + SLICE_POSTS]
            await load_sql(__name__, "purge_series").execute(pool, posts=some, before=before, **which)

    async def _keep(self) -> None:
        """Says that the workspace is still being aggregated; raises _Overtaken if another process has it."""
        if await self._say("keep_aggregation", lease=self.lease) is None:
            raise _Overtaken

    async def _say(self, statement: str, **values: object) -> object:
        return await load_sql(__name__, statement).fetchval(
            self.pool,
            project=self.row["project_id"],
            workspace=self.row["workspace_id"],
            aggregation=self.aggregation,
            **values,
        )


async def want_aggregation(
    source: Source,
    project_id: int,
    workspace_id: str,
    accounts: Sequence[str] | None = None,
    *,
    since: date | None = None,
) -> Workspace:
    """Lets a worker aggregate a workspace at once.

    Args:
        source: The database.
        project_id: The project.
        workspace_id: The workspace.
        accounts: Those of its accounts whose days are written again; None: all.
        since: The first day that is written again; None: all, as far as their series are kept.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such workspace.
    """
    row = await load_sql(__name__, "want_aggregation").fetchrow(
        source, project=project_id, workspace=workspace_id, accounts=accounts, since=since or date.min
    )
    return await find_workspace(source, project_id, workspace_id) if row is None else Workspace(**row)


def check_kept(days: int | None, *field: str) -> None:
    """Raises BAD_INPUT if something would be kept for too short or too long a time; None: for good."""
    least, most = KEPT_DAYS
    if days is not None and not least <= days <= most:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`{field[-1]}` is {least}-{most}.", field=field)


def _ended(period: Period, due: datetime, zone: ZoneInfo) -> date:
    """The first day of the period that was over when it was due."""
    first = _first_day(period, due.astimezone(zone).date())
    return _first_day(period, first - DAY)


def _first_day(period: Period, day: date) -> date:
    if period is Period.MONTH:
        return day.replace(day=1)
    return day - DAY * day.weekday() if period is Period.WEEK else day


def _following(period: Period, first: date) -> date:
    return _first_day(period, first + {Period.DAY: DAY, Period.WEEK: 7 * DAY, Period.MONTH: 31 * DAY}[period])


def _at_hour(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
