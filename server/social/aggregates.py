"""What numbers of accounts are in a period: totals, averages, the smallest and the largest, and growth.

Everything is computed from the days, or hours, of the accounts. A period in which some of them have no number says so.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import asyncpg

from server.social.days import Buckets
from server.social.metrics import ACCOUNT_METRICS, POST_METRICS, Kind, SocialMetric, reason_of_absence
from server.social.model import Account, PostKind, Provenance
from server.storage.sql import load_sql
from server.storage.statement import Source

B = TypeVar("B", bound=Hashable)
Asked = tuple[str, str]
"""``account`` or ``posts``, and the name of a metric."""
OF_ACCOUNT, OF_POSTS = "account", "posts"
MAX_NAMED = 3
"""Accounts and reasons that a reason names."""

NO_ACCOUNTS = "There is no account."
NOT_THEN = "Nothing of it was collected in this time."
BY_DAY = "Networks tell it by day, not by hour."
PEOPLE = "Networks count people apart: those of several accounts cannot be added up."


@dataclass(frozen=True, slots=True)
class Cell:
    """The number of an account on a day, or in an hour."""

    value: float | None
    provenance: Provenance
    reason: str | None


@dataclass(frozen=True, slots=True)
class Cells(Generic[B]):
    """The numbers of one metric by day, or hour, and account.

    Attributes:
        metric: The metric.
        found: The numbers; what is left out was not collected.
        by_day: Whether these are days.
    """

    metric: SocialMetric
    found: Mapping[B, Mapping[str, Cell]]
    by_day: bool = True


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A metric in a period; None: unknown, or not meaningful for its kind.

    Attributes:
        total: Of a COUNT: the sum of all days of all accounts.
        last: Of a STATE: the last value of each account, added up.
        growth: Of a STATE: ``last`` minus what it was when the period began.
        growth_rate: The growth in percent of what it was.
        average: The mean of the days on which all accounts that count have a number.
        least: The smallest of these days.
        most: The largest of these days.
        provenance: ESTIMATED if numbers are, or are missing.
        reason: Why it is not measured; None if it is.
        reason_of_numbers: Why ``total`` or ``last`` is not measured, whatever is known of the growth.
    """

    total: float | None = None
    last: float | None = None
    growth: float | None = None
    growth_rate: float | None = None
    average: float | None = None
    least: float | None = None
    most: float | None = None
    provenance: Provenance = Provenance.UNAVAILABLE
    reason: str | None = NOT_THEN
    reason_of_numbers: str | None = None


def aggregate(cells: Cells[B], accounts: Sequence[Account], buckets: Sequence[B], before: B) -> Aggregate:
    """A metric of some accounts in a period.

    Args:
        cells: The numbers.
        accounts: The accounts.
        buckets: The days, or hours, of the period, the oldest first.
        before: The one right before them.
    """
    rows = [cells.found.get(bucket, {}) for bucket in buckets]
    numbers = {one.account_id: list(_numbers(rows, one.account_id)) for one in accounts}
    known = {account: found for account, found in numbers.items() if found}
    without = {one.account_id: _why_none(cells, one, rows) for one in accounts if one.account_id not in known}
    if not known:
        return Aggregate(reason=_joined(without.values()) or NO_ACCOUNTS)
    kind = cells.metric.kind
    if kind is Kind.PEOPLE and len(known) > 1:
        return Aggregate(reason=PEOPLE)
    whole = [list(_of_row(row, known)) for row in rows]
    sums = [sum(values) for values in whole if len(values) == len(known)]
    growth = _growth(known, cells.found.get(before, {})) if kind is Kind.STATE else _Growth()
    of_numbers = list(_reasons(cells, rows, known, without))
    reasons = [*of_numbers, *growth.reasons]
    return Aggregate(
        total=sum(map(sum, known.values())) if kind is Kind.COUNT else None,
        last=growth.last,
        growth=growth.growth,
        growth_rate=growth.rate,
        average=sum(sums) / len(sums) if sums else None,
        least=min(sums, default=None),
        most=max(sums, default=None),
        provenance=Provenance.ESTIMATED if reasons else Provenance.MEASURED,
        reason=" ".join(reasons) or None,
        reason_of_numbers=" ".join(of_numbers) or None,
    )


@dataclass(frozen=True, slots=True)
class _Growth:
    """What became of a STATE in a period: of all accounts, and of those of which it is known what it was before."""

    last: float | None = None
    growth: float | None = None
    base: float | None = None
    reasons: Sequence[str] = ()

    @property
    def rate(self) -> float | None:
        """The growth in percent."""
        return self.growth / self.base * 100 if self.base and self.growth is not None else None


def _growth(known: Mapping[str, Sequence[float]], before: Mapping[str, Cell]) -> _Growth:
    """From the last number before the period, else from the first of several in it."""
    bases: dict[str, float] = {}
    late, unknown = [], []
    for account, found in known.items():
        base = _value(before, account)
        if base is None and len(found) == 1:
            unknown.append(account)
            continue
        if base is None:
            late.append(account)
        bases[account] = found[0] if base is None else base
    reasons = []
    if late:
        reasons.append(f"The growth of {_named(late)} is counted from the first number in this time on.")
    if unknown:
        reasons.append(f"The growth of {_named(unknown)} is not known: there is no number from before.")
    return _Growth(
        last=sum(found[-1] for found in known.values()),
        growth=sum(known[account][-1] - base for account, base in bases.items()) if bases else None,
        base=sum(bases.values()) if bases else None,
        reasons=reasons,
    )


