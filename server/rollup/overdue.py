# ruff: noqa: S608  # names of partitions are made of dates
"""How long each tier is kept, and what should have gone by now, for ``viewpulse doctor``."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.rollup.expiry import MAX_MOVED, find_expiring, find_importing, find_waiting, oldest_kept
from server.rollup.expiry_report import kept_for_import
from server.rollup.whole_days import RipeDays, Tier, find_ripe
from server.settings import Settings
from server.storage.database import Connection
from server.storage.partitions import daily_partitions
from server.wording import pluralize

RAW_GRACE = timedelta(days=2)
"""How long after their retention raw events may still exist: an import keeps them for a day."""
GRACE = timedelta(days=1)
"""The same for quarter-hours and days, which follow raw events."""
_FOREVER = "kept forever"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeptTier:
    """One tier.

    Attributes:
        what: What is kept.
        found: For how long, and what is overdue.
        is_overdue: Whether anything is.
    """

    what: str
    found: str
    is_overdue: bool = False


async def read_tiers(connection: Connection, settings: Settings, now: datetime) -> list[KeptTier]:
    """Raw events, ids of viewers, quarter-hours and days.

    What a tier is allowed to keep a day longer, or waits for the one before, is not overdue.

    Args:
        connection: Outside a transaction.
        settings: The retention.
        now: The current time.
    """
    ripe = await find_ripe(connection, settings, now - GRACE)
    return [
        await _raw_events(connection, settings, now),
        _viewers(settings),
        _quarters(settings, [each for each in ripe if each.tier is Tier.QUARTERS]),
        await _days(connection, settings, [each for each in ripe if each.tier is Tier.DAYS]),
    ]


async def _raw_events(connection: Connection, settings: Settings, now: datetime) -> KeptTier:
    what = "Raw events"
    if not settings.raw_retention_days:
        return KeptTier(what, _FOREVER)
    found = f"kept for {pluralize(settings.raw_retention_days, 'day')}"
    importing = await find_importing(connection, settings, now)
    found = "; ".join([found, *map(kept_for_import, importing)])
    late = [
        day for day in await find_expiring(connection, settings, now - RAW_GRACE) if day.project_id not in importing
    ]
    if late:
        events = pluralize(sum(day.events for day in late), "event")
        reasons = [f"project {waiting.project_id}: {waiting.reason}" for waiting in await find_waiting(connection)]
        found += f"; {events} since {min(day.day for day in late)} should have expired"
        return KeptTier(what, "; ".join([found, *reasons]), is_overdue=True)
    if not importing and (oldest := await _oldest_partition(connection, settings, now - RAW_GRACE)):
        return KeptTier(what, f"{found}; the partition of {oldest} should have been dropped", is_overdue=True)
    return KeptTier(what, found)


async def _oldest_partition(connection: Connection, settings: Settings, now: datetime) -> str | None:
    """The oldest day with a partition that nothing keeps; see ``expiry.MAX_MOVED``."""
    oldest = oldest_kept(settings, now)
    for name, day in await daily_partitions(connection):
        if oldest is None or day >= oldest.date():
            return None
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {name} LIMIT {MAX_MOVED + 1}) AS younger"
        if await connection.fetchval(sql) <= MAX_MOVED:
            return f"{day}"
    return None


def _viewers(settings: Settings) -> KeptTier:
    what, days = "Ids of viewers", settings.anonymize_after_days
    if not days or not settings.raw_retention_days:
        return KeptTier(what, _FOREVER)
    return KeptTier(what, f"random from {pluralize(days, 'day')} after the last event on")


def _quarters(settings: Settings, ripe: list[RipeDays]) -> KeptTier:
    what, days = "Quarter-hours", settings.quarter_retention_days
    if not days or not settings.raw_retention_days:
        return KeptTier(what, _FOREVER)
    return _tier(what, f"kept for {pluralize(days, 'day')}, then as whole days (UTC)", ripe)


async def _days(connection: Connection, settings: Settings, ripe: list[RipeDays]) -> KeptTier:
    what, days = "Days", settings.day_retention_days
    if not days or not settings.quarter_retention_days or not settings.raw_retention_days:
        return KeptTier(what, _FOREVER)
    tier = _tier(what, f"kept for {pluralize(days, 'day')}, then as one sum", ripe)
    late = await connection.fetch(
        "SELECT project_id FROM rollup_state WHERE breakdowns_since < days_since - $1::interval"
        " AND accepts_since < 'infinity' ORDER BY project_id",
        GRACE,
    )
    waiting = [f"; the breakdowns of project {row['project_id']} are not added up" for row in late]
    return KeptTier(what, "".join([tier.found, *waiting]), is_overdue=tier.is_overdue or bool(late))


def _tier(what: str, found: str, ripe: list[RipeDays]) -> KeptTier:
    for each in ripe:
        days = pluralize((each.until - each.start) // _DAY, "day")
        found += f"; {days} of project {each.project_id} since {each.start:%Y-%m-%d} should have been added up"
    return KeptTier(what, found, is_overdue=bool(ripe))
