"""Answers funnels in a worker: one snapshot, one statement, and a fold of each bucket of viewers."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

import msgspec
import numpy as np
from numpy.typing import NDArray

from server.analytics.breakdowns.dimensions import spelled
from server.analytics.funnels.by_value import MAX_VALUES, ByValue, Pairs
from server.analytics.funnels.kernel import fold_funnel
from server.analytics.funnels.question import FunnelBreakdownQuestion, FunnelQuestion, ValueOf, ViewerPage
from server.analytics.funnels.rules import FunnelOrder, FunnelRules, ViewerRows
from server.analytics.funnels.statements import (
    EXCLUSIONS_AT,
    rows_statement,
    rules_of,
    values_statement,
    viewers_statement,
)
from server.analytics.funnels.tally import StepFound, Tally
from server.analytics.kept_answers import REUSED_SECONDS, KeptAnswers
from server.analytics.project_state import ProjectState, read_project_state
from server.analytics.raw_events import require_kept
from server.analytics.viewer_rows import Rows, read_buckets
from server.errors import limit_exceeded
from server.storage.database import Connection
from server.storage.statement import Bound
from server.times import to_milliseconds

FUNNEL, BREAKDOWN = "funnel", "breakdown"
"""What its answers are kept under."""
_AFTER_ALL = 2**62
"""Unix milliseconds at which no window is open any more."""


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


class ValueFound(msgspec.Struct, frozen=True, kw_only=True):
    """A funnel of the viewers with one value.

    Attributes:
        value: As the API spells it; None: unknown, or several values together.
        steps: Of each step the viewers who did it, were dropped, and are incomplete.
    """

    value: str | None
    steps: list[tuple[int, int, int]]


class BreakdownFound(msgspec.Struct, frozen=True, kw_only=True):
    """A funnel by the values of a dimension.

    Attributes:
        values: How many values there are.
        rows: Those with the most viewers, most first.
        rest: All others together.
    """

    values: int
    rows: list[ValueFound]
    rest: ValueFound


@dataclass(frozen=True, slots=True)
class _Told:
    """A funnel that was told: its numbers, and the viewers behind them."""

    state: ProjectState
    steps: list[StepFound]
    tally: Tally


class Funnels:
    """Answers questions about funnels.

    Args:
        kept: Where answers are kept.
        seconds: Seconds that a statement may take.
    """

    def __init__(self, kept: KeptAnswers, *, seconds: float) -> None:
        self._kept = kept
        self._seconds = seconds

    async def funnel(self, connection: Connection, question: FunnelQuestion) -> FunnelFound:
        """The numbers of a funnel.

        Args:
            connection: Inside a snapshot.
            question: The funnel.

        Raises:
            ViewpulseError: LIMIT_EXCEEDED if the range begins before raw events are kept.
        """
        told = await self._tell(connection, question, REUSED_SECONDS)
        return FunnelFound(revision=told.state.revision, as_of=told.state.as_of, steps=told.steps)

    async def viewers(self, connection: Connection, page: ViewerPage) -> ViewersFound:
        """A page of the viewers behind a number of a funnel, as ``funnel`` does."""
        told = await self._tell(connection, page.funnel, inf, page.revision)
        numbers = told.tally.viewers(page.step - 1, page.kind)
        start, end = _bounds(numbers, page)
        chosen = numbers[start:end].tolist()
        keys = await self._keys(connection, page.funnel, chosen)
        if page.revision is not None and len(keys) < len(chosen):  # events of one of them were removed since
            return await self.viewers(connection, msgspec.structs.replace(page, revision=None))
        return ViewersFound(
            total=len(numbers),
            numbers=chosen,
            viewers=[keys[number] for number in chosen],
            has_previous=start > 0,
            has_next=end < len(numbers),
        )

    async def breakdown(self, connection: Connection, by: FunnelBreakdownQuestion) -> BreakdownFound:
        """A funnel by the values of a dimension, as ``funnel`` does.

        Raises:
            ViewpulseError: LIMIT_EXCEEDED if there are too many values, too.
        """
        await require_kept(connection, by.funnel.project_id, by.funnel.start)
        state = await read_project_state(connection, by.funnel.project_id)
        key = msgspec.msgpack.encode(by)
        kept: BreakdownFound | None = self._kept.find(BREAKDOWN, key, state.revision)
        if kept is not None:
            return kept
        names = await self._names(connection, by)
        rules = rules_of(by.funnel)
        counted = ByValue(rules, by.of, by.step - 1)

        def fold(rows: Rows) -> None:
            value = rows.more["value"]
            if by.of is ValueOf.ALL:
                pairs = Pairs.from_rows(rows.viewer, value)
                rows_of_pairs = Rows(pairs.pair, rows.time_ms[pairs.order], rows.bits[pairs.order], {})
                outcome = fold_funnel(*_kernel_arguments(rows_of_pairs, by.funnel, rules, state))
                counted.add(outcome, value, pairs.values(outcome, value))
            else:
                counted.add(fold_funnel(*_kernel_arguments(rows, by.funnel, rules, state)), value)

        await self._read(connection, rows_statement(by.funnel, by), fold, more=["value"])
        found = [
            ValueFound(value=names.get(number), steps=[(done, left, open_) for done, left, open_ in counts.tolist()])
            for number, counts in counted.counts.items()
        ]
        found.sort(key=lambda one: (*(-step[0] for step in one.steps), one.value or ""))
        rest = sum((counts for counts in _counts(found[by.first :])), np.zeros((len(rules.steps), 3), np.int64))
        answer = BreakdownFound(
            values=len(found),
            rows=found[: by.first],
            rest=ValueFound(value=None, steps=[(done, left, open_) for done, left, open_ in rest.tolist()]),
        )
        self._kept.keep(BREAKDOWN, key, state.revision, answer, len(msgspec.msgpack.encode(answer)))
        return answer

    async def _names(self, connection: Connection, by: FunnelBreakdownQuestion) -> Mapping[int, str | None]:
        sql, values = values_statement(by, MAX_VALUES + 1)
        rows = await sql.fetch(connection, **values)
        if len(rows) > MAX_VALUES:
            message = f"There are more than {MAX_VALUES:,} values: choose a shorter range or another dimension."
            raise limit_exceeded(message, "funnelValues", MAX_VALUES)
        return {row["number"]: spelled(by.dimension, row["value"]) for row in rows}

    async def _keys(self, connection: Connection, question: FunnelQuestion, numbers: list[int]) -> Mapping[int, str]:
        if not numbers:
            return {}
        sql, values = viewers_statement(question, numbers)
        return {row["viewer"]: row["viewer_id"] for row in await sql.fetch(connection, **values)}

    async def _tell(
        self, connection: Connection, question: FunnelQuestion, seconds: float, revision: int | None = None
    ) -> _Told:
        """A funnel of the snapshot's revision, or of another one if it is kept."""
        await require_kept(connection, question.project_id, question.start)  # they may have expired since, too
        state = await read_project_state(connection, question.project_id)
        key = msgspec.msgpack.encode(question)
        for known in (state.revision if revision is None else revision, state.revision):
            kept: _Told | None = self._kept.find(FUNNEL, key, known, seconds)
            if kept is not None:
                return kept
        rules = rules_of(question)
        tally = Tally(rules)

        def fold(rows: Rows) -> None:
            tally.add(fold_funnel(*_kernel_arguments(rows, question, rules, state)), rows.time_ms)

        await self._read(connection, rows_statement(question), fold)
        told = _Told(state, tally.steps(), tally)
        tally.forget_times()
        self._kept.keep(FUNNEL, key, state.revision, told, tally.bytes + len(msgspec.msgpack.encode(told.steps)))
        return told

    async def _read(
        self, connection: Connection, bound: Bound, fold: Callable[[Rows], None], *, more: Sequence[str] = ()
    ) -> None:
        """Folds the rows of a statement, bucket by bucket, in a thread; between two of them it can be cancelled."""
        statement, values = bound
        async for rows in read_buckets(connection, statement, values, seconds=self._seconds, more=more):
            await asyncio.to_thread(fold, rows)


