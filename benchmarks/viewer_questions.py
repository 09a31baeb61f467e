"""The questions about viewers, as clients ask them, and the same by SQL: statements that give the same numbers."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import asyncpg

from benchmarks.viewer_events import DAYS, ViewerEvents

ONE = "event_word_code('{}')"
WATCHED = (
    "content_id IS NOT NULL AND (type = event_word_code('view_complete') OR type IN (event_word_code('view_start'), "
    "event_word_code('view_progress')) AND position_ms::float8 / nullif(duration_ms, 0) >= {share})"
)
RANGE = "project_id = 1 AND occurred_at >= $1 AND occurred_at < $2"
SLOTS = "date_bin('5 minutes', occurred_at, '1970-01-01 00:00:00+00')"
WEEKS = 6
"""Calendar weeks that 30 days are in at most."""

Step = tuple[Mapping[str, Any], str]
"""A step of a funnel: as a client writes it, and as a condition on raw events."""


def _types(*names: str, more: Mapping[str, Any] | None = None, sql: str = "") -> Step:
    codes = ", ".join(ONE.format(name.lower()) for name in names)
    return {"types": list(names), **(more or {})}, f"type IN ({codes}){sql}"


def _with(kind: str, name: str, value: str) -> Step:
    more = {"properties": {name: value}}
    return _types(kind, more=more, sql=f""" AND properties @> '{{"{name}": "{value}"}}'""")


def _watched(percent: int) -> Step:
    return {"watched": {"percent": percent}}, WATCHED.format(share=percent / 100)


FOUR: tuple[Step, ...] = (_types("VIEW_START"), _watched(50), _types("LIKE"), _types("PURCHASE"))
SIXTEEN: tuple[Step, ...] = (
    _types("VIEW_START"),
    _types("VIEW_PROGRESS"),
    _watched(50),
    _types("LIKE"),
    _with("VIEW_START", "screen", "home"),
    _types("VIEW_COMPLETE"),
    _types("VIEW_START", more={"creatorId": "creator-0"}, sql=" AND creator_id = 'creator-0'"),
    _watched(75),
    _types("SHARE"),
    _with("VIEW_START", "screen", "search"),
    _types("SAVE"),
    _types("VIEW_PROGRESS", more={"contentId": "video-0"}, sql=" AND content_id = 'video-0'"),
    _types("COMMENT"),
    _types("FOLLOW"),
    _types("LIKE", "SHARE", "SAVE"),
    _with("PURCHASE", "productId", "product-1"),
)


class ViewerQuestion(ABC):
    """A question.

    Attributes:
        what: What it is called.
        query: As a client asks it.
    """

    what: str
    query: str

    @abstractmethod
    def variables(self, events: ViewerEvents, number: int) -> Mapping[str, Any]:
        """The variables of the query; with another number it is another question, which was not answered before."""

    @abstractmethod
    def numbers(self, answer: Any) -> Any:
        """What the answer says, to compare it."""

    @abstractmethod
    async def bare(self, connection: asyncpg.Connection, events: ViewerEvents, number: int) -> Any:
        """The same by SQL on the raw events."""


def _between(events: ViewerEvents) -> Mapping[str, Any]:
    return {"between": {"start": events.start.isoformat(), "end": events.end.isoformat()}}


class FunnelOf(ViewerQuestion):
    """A funnel of ordered steps."""

    query = """query ($steps: [FunnelStepInput!]!, $window: Duration!, $range: RangeInput) {
      funnel(steps: $steps, window: $window, range: $range) { started converted steps { viewers } }
    }"""

    def __init__(self, steps: tuple[Step, ...], days: int) -> None:
        self.what = f"funnel of {len(steps)} steps"
        self._steps = steps
        self._days = days

    def _window(self, number: int) -> timedelta:
        return timedelta(days=self._days, minutes=number)

    def variables(self, events: ViewerEvents, number: int) -> Mapping[str, Any]:
        """The longest time of an attempt differs."""
        window = f"{int(self._window(number).total_seconds()) // 60}m"
        return {"steps": [given for given, _ in self._steps], "window": window, "range": _between(events)}

    def numbers(self, answer: Any) -> Any:
        """The viewers who did each step."""
        return [step["viewers"] for step in answer["funnel"]["steps"]]

    def statement(self) -> str:
        """Windows over each viewer's events: of each step, when the latest attempt began that got so far before."""
        conditions = ",\n".join(f"({sql}) AS step_{number}" for number, (_, sql) in enumerate(self._steps, 1))
        wanted = " OR ".join(f"({sql})" for _, sql in self._steps)
        attempts = [
            f"events AS (SELECT user_id, occurred_at, id, {conditions}\nFROM raw_events WHERE {RANGE} AND ({wanted}))"
        ]
        done = ["step_1"]
        for number in range(1, len(self._steps)):
            before = "events" if number == 1 else f"after_{number - 1}"
            began = "occurred_at" if number == 1 else f"began_{number - 1}"
            attempts.append(
                f"after_{number} AS (SELECT *, max({began}) FILTER (WHERE {done[-1]}) OVER (PARTITION BY user_id "
                "ORDER BY occurred_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) "
                f"AS began_{number} FROM {before})"
            )
            done.append(f"step_{number + 1} AND occurred_at - began_{number} <= $3")
        ever = ", ".join(f"bool_or({one}) AS done_{number}" for number, one in enumerate(done))
        counts = ", ".join(f"count(*) FILTER (WHERE done_{number})" for number in range(len(done)))
        last = f"after_{len(self._steps) - 1}"
        return (
            f"WITH {', '.join(attempts)}\nSELECT {counts} FROM (SELECT {ever} FROM {last} GROUP BY user_id) AS viewers"
        )

    async def bare(self, connection: asyncpg.Connection, events: ViewerEvents, number: int) -> Any:
        """One statement."""
        found = await connection.fetchrow(self.statement(), events.start, events.end, self._window(number))
        assert found is not None
        return list(found)


