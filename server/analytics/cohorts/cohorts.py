"""Answers ``retention`` and ``cohorts`` in a worker: one snapshot, one statement, a fold of each bucket of viewers."""

import asyncio
from collections.abc import Mapping

import msgspec
import numpy as np

from server.analytics.breakdowns.dimensions import spelled
from server.analytics.cohorts.question import (
    AMOUNTS,
    MAX_VALUES,
    ROLLING_MS,
    CohortFound,
    CohortsFound,
    CohortsQuestion,
)
from server.analytics.cohorts.statements import (
    RETURNS,
    STARTS,
    VALUE,
    columns_of,
    rows_statement,
    values_statement,
)
from server.analytics.cohorts.triangle import (
    ActivityRows,
    CohortRules,
    CohortTriangle,
    Flags,
    Integers,
    fold_cohorts,
    fold_groups,
)
from server.analytics.kept_answers import KeptAnswers
from server.analytics.project_state import read_project_state
from server.analytics.raw_events import require_kept
from server.analytics.viewer_rows import Rows, read_buckets
from server.errors import limit_exceeded
from server.storage.database import Connection
from server.times import from_milliseconds, to_milliseconds

COHORTS = "cohorts"
"""What its answers are kept under."""

Triangles = dict[int, CohortTriangle]
"""By the number of a value; 0 if there is no grouping."""


class Cohorts:
    """Answers questions about cohorts.

    Args:
        kept: Where answers are kept.
        seconds: Seconds that a statement may take.
    """

    def __init__(self, kept: KeptAnswers, *, seconds: float) -> None:
        self._kept = kept
        self._seconds = seconds

    async def cohorts(self, connection: Connection, question: CohortsQuestion) -> CohortsFound:
        """The cohorts, and what they do in each period.

        Args:
            connection: Inside a snapshot.
            question: What to count.

        Raises:
            ViewpulseError: LIMIT_EXCEEDED if the first cohort begins before raw events are kept, or there are too many
                values.
        """
        state = await read_project_state(connection, question.project_id)
        key = msgspec.msgpack.encode(question)
        kept: CohortsFound | None = self._kept.find(COHORTS, key, state.revision)
        if kept is not None:
            return kept
        await require_kept(connection, question.project_id, from_milliseconds(question.bounds_ms[0]))
        names = await self._names(connection, question)
        rules = rules_of(question)
        triangles = await self._triangles(connection, question, rules)
        as_of_ms = question.bounds_ms[0] - 1 if state.as_of is None else to_milliseconds(state.as_of)
        nobody = fold_cohorts(_no_rows(question), rules)
        whole = CohortTriangle.merged([nobody, *triangles.values()])
        if question.grouping is None:
            told, rest = _told(whole, rules, as_of_ms), None
        else:
            order = sorted(triangles, key=lambda number: (-int(triangles[number].size.sum()), names.get(number) or ""))
            first, others = order[: question.grouping.first], order[question.grouping.first :]
            told = [_told(triangles[number], rules, as_of_ms, names.get(number))[0] for number in first]
            [rest] = _told(CohortTriangle.merged([nobody, *map(triangles.__getitem__, others)]), rules, as_of_ms)
        found = CohortsFound(
            revision=state.revision,
            as_of=state.as_of,
            cohorts=told,
            means=whole.weighted_mean(rules, as_of_ms),
            values=0 if question.grouping is None else len(triangles),
            rest=rest,
        )
        self._kept.keep(COHORTS, key, state.revision, found, len(msgspec.msgpack.encode(found)))
        return found

    async def _triangles(self, connection: Connection, question: CohortsQuestion, rules: CohortRules) -> Triangles:
        found: Triangles = {}

        def fold(rows: Rows) -> None:
            activity = ActivityRows(
                rows.viewer,
                rows.time_ms,
                (rows.bits & STARTS) != 0,
                (rows.bits & RETURNS) != 0,
                tuple(rows.more[name] for name in AMOUNTS) if question.has_amounts else (),
            )
            if question.grouping:
                groups = fold_groups(activity, rules, rows.more[VALUE])
            else:
                groups = {0: fold_cohorts(activity, rules)}
            for number, triangle in groups.items():
                before = found.get(number)
                found[number] = triangle if before is None else CohortTriangle.merged([before, triangle])

        statement, values = rows_statement(question)
        buckets = read_buckets(connection, statement, values, seconds=self._seconds, more=columns_of(question))
        async for rows in buckets:
            await asyncio.to_thread(fold, rows)  # between two buckets it can be cancelled
        return found

    async def _names(self, connection: Connection, question: CohortsQuestion) -> Mapping[int, str | None]:
        grouping = question.grouping
        if grouping is None:
            return {}
        sql, values = values_statement(question, grouping)
        rows = await sql.fetch(connection, **values)
        if len(rows) > MAX_VALUES:
            message = f"There are more than {MAX_VALUES:,} values: group by another dimension or property."
            raise limit_exceeded(message, "cohortValues", MAX_VALUES)
        return {
            row["number"]: spelled(grouping.dimension, row["value"]) if grouping.dimension else row["value"]
            for row in rows
        }


def rules_of(question: CohortsQuestion) -> CohortRules:
    """The rules of cohorts as the kernel takes them."""
    return CohortRules(
        bounds_ms=np.array(question.bounds_ms, np.int64),
        periods=question.periods,
        rolling_ms=ROLLING_MS[question.length] if question.is_rolling else None,
        start=question.start,
        returns=question.rule,
    )


def _no_rows(question: CohortsQuestion) -> ActivityRows:
    none, never = np.zeros(0, np.int64), np.zeros(0, np.bool_)
    return ActivityRows(none, none, never, never, (none,) * len(AMOUNTS) if question.has_amounts else ())


def _told(triangle: CohortTriangle, rules: CohortRules, as_of_ms: int, value: str | None = None) -> list[CohortFound]:
    """The lines of a triangle."""
    has_begun, is_open = triangle.has_begun(rules, as_of_ms), triangle.is_open(rules, as_of_ms)
    return [
        CohortFound(
            value=value,
            size=int(triangle.size[line]),
            retained=_begun(triangle.retained, has_begun, line),
            is_open=is_open[line].tolist(),
            amounts={name: _begun(sums, has_begun, line) for name, sums in zip(AMOUNTS, triangle.sums, strict=False)},
        )
        for line in range(len(triangle.size))
    ]


def _begun(numbers: Integers, has_begun: Flags, line: int) -> list[int | None]:
    pairs = zip(numbers[line].tolist(), has_begun[line].tolist(), strict=True)
    return [number if begun else None for number, begun in pairs]