def _kernel_arguments(
    rows: Rows, question: FunnelQuestion, rules: FunnelRules, state: ProjectState
) -> tuple[ViewerRows, FunnelRules, int]:
    steps = rows.bits & np.uint32((1 << EXCLUSIONS_AT) - 1)
    as_of, end = to_milliseconds(state.as_of or question.start), to_milliseconds(question.end)
    if rules.order is not FunnelOrder.ANY:  # attempts begin in the range, and may end after it
        steps[rows.time_ms >= end] &= ~np.uint32(1)
    elif as_of >= end:  # the whole attempt lies in the range, so none can go on
        as_of = _AFTER_ALL
    return ViewerRows(rows.viewer, rows.time_ms, steps, rows.bits >> np.uint32(EXCLUSIONS_AT)), rules, as_of


def _bounds(numbers: NDArray[np.int64], page: ViewerPage) -> tuple[int, int]:
    """Where a page begins and ends in a list."""
    if page.is_backwards:
        end = len(numbers) if page.place is None else int(numbers.searchsorted(page.place, "left"))
        return max(0, end - page.size), end
    start = 0 if page.place is None else int(numbers.searchsorted(page.place, "right"))
    return start, min(start + page.size, len(numbers))


def _counts(found: list[ValueFound]) -> list[NDArray[np.int64]]:
    return [np.array(one.steps, np.int64) for one in found]
