"""The expected answers of ``retention`` and ``cohorts``: viewer by viewer, event by event, period by period."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property, lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from tests.recompute.funnels import fitting, rows_of_viewers
from tests.recompute.groups import Answer
from tests.recompute.ranges import Span, days_of, midnight
from tests.recompute.revenue import sales
from tests.recompute.truth import Asked, Row, Truth

EVER = datetime(1970, 1, 1, tzinfo=UTC)
LENGTHS = {"DAY": timedelta(days=1), "WEEK": timedelta(days=7), "MONTH": timedelta(days=30)}
Amounts: TypeAlias = dict[str, list[tuple[datetime, int, int]]]
LATER = 10**6
"""The number of a period that no cohort has."""
MILLISECOND = timedelta(milliseconds=1)


@dataclass(slots=True)
class Member:
    """What a viewer did from its start on: when it started, and in which periods it returned, watched and paid."""

    start: datetime
    value: str | None
    returned: set[int] = field(default_factory=set)
    watch_ms: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    paid: dict[int, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked, as it is sent; only the same one is equal, so that its members are looked for once.

    Attributes:
        span: The range.
        asked: The classes of traffic.
        said: The other arguments.
        by: The value of a start, if viewers are grouped by one.
    """

    span: Span
    asked: Asked
    said: Answer
    by: Callable[[Row], str | None] | None = None

    @cached_property
    def bounds(self) -> list[datetime]:
        """When the period of each cohort begins, and when the last one ends."""
        assert self.span.start is not None
        assert self.span.end_bucket is not None
        assert self.span.end is not None
        if self.by:
            return [self.span.start, self.span.end_bucket]
        day = self._first_day(self.span.start)
        found = [midnight(day, self.span.zone)]
        while found[-1] < self.span.end:
            day = self._first_day(found[-1] + 1.5 * LENGTHS[self.said["by"]])
            found.append(midnight(day, self.span.zone))
        return found

    @cached_property
    def is_rolling(self) -> bool:
        return bool(self.by) or self.said["rolling"]

    def _first_day(self, moment: datetime) -> date:
        day = moment.astimezone(ZoneInfo(self.span.zone)).date()
        if self.said["by"] == "WEEK" and self.said["weekStart"] == "SUNDAY":
            return days_of("WEEK", day + timedelta(days=1))[0] - timedelta(days=1)
        return days_of(self.said["by"], day)[0]

    def period_of(self, moment: datetime, start: datetime, cohort: int) -> int:
        """The period of a moment for a viewer that started then, in a cohort."""
        if self.is_rolling:
            return (moment - start) // LENGTHS[self.said["by"]]
        place = bisect_right(self.bounds, moment) - 1
        return place - cohort if place < len(self.bounds) - 1 else LATER


def cohorts(truth: Truth, question: Question) -> Answer:
    """The answer, without what does not depend on events. Its lists are those of ``retention``, with amounts."""
    members = _members(truth, question)
    as_of = truth.as_of
    if question.by is None:
        lines: list[tuple[str | None, list[Member], int]] = [(None, one, number) for number, one in enumerate(members)]
    else:
        by_value: dict[str | None, list[Member]] = defaultdict(list)
        for member in members[0]:
            by_value[member.value].append(member)
        order = sorted(by_value, key=lambda value: (-len(by_value[value]), value or ""))
        lines = [(value, by_value[value], 0) for value in order]
    told = [_line(question, one, number, as_of) | {"value": value} for value, one, number in lines]
    return {"cohorts": told, "means": _means(told, question.said["periods"]), "values": len(told) if question.by else 0}


def merged(question: Question, truth: Truth, values: Iterable[str | None]) -> Answer:
    """The line of all viewers with some values."""
    assert question.by is not None
    wanted = {*values}
    chosen = [member for member in _members(truth, question)[0] if member.value in wanted]
    return _line(question, chosen, 0, truth.as_of) | {"value": None}


def _line(question: Question, members: Sequence[Member], number: int, as_of: datetime) -> Answer:
    bounds, size = question.bounds, len(members)
    or_after = question.said["retained"] == "ON_OR_AFTER"
    cells, paid = [], 0
    for period in range(question.said["periods"]):
        begun, is_open = _state(question, members, number, period, as_of)
        retained = sum(
            any(one >= period for one in member.returned) if or_after else period in member.returned
            for member in members
        )
        revenue = sum(member.paid[period] for member in members)
        paid += revenue
        at = None if question.is_rolling or number + period >= len(bounds) - 1 else bounds[number + period].isoformat()
        cells.append(
            {
                "number": period,
                "start": at,
                "isOpen": is_open,
                "retained": retained if begun else None,
                "rate": (retained / size * 100 if size else 0) if begun else None,
                "watchTime": sum(member.watch_ms[period] for member in members) / 1000 if begun else None,
                "revenue": revenue if begun else None,
                "lifetimeValue": (paid / size if size else 0) if begun else None,
            }
        )
    start, end = bounds[number].isoformat(), bounds[number + 1].isoformat()
    return {"start": start, "end": end, "size": size, "periods": cells}