class WeeklyRetention(ViewerQuestion):
    """Weekly retention of those who began to watch."""

    what = "weekly retention"
    query = """query ($periods: Int!, $range: RangeInput) {
      retention(start: {types: [VIEW_START]}, by: WEEK, periods: $periods, range: $range) {
        cohorts { size periods { retained } }
      }
    }"""
    _STATEMENT = f"""
        WITH weeks AS (
            SELECT user_id, date_trunc('week', occurred_at, 'UTC') AS week
            FROM raw_events WHERE {RANGE} AND type = event_word_code('view_start')
            GROUP BY 1, 2
        ),
        firsts AS (SELECT user_id, week, min(week) OVER (PARTITION BY user_id) AS first FROM weeks)
        SELECT first, week, count(*) AS viewers FROM firsts GROUP BY 1, 2 ORDER BY 1, 2
    """

    def variables(self, events: ViewerEvents, number: int) -> Mapping[str, Any]:
        """The number of periods differs."""
        return {"periods": WEEKS + number % 54, "range": _between(events)}

    def numbers(self, answer: Any) -> Any:
        """Of each cohort with viewers, those who came back in each week, as far as someone did."""
        cohorts = [
            [period["retained"] or 0 for period in cohort["periods"]] for cohort in answer["retention"]["cohorts"]
        ]
        return [_without_end(cohort) for cohort in cohorts if cohort[0]]

    async def bare(self, connection: asyncpg.Connection, events: ViewerEvents, _number: int) -> Any:
        """One statement."""
        cohorts: dict[Any, list[int]] = {}
        for first, week, viewers in await connection.fetch(self._STATEMENT, events.start, events.end):
            cohort = cohorts.setdefault(first, [])
            cohort += [0] * ((week - first) // timedelta(weeks=1) - len(cohort)) + [viewers]
        return list(cohorts.values())


def _without_end(numbers: list[int]) -> list[int]:
    while numbers and not numbers[-1]:
        numbers = numbers[:-1]
    return numbers


class ViewerHistory(ViewerQuestion):
    """The newest events of one viewer, some of those with the most."""

    what = "history of a viewer, page of 100"
    query = """query ($user: ID!, $range: RangeInput) {
      events(filter: {userId: $user}, range: $range, first: 100) {
        nodes { eventId type name contentId title creatorId sessionId occurredAt watchTime position properties }
      }
    }"""
    _STATEMENT = f"""
        SELECT id, event_word(type), content_id, creator_id, session_name, occurred_at, watch_ms, position_ms,
            properties
        FROM raw_events
        WHERE {RANGE} AND {SLOTS} > $1::timestamptz - interval '5 minutes' AND {SLOTS} < $2 AND user_id = $3
        ORDER BY occurred_at DESC, id DESC LIMIT 100
    """

    def _user(self, events: ViewerEvents, number: int) -> str:
        return f"user-{number * 7 % max(1, events.viewers // 100)}"

    def variables(self, events: ViewerEvents, number: int) -> Mapping[str, Any]:
        """The viewer differs."""
        return {"user": self._user(events, number), "range": _between(events)}

    def numbers(self, answer: Any) -> Any:
        """The events."""
        return [node["eventId"] for node in answer["events"]["nodes"]]

    async def bare(self, connection: asyncpg.Connection, events: ViewerEvents, number: int) -> Any:
        """One statement."""
        user = self._user(events, number)
        return [str(row["id"]) for row in await connection.fetch(self._STATEMENT, events.start, events.end, user)]


class CountsByDay(ViewerQuestion):
    """How many events of each type there were, by day."""

    what = "eventCounts by day"
    query = """query ($range: RangeInput) {
      eventCounts(by: DAY, range: $range) { points { date counts { type count } } }
    }"""
    _STATEMENT = f"""
        SELECT (occurred_at AT TIME ZONE 'UTC')::date AS day, type AS code, event_word(type) AS type, count(*) AS events
        FROM raw_events WHERE {RANGE} GROUP BY 1, 2
    """

    def variables(self, events: ViewerEvents, _number: int) -> Mapping[str, Any]:
        """It is read from what is counted, and kept nowhere."""
        return {"range": _between(events)}

    def numbers(self, answer: Any) -> Any:
        """The counts by day and type."""
        points = answer["eventCounts"]["points"]
        return {(point["date"], one["type"]): one["count"] for point in points for one in point["counts"]}

    async def bare(self, connection: asyncpg.Connection, events: ViewerEvents, _number: int) -> Any:
        """One statement."""
        rows = await connection.fetch(self._STATEMENT, events.start, events.end)
        return {(row["day"].isoformat(), row["type"].upper()): row["events"] for row in rows}


FOUR_STEPS, SIXTEEN_STEPS = FunnelOf(FOUR, 7), FunnelOf(SIXTEEN, DAYS)
