"""Answers funnels in a worker: one snapshot, one statement, and a fold of each bucket of viewers."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

import msgspec
import numpy as np
from numpy.typing import NDArray

from server.analytics.funnels.conditions import step_bits, types_of
from server.analytics.funnels.kernel import fold_funnel
from server.analytics.funnels.question import FunnelQuestion, ViewerPage
from server.analytics.funnels.rows import Columns, read_buckets
from server.analytics.funnels.rules import ExclusionRule, FunnelOrder, FunnelRules, StepRule, ViewerRows
from server.analytics.funnels.tally import StepFound, Tally
from server.analytics.project_state import ProjectState, read_project_state
from server.errors import limit_exceeded
from server.storage.database import Connection
from server.storage.sql import load_sql, read_sql
from server.storage.sql_templates import fill_in
from server.storage.statement import Statement

REUSED_SECONDS = 10.0
"""Seconds that an answer serves further questions while the revision stays: what is still open changes with time."""
EXCLUSIONS_AT = 16
"""The first bit of the exclusions."""


class FunnelFound(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a funnel.

    Attributes:
        revision: The project's revision that it shows.
        as_of: Up to when events are counted.
        steps: The numbers of each step.
    """

    revision: int
    as_of: datetime | None
    steps: list[StepFound]


class ViewersFound(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the viewers of a funnel.

    Attributes:
        total: How many there are on all pages.
        numbers: The numbers of those of the page, ascending.
        viewers: Their keys.
        has_previous: Whether there are more before them.
        has_next: Whether more follow.
    """

    total: int
    numbers: list[int]
    viewers: list[str]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """A funnel that was told."""

    state: ProjectState
    tally: Tally
    at: float


class Funnels:
    """Answers questions about funnels, and keeps what they took, by question and revision.

    Args:
        most_bytes: Bytes of answers that are kept.
        seconds: Seconds that a statement may take.
    """

    def __init__(self, *, most_bytes: int, seconds: float) -> None:
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._told: OrderedDict[bytes, _Told] = OrderedDict()

    async def funnel(self, connection: Connection, question: FunnelQuestion) -> FunnelFound:
        """The numbers of a funnel.

        Args:
            connection: Inside a snapshot.
            question: The funnel.

        Raises:
            ViewpulseError: LIMIT_EXCEEDED if the range begins before raw events are kept.
        """
        told = await self._tell(connection, question, REUSED_SECONDS)
        return FunnelFound(revision=told.state.revision, as_of=told.state.as_of, steps=told.tally.steps())

    async def viewers(self, connection: Connection, page: ViewerPage) -> ViewersFound:
        """A page of the viewers behind a number of a funnel, as ``funnel`` does."""
        told = await self._tell(connection, page.funnel, inf)
        numbers = told.tally.viewers(page.step - 1, page.kind)
        start, end = _bounds(numbers, page)
        chosen = numbers[start:end].tolist()
        keys = await self._keys(connection, page.funnel, chosen)
        return ViewersFound(
            total=len(numbers),
            numbers=chosen,
            viewers=[keys[number] for number in chosen],
            has_previous=start > 0,
            has_next=end < len(numbers),
        )

    async def _keys(self, connection: Connection, question: FunnelQuestion, numbers: list[int]) -> Mapping[int, str]:
        if not numbers:
            return {}
        of_types, span = _span(question)
        sql = load_sql(__name__, "funnel_viewers", oftypes=of_types)
        rows = await sql.fetch(connection, **span, numbers=numbers)
        return {row["viewer"]: row["viewer_id"] for row in rows}

    async def _tell(self, connection: Connection, question: FunnelQuestion, seconds: float) -> _Told:
        state = await read_project_state(connection, question.project_id)
        key = msgspec.msgpack.encode(question)
        told = self._told.get(key)
        if told is not None and told.state.revision == state.revision and time.monotonic() < told.at + seconds:
            self._told.move_to_end(key)
            return told
        await _require_kept(connection, question)
        told = _Told(state, await self._count(connection, question, state), time.monotonic())
        self._keep(key, told)
        return told

    async def _count(self, connection: Connection, question: FunnelQuestion, state: ProjectState) -> Tally:
        rules = rules_of(question)
        tally = Tally(rules)
        as_of = _milliseconds(min(state.as_of or question.start, rows_end(question)))
        end = _milliseconds(question.end)
        statement, values = rows_statement(question)
        async for columns in read_buckets(connection, statement, values, seconds=self._seconds):
            await asyncio.to_thread(_fold, tally, columns, rules, end_ms=end, as_of_ms=as_of)
        return tally

    def _keep(self, key: bytes, told: _Told) -> None:
        self._told[key] = told
        self._told.move_to_end(key)
        while self._told and sum(kept.tally.bytes for kept in self._told.values()) > self._most_bytes:
            self._told.popitem(last=False)


def _bounds(numbers: NDArray[np.int64], page: ViewerPage) -> tuple[int, int]:
    """Where a page begins and ends in a list."""
    if page.is_backwards:
        end = len(numbers) if page.place is None else int(numbers.searchsorted(page.place, "left"))
        return max(0, end - page.size), end
    start = 0 if page.place is None else int(numbers.searchsorted(page.place, "right"))
    return start, min(start + page.size, len(numbers))


def _fold(tally: Tally, columns: Columns, rules: FunnelRules, *, end_ms: int, as_of_ms: int) -> None:
    viewer, time_ms, bits = columns
    steps = bits & np.uint32((1 << EXCLUSIONS_AT) - 1)
    if rules.order is not FunnelOrder.ANY:  # attempts begin in the range, and may end after it
        steps[time_ms >= end_ms] &= ~np.uint32(1)
    rows = ViewerRows(viewer, time_ms, steps, bits >> np.uint32(EXCLUSIONS_AT))
    tally.add(fold_funnel(rows, rules, as_of_ms), time_ms)


def rules_of(question: FunnelQuestion) -> FunnelRules:
    """The rules of a funnel as the kernel takes them. Raises ValueError if they contradict each other."""
    return FunnelRules(
        order=question.order,
        steps=tuple(StepRule(step.optional, step.window_ms) for step in question.steps),
        window_ms=question.window_ms,
        exclusions=tuple(ExclusionRule(one.after - 1, one.before - 1) for one in question.exclusions),
    )


def rows_end(question: FunnelQuestion) -> datetime:
    """Until when rows are read: attempts that begin in the range may end a window later. In ANY order they may not."""
    if question.order is FunnelOrder.ANY:
        return question.end
    return question.end + timedelta(milliseconds=question.window_ms)


def rows_statement(question: FunnelQuestion) -> tuple[Statement, Mapping[str, object]]:
    """The statement of a funnel's rows, and the values of its parameters."""
    steps = [step.condition for step in question.steps]
    excluded = [exclusion.condition for exclusion in question.exclusions]
    bits, values = step_bits(dict(enumerate(steps)) | dict(enumerate(excluded, EXCLUSIONS_AT)))
    of_types, span = _span(question)
    kept = "true" if question.order is FunnelOrder.STRICT else "steps <> 0"
    sql = Statement(fill_in(read_sql(__name__, "funnel_rows"), {"steps": bits, "kept": kept, "oftypes": of_types}))
    return sql, {**values, **span}


def _span(question: FunnelQuestion) -> tuple[str, dict[str, object]]:
    """Which events are read: a condition on their type, and the values of the parameters."""
    types = None
    if question.order is not FunnelOrder.STRICT:  # else any event may stand between two steps
        types = types_of([each.condition for each in question.steps] + [each.condition for each in question.exclusions])
    values: dict[str, object] = {
        "project": question.project_id,
        "start": question.start,
        "end": rows_end(question),
        "classes": question.classes,
    }
    if types is None:
        return "true", values
    return "events.type = ANY (:types::text[])", values | {"types": types}


async def _require_kept(connection: Connection, question: FunnelQuestion) -> None:
    since = await connection.fetchval(
        "SELECT raw_since FROM rollup_state WHERE project_id = $1 AND raw_since > $2",
        question.project_id,
        question.start,
    )
    if since is not None:
        message = f"Raw events are kept since {since:%Y-%m-%d}; the range must not begin before that."
        raise limit_exceeded(message, "rawEventsSince", int(since.timestamp()), int(question.start.timestamp()))


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