def _state(
    question: Question, members: Sequence[Member], number: int, period: int, as_of: datetime
) -> tuple[bool, bool]:
    """Whether a period has begun for any member, and whether it is not over for all who are or may come."""
    bounds, length = question.bounds, LENGTHS[question.said["by"]]
    if question.is_rolling:
        begun = any(member.start + period * length <= as_of for member in members)
        is_open = any(member.start + (period + 1) * length > as_of for member in members) or bounds[number + 1] > as_of
        return begun, is_open
    place = number + period
    if place >= len(bounds) - 1:
        return False, True
    return bounds[place] <= as_of, bounds[place + 1] > as_of


def _means(told: Sequence[Answer], periods: int) -> list[Answer]:
    found = []
    for number in range(periods):
        over = [
            (line["periods"][number]["retained"] or 0, line["size"])
            for line in told
            if not line["periods"][number]["isOpen"]
        ]
        retained, size = (sum(parts) for parts in zip(*over, strict=True)) if over else (0, 0)
        found.append({"number": number, "rate": retained / size * 100 if size else None})
    return found


@lru_cache(maxsize=2)
def _members(truth: Truth, question: Question) -> list[list[Member]]:
    """The members of each cohort."""
    said, bounds = question.said, question.bounds
    found: list[list[Member]] = [[] for _ in bounds[1:]]
    events: dict[str, list[tuple[datetime, bool, bool, Row]]] = defaultdict(list)
    starts, returns = (_fitting(said.get(name)) for name in ("start", "returns"))
    for row in rows_of_viewers(truth, question.asked.classes, EVER, datetime(9999, 1, 1, tzinfo=UTC)):
        is_start, is_return = starts(row), returns(row)
        if is_start or is_return:
            events[row["viewer_id"]].append((EVER + timedelta(milliseconds=row["ms"]), is_start, is_return, row))
    amounts = _amounts(truth, tuple(question.asked.classes), said.get("currency"))
    for viewer, done in events.items():
        for place, cohort in _starts(done, question):
            start, _, _, row = done[place]
            member = Member(start, question.by(row) if question.by else None)
            for moment, _, is_return, _ in done[place:]:
                if is_return:
                    member.returned.add(question.period_of(moment, start, cohort))
            for moment, watch_ms, paid in amounts.get(viewer, ()):
                if moment >= start:
                    period = question.period_of(moment, start, cohort)
                    member.watch_ms[period] += watch_ms
                    member.paid[period] += paid
            found[cohort].append(member)
    return found


def _fitting(condition: Answer | None) -> Callable[[Row], bool]:
    return (lambda row: row["type"] != "REFUND") if condition is None else fitting(condition)


def _starts(done: Sequence[tuple[datetime, bool, bool, Row]], question: Question) -> Iterator[tuple[int, int]]:
    """The place of each start of a viewer that counts, and its cohort."""
    seen = set()
    for place, (moment, is_start, _, _) in enumerate(done):
        if not is_start:
            continue
        cohort = bisect_right(question.bounds, moment) - 1
        if 0 <= cohort < len(question.bounds) - 1 and cohort not in seen:
            seen.add(cohort)
            yield place, cohort
        if question.said["cohort"] == "FIRST_TIME":
            return


@cache
def _amounts(
    truth: Truth, classes: tuple[int, ...], currency: str | None
) -> dict[str, list[tuple[datetime, int, int]]]:
    """Of each viewer: when it watched how long, and paid or got back how much."""
    found: dict[str, list[tuple[datetime, int, int]]] = defaultdict(list)
    wanted = {"classes": [*classes]}
    for row in truth.query(
        "SELECT viewer_id, started_at, watch_ms FROM plays WHERE started_at IS NOT NULL"
        " AND traffic IN (SELECT unnest($classes))",
        wanted,
    ):
        found[row["viewer_id"]].append((_moment(row["started_at"]), row["watch_ms"], 0))
    moments = {
        row["id"]: _moment(row["occurred_at"])
        for row in truth.query("SELECT id, occurred_at FROM classed WHERE type IN ('PURCHASE', 'REFUND')")
    }
    trade = [sale for sale in sales(truth) if sale.type in ("PURCHASE", "REFUND")]
    buyers: dict[str, set[str]] = defaultdict(set)
    for sale in trade:
        if sale.type == "PURCHASE" and sale.order is not None:
            buyers[sale.order].add(sale.viewer)
    for sale in trade:
        if sale.currency != currency or sale.traffic not in classes:
            continue
        viewer, paid = sale.viewer, sale.amount
        if sale.type == "REFUND":
            paid = -paid
            if sale.order is not None and len(buyers[sale.order]) == 1:
                [viewer] = buyers[sale.order]
        found[viewer].append((moments[sale.id], 0, paid))
    return found


def _moment(naive: datetime) -> datetime:
    """In UTC, by the millisecond."""
    moment = naive.replace(tzinfo=UTC)
    return moment - (moment - EVER) % MILLISECOND
