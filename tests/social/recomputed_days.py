"""The days of accounts, and what is made of them, again from the stored series.

This code shares nothing with the product.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.storage.database import Connection

GAINED = ("likes", "comments", "shares", "saves", "impressions", "views", "watchTime")
COUNTS = ("profileViews", "websiteClicks", "emailClicks", "impressions", "reach")
STATES = ("followers", "following")
PACIFIC = {"instagram", "facebook", "youtube"}
Key = tuple[str, str]
Cells = dict[date, float | None]
Days = dict[Key, Cells]
"""By subject and metric, and day; None: the network said that there is none. What is left out is not known."""


class Series:
    """Everything that is stored of an account."""

    def __init__(
        self, account: str, zone: ZoneInfo, rows: list[Any], published: dict[str, datetime], reads: list[datetime]
    ) -> None:
        self.zone = zone
        self.network_zone = ZoneInfo("America/Los_Angeles" if account.partition(":")[0] in PACIFIC else "UTC")
        self.published = published
        self.reads = reads
        self.rows: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row["at"]):
            self.rows[row["post_id"], row["metric"], row["grain"]].append(row)
        self.first = min((row["at"] for row in rows if not row["post_id"] and row["grain"] == "moment"), default=None)

    @classmethod
    async def read(cls, database: Connection, account: str, zone: ZoneInfo) -> "Series":
        """The series of an account."""
        rows = await database.fetch("SELECT * FROM social_values WHERE account_id = $1", account)
        posts = await database.fetch("SELECT post_id, published_at FROM social_posts WHERE account_id = $1", account)
        reads = await database.fetch("SELECT at FROM social_reads WHERE account_id = $1", account)
        published = {row["post_id"]: row["published_at"] for row in posts}
        return cls(account, zone, list(rows), published, [row["at"] for row in reads])

    def local(self, moment: datetime) -> date:
        """The day of the workspace in which a moment is."""
        return moment.astimezone(self.zone).date()

    def days(self, last: date) -> Days:
        """All days up to one."""
        found: Days = defaultdict(dict)
        for name in COUNTS:
            for row in self.rows["", name, "day"]:
                day = row["at"].astimezone(self.network_zone).date()
                if day <= last:
                    found["account", name][day] = row["value"]
        collected = {self.local(moment) for moment in self.reads}
        for name in STATES:
            for row in self.rows["", name, "moment"]:
                day = self.local(row["at"])
                while day <= min(self.local(row["collected_at"]), last):
                    found["account", name][day] = row["value"]  # rows are in order, so the last one of a day stays
                    day += timedelta(days=1)
        for name in GAINED:
            gains, since = self.gains(name)
            if since is not None:
                read: dict[date, float | None] = {day: 0.0 for day in collected if since < day <= last}
                found["posts", name] = read | {
                    day: read.get(day) if gain is None else gain for day, gain in gains.items() if day <= last
                }
        return {key: values for key, values in found.items() if values}

    def gains(self, name: str) -> tuple[Cells, date | None]:
        """What all posts gained by day, and the first day with any number of one; None: nobody knows what before it."""
        gains: Cells = {}
        since: date | None = None
        for (post, metric, _grain), rows in self.rows.items():
            if not post or metric != name:
                continue
            known = 0.0 if self.first is not None and self.published[post] >= self.first else None
            for row in rows:
                if row["value"] is None:
                    continue
                day = self.local(row["at"])
                since = day if since is None else min(since, day)
                gains.setdefault(day, None)
                if known is not None:
                    gains[day] = (gains[day] or 0.0) + row["value"] - known
                known = row["value"]
        return gains, since

    def estimated(self, name: str) -> set[date]:
        """Days of which some that posts gained is not known, or may have come before the day before."""
        found: set[date] = set()
        for (post, metric, _grain), rows in self.rows.items():
            if not post or metric != name:
                continue
            is_whole = self.first is not None and self.published[post] >= self.first
            before = self.published[post] if is_whole else None
            for row in rows:
                if row["value"] is None:
                    continue
                day = self.local(row["at"])
                is_old = before is None or self.local(before) < day - timedelta(days=1)
                if is_old or row["provenance"] == "estimated":
                    found.add(day)
                before = row["collected_at"]
        return found


def aggregated(accounts: dict[str, Days], key: Key, days: list[date]) -> dict[str, float | None]:
    """A metric of some accounts in some days in a row."""
    cells = {
        account: {day: value for day in days if (value := found.get(key, {}).get(day)) is not None}
        for account, found in accounts.items()
    }
    known = {account: values for account, values in cells.items() if values}
    names = ("value", "growth", "growthRate") if key[1] in STATES else ("total",)
    nothing: dict[str, float | None] = dict.fromkeys(("average", "min", "max", *names))
    if not known or (key[1] == "reach" and len(known) > 1):
        return nothing
    whole = [sum(values[day] for values in known.values()) for day in days if all(day in v for v in known.values())]
    result = nothing | {
        "average": sum(whole) / len(whole) if whole else None,
        "min": min(whole) if whole else None,
        "max": max(whole) if whole else None,
    }
    if key[1] not in STATES:
        return result | {"total": None if key[1] == "reach" else sum(sum(values.values()) for values in known.values())}
    result["value"] = sum(values[max(values)] for values in known.values())
    pairs = []
    for account, values in known.items():
        earlier = accounts[account].get(key, {}).get(days[0] - timedelta(days=1))
        if earlier is None and len(values) > 1:
            earlier = values[min(values)]
        if earlier is not None:
            pairs.append((earlier, values[max(values)]))
    if not pairs:
        return result
    growth, base = sum(last - first for first, last in pairs), sum(first for first, _ in pairs)
    return result | {"growth": growth, "growthRate": growth / base * 100 if base else None}


def computed(
    accounts: dict[str, Days],
    subject: str,
    names: tuple[str, ...],
    formula: Callable[..., float],
    days: list[date],
) -> float | None:
    """A metric of a project's own in some days in a row: its formula over their sums; None if one is not known."""
    sums = []
    for name in names:
        if subject == "posts" and name not in GAINED:
            return None
        found = aggregated(accounts, (subject, name), days)
        sums.append(found["value" if name in STATES else "total"])
    known = [one for one in sums if one is not None]
    try:
        return float(formula(*known)) if len(known) == len(names) else None
    except ZeroDivisionError:
        return None
