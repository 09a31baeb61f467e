"""Writes the days of accounts: what their numbers were, day by day of the workspace's clock.

A day of a network counts for the day of the same date, although the clocks differ. What posts gained counts for the day
on which a collection found it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from server.social.cadence import CHANGING_DAYS
from server.social.fetcher import Fetcher
from server.social.metrics import ACCOUNT_METRICS, GAINED, STATES
from server.social.model import Network
from server.social.networks import NETWORKS
from server.storage.database import Connection
from server.storage.sql import load_sql

DAY = timedelta(days=1)
_COUNTS = [name for name in ACCOUNT_METRICS if name not in STATES]


@dataclass(frozen=True, slots=True)
class Buckets:
    """Days or hours in a row, without gaps.

    Attributes:
        days: The date of each.
        starts: When each begins.
        until: When the last one ends.
        before: When the one before the first begins.
    """

    days: Sequence[date]
    starts: Sequence[datetime]
    until: datetime
    before: datetime

    def parameters(self, day_zone: ZoneInfo | None) -> dict[str, Any]:
        """The parameters of the part ``bucket_values`` of statements.

        Args:
            day_zone: The zone in which the days of the network begin; None leaves numbers out that it tells by day.
        """
        return {
            "days": self.days,
            "starts": self.starts,
            "ends": [*self.starts[1:], self.until],
            "befores": [self.before, *self.starts[:-1]],
            "network_starts": [None if day_zone is None else beginning(day, day_zone) for day in self.days],
            "since": self.starts[0],
            "until": self.until,
            "states": list(STATES),
            "counts": _COUNTS,
            "gained": list(GAINED),
        }


def beginning(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins in a zone."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def days_between(first: date, last: date, zone: ZoneInfo) -> Buckets:
    """The days from the first to the last one. Days that the zone skipped, as Samoa did once, are not among them."""
    found = [first + DAY * number for number in range((last - first).days + 1)]
    days = [day for day in found if beginning(day, zone) < beginning(day + DAY, zone)]
    starts = [beginning(day, zone) for day in days]
    end_before = beginning(first, zone) - timedelta(microseconds=1)
    before = beginning(end_before.astimezone(zone).date(), zone)
    return Buckets(days, starts, beginning(last + DAY, zone), before)


def day_zone_of(network: Network) -> ZoneInfo:
    """The zone in which the days of a network begin."""
    return cast("type[Fetcher]", NETWORKS[network]).day_zone


async def fold_account(
    connection: Connection, project_id: int, account_id: str, now: datetime, *, since: date | None = None
) -> None:
    """Writes the days of an account again that may have changed since they were written last.

    Networks change the last days. If the zone of the workspace changed, all days are written again, as far as their
    series are kept.

    Args:
        connection: The database, in a transaction.
        project_id: The project.
        account_id: The account; nothing happens if there is none.
        now: The time.
        since: The first day that is written at least; ``date.min``: all days.
    """
    which = {"project": project_id, "account": account_id}
    row = await load_sql(__name__, "lock_days").fetchrow(connection, **which)
    if row is None:
        return
    zone, day_zone = ZoneInfo(row["timezone"]), day_zone_of(Network(row["network"]))
    today, collected_since = now.astimezone(zone).date(), row["collected_since"]
    first = min(today, now.astimezone(day_zone).date()) - DAY * CHANGING_DAYS
    anew = row["folded_on"] is None or row["days_zone"] != zone.key or since == date.min
    if anew:
        found = await load_sql(__name__, "first_values").fetchrow(connection, **which)
        assert found is not None
        if found["first"] is None:
            return
        collected_since = collected_since or found["first_moment"]
        first = min(found["first"].astimezone(one).date() for one in (zone, day_zone))
    else:
        first = min(first, row["folded_on"] - DAY * CHANGING_DAYS, since or today)
    kept_since = row["series_since"]
    if kept_since is not None and row["days_zone"] is not None:  # None: there were no days yet
        kept_since = _first_day_from(kept_since, ZoneInfo(row["days_zone"]), zone)
    first = min(today, max(first, kept_since or first))
    if anew:  # also days of the former zone whose times are now those of others
        forgotten = min(first, row["series_since"] or first)
        await load_sql(__name__, "forget_days").execute(connection, since=forgotten, **which)
    buckets = days_between(first, today, zone)
    if buckets.days:
        await load_sql(__name__, "fold_days").execute(
            connection,
            project=project_id,
            accounts=[account_id],
            collected_since=[collected_since],
            **buckets.parameters(day_zone),
        )
    await load_sql(__name__, "note_folded").execute(
        connection, day=today, zone=zone.key, series_since=kept_since, collected_since=collected_since, **which
    )


def _first_day_from(day: date, its_zone: ZoneInfo, zone: ZoneInfo) -> date:
    """The first day of a zone that begins with a day of another zone, or later."""
    start = beginning(day, its_zone)
    first = start.astimezone(zone).date()
    return first if beginning(first, zone) >= start else first + DAY