def _reasons(
    cells: Cells[B],
    rows: Sequence[Mapping[str, Cell]],
    known: Mapping[str, Sequence[float]],
    without: Mapping[str, str],
) -> Iterator[str]:
    """Why a number is not measured."""
    estimates = [
        row[account].reason or ""
        for row in rows
        for account in known
        if account in row and row[account].provenance is Provenance.ESTIMATED
    ]
    if estimates:
        yield _joined(estimates)
    cases = len(rows) * len(known)
    if missing := cases - sum(map(len, known.values())):
        times = "days" if cells.by_day else "hours"
        yield f"{missing} of {cases} {times} of accounts have no number."
    if without:
        yield f"Without {_named(list(without))}: {_joined(without.values())}"


def _why_none(cells: Cells[B], account: Account, rows: Sequence[Mapping[str, Cell]]) -> str:
    """Why an account has no number in a period."""
    said = [row[account.account_id].reason for row in rows if account.account_id in row]
    metric = cells.metric
    if said and said[-1]:
        return said[-1]
    if account.network not in metric.sources:
        return reason_of_absence(metric, account.network)
    if not cells.by_day and metric is ACCOUNT_METRICS.get(metric.name) and metric.kind is not Kind.STATE:
        return BY_DAY
    return NOT_THEN


def _numbers(rows: Sequence[Mapping[str, Cell]], account: str) -> Iterator[float]:
    for row in rows:
        if (value := _value(row, account)) is not None:
            yield value


def _of_row(row: Mapping[str, Cell], accounts: Collection[str]) -> Iterator[float]:
    for account in accounts:
        if (value := _value(row, account)) is not None:
            yield value


def _value(row: Mapping[str, Cell], account: str) -> float | None:
    cell = row.get(account)
    return None if cell is None else cell.value


def _named(accounts: Sequence[str]) -> str:
    more = len(accounts) - MAX_NAMED
    return ", ".join(accounts[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")


def _joined(reasons: Iterable[str]) -> str:
    return " ".join(list(dict.fromkeys(reasons))[:MAX_NAMED])


async def read_days(
    source: Source, project_id: int, accounts: Sequence[Account], days: tuple[date, date], asked: Collection[Asked]
) -> dict[Asked, Cells[date]]:
    """The numbers of some accounts from the first of two days up to, but not including, the second one."""
    rows = await load_sql(__name__, "days").fetch(
        source,
        project=project_id,
        accounts=[account.account_id for account in accounts],
        since=days[0],
        until=days[1],
        metrics=[".".join(one) for one in asked],
    )
    return await asyncio.to_thread(_by_day, asked, rows)  # rows of years of many accounts


def _by_day(asked: Collection[Asked], rows: Sequence[asyncpg.Record]) -> dict[Asked, Cells[date]]:
    found = _empty(asked)
    for row in rows:
        _put(found, row["day"], row["account_id"], row)
    return {one: Cells(_metric(one), cells) for one, cells in found.items()}


async def read_hours(
    source: Source, project_id: int, accounts: Sequence[Account], hours: Buckets, asked: Collection[Asked]
) -> dict[Asked, Cells[datetime]]:
    """The numbers of some accounts by hour, as far as their series are kept: states, and what posts gained."""
    rows = await load_sql(__name__, "hours").fetch(
        source,
        project=project_id,
        accounts=[account.account_id for account in accounts],
        **hours.parameters(None) | {"gained": [name for subject, name in asked if subject == OF_POSTS]},
    )
    return await asyncio.to_thread(_by_hour, asked, rows)


def _by_hour(asked: Collection[Asked], rows: Sequence[asyncpg.Record]) -> dict[Asked, Cells[datetime]]:
    found = _empty(asked)
    for row in rows:
        if (row["subject"], row["metric"]) in found:
            _put(found, row["start"], row["account_id"], row)
    return {one: Cells(_metric(one), cells, by_day=False) for one, cells in found.items()}


async def first_day(source: Source, project_id: int, accounts: Sequence[Account]) -> date | None:
    """The first day of which anything is known of some accounts."""
    found: date | None = await load_sql(__name__, "first_day").fetchval(
        source, project=project_id, accounts=[account.account_id for account in accounts]
    )
    return found


def _metric(asked: Asked) -> SocialMetric:
    subject, name = asked
    return (ACCOUNT_METRICS if subject == OF_ACCOUNT else POST_METRICS)[name]


def _empty(asked: Collection[Asked]) -> dict[Asked, dict[Any, dict[str, Cell]]]:
    return {one: {} for one in asked}


def _put(found: dict[Asked, dict[Any, dict[str, Cell]]], bucket: object, account: str, row: asyncpg.Record) -> None:
    cell = Cell(row["value"], Provenance(row["provenance"]), row["reason"])
    found[row["subject"], row["metric"]].setdefault(bucket, {})[account] = cell


async def count_published(
    source: Source, project_id: int, accounts: Sequence[Account], starts: Sequence[datetime], until: datetime
) -> list[Counter[PostKind]]:
    """How many posts of each kind were published in each of some periods in a row.

    Args:
        source: The database.
        project_id: The project.
        accounts: The accounts.
        starts: When the periods begin.
        until: When the last one ends.
    """
    found: list[Counter[PostKind]] = [Counter() for _ in starts]
    if starts:
        rows = await load_sql(__name__, "published").fetch(
            source,
            project=project_id,
            accounts=[account.account_id for account in accounts],
            starts=starts,
            since=starts[0],
            until=until,
        )
        for row in rows:
            found[row["period"]][PostKind(row["kind"])] = row["posts"]
    return found
