"""P7: questions of seven days with a month of history, each against bare SQL that reads the same rows."""

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import asyncpg

from benchmarks.effort import Effort
from benchmarks.filling import with_history
from benchmarks.questions import ALL_GROUPS, BUCKETS, DAYS, MEDIAN, QUESTIONS, VIEWERS, Question
from benchmarks.reading import WARM_UP, contents, times_of_questions, times_of_reads
from benchmarks.report import Figure
from benchmarks.stage import Stage

TARGET = 4
"""What an answer may cost at most, in times of its baseline."""


async def _bare(connection: asyncpg.Connection, statements: Sequence[str], subjects: Sequence[str]) -> list[float]:
    """Seconds of all statements together for each subject, sorted."""
    times = []
    end = datetime.now(UTC)
    begin = end - timedelta(days=DAYS)
    for subject in subjects:
        started = time.perf_counter()
        for statement in statements:
            await connection.fetch(statement, subject, begin, end)
        times.append(time.perf_counter() - started)
    return sorted(times[WARM_UP:])


async def _all_bare(url: str, effort: Effort) -> Iterator[list[float]]:
    """The bare times of all groups together, then those of each question."""
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    try:
        found = [await _bare(connection, (BUCKETS, VIEWERS, MEDIAN), contents(effort.queries))]
        for question in QUESTIONS:
            subjects = [question.subject(number) for number in range(effort.questions + WARM_UP)]
            found.append(await _bare(connection, question.bare, subjects))
    finally:
        await connection.close()
    return iter(found)


async def _times(port: int, token: str, question: Question, count: int) -> list[float]:
    end = datetime.now(UTC)
    variables = (question.variables(number, end) for number in itertools.count())
    return await times_of_questions(port, token, question.query, itertools.islice(variables, count + WARM_UP))


def _at(times: Sequence[float], share: float) -> float:
    return times[int(len(times) * share)] * 1000


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """Over HTTP, one request at a time: all groups of contents of all sizes, then each question."""
    filled = with_history(stage, effort).stage
    bare = asyncio.run(_all_bare(filled.settings.database_url, effort))
    with filled.api() as (port, _pid):
        ours = asyncio.run(times_of_reads(port, filled.admin_token, ALL_GROUPS, contents(effort.queries)))
        asked = [
            (question.what, asyncio.run(_times(port, filled.admin_token, question, effort.questions)))
            for question in QUESTIONS
        ]
    with_events = f"{effort.history / 1e6:g} M events"
    p50, p99 = _at(ours, 0.5), _at(ours, 0.99)
    what, sql = f"contentAnalytics, 7 days, all groups, {with_events}", "bare SQL, asyncpg"
    return [
        Figure("P7", f"{what}, p50", p50, "ms", sql, _at(next(bare), 0.5), TARGET, at_most=True),
        Figure("P7", f"{what}, p99", p99, "ms", "its own p50", p50, TARGET, at_most=True),
        *(
            Figure(
                *("P7", f"{name}, {with_events}, p50", _at(times, 0.5), "ms", sql, _at(next(bare), 0.5), None),
                detail={"p99": _at(times, 0.99)},
            )
            for name, times in asked
        ),
    ]
