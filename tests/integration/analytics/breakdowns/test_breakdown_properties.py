"""For any events, a breakdown adds up, and is the same with, without and with half of its daily summaries."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from server.analytics.breakdowns import breakdown
from server.analytics.breakdowns.breakdown import BreakdownQuery, read_breakdown
from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.breakdowns.listing import BreakdownResult, Listing, RowOrder
from server.analytics.query import ContentQuery, ScopeQuery
from server.analytics.ranges import TimeRange
from server.analytics.traffic import Traffic
from server.metrics.view_definitions import DEFINITIONS
from server.rollup import daily_summaries
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from server.storage.database import Connection, Pool
from tests.drawing import drawn
from tests.integration.rollup.feed import BASE, aggregating, feed, in_project
from tests.integration.rollup.test_properties import histories, patient

LATER = datetime(2026, 11, 20, tzinfo=UTC)
RANGES = [
    None,
    TimeRange(BASE - timedelta(days=1), BASE + timedelta(hours=14)),
    TimeRange(BASE + timedelta(minutes=15), BASE + timedelta(days=2)),
]
TOTALS = """
SELECT coalesce(sum({prefix}views), 0), coalesce(sum(plays), 0), coalesce(sum(watch_ms), 0),
    coalesce(sum(completed_full), 0), coalesce(sum(like_events + comments + shares), 0)
FROM content_buckets
WHERE project_id = $1 AND content_id = coalesce($2, content_id) AND traffic = ANY ($3) AND bucket >= $4 AND bucket < $5
"""
PAIRS = [
    (Dimension.WEEKDAY, Dimension.HOUR),
    (Dimension.DAY, Dimension.HOUR),
    (Dimension.COUNTRY, Dimension.DEVICE),
    (Dimension.VIEWER_LOCAL_HOUR, Dimension.DAY),
    (Dimension.GENDER, Dimension.SOURCE),
]
_projects = count(10_000)


@pytest_asyncio.fixture(loop_scope="session")
async def summarizer(settings: Settings) -> AsyncIterator[Summarizer]:
    made = Summarizer(settings, now=lambda: LATER, quiet=timedelta(0))
    yield made
    await made.close()


async def all_breakdowns(
    connection: Connection, asked: BreakdownQuery, listing: Listing
) -> dict[tuple[Dimension, ...], BreakdownResult]:
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        return {
            by: await read_breakdown(connection, asked, by, listing, viewers=True)
            for by in [*((dimension,) for dimension in Dimension), *PAIRS]
        }


async def totals(connection: Connection, asked: BreakdownQuery) -> tuple[int, ...]:
    content_id = asked.content_id if isinstance(asked, ContentQuery) else None
    within = asked.time_range or TimeRange(BASE - timedelta(days=9), BASE + timedelta(days=9))
    sql = TOTALS.replace("{prefix}", asked.definition.prefix)
    which = (asked.project_id, content_id, asked.traffic.classes, within.start, within.end_bucket)
    row = await connection.fetchrow(sql, *which)
    assert row is not None
    return tuple(map(int, row))


@hypothesis_settings(patient, max_examples=drawn(8))
@given(
    history=histories,
    time_range=st.sampled_from(RANGES),
    definition=st.sampled_from(list(DEFINITIONS.values())),
    traffic=st.builds(Traffic, st.booleans(), st.booleans()),
    listing=st.builds(
        Listing, st.integers(1, 3), st.none() | st.sampled_from(RowOrder), st.integers(0, 2), st.integers(0, 2)
    ),
    of_platform=st.booleans(),
    exact=st.sampled_from([0, 10_000]),
)
async def test_any_history_adds_up_whatever_is_summarized(
    pool: Pool,
    settings: Settings,
    summarizer: Summarizer,
    history: list[dict[str, Any]],
    time_range: TimeRange | None,
    definition: Any,
    traffic: Traffic,
    listing: Listing,
    of_platform: bool,
    exact: int,
) -> None:
    project_id = next(_projects)
    which: dict[str, Any] = {
        "project_id": project_id,
        "time_range": time_range,
        "timezone": "Asia/Kathmandu",
        "definition": definition,
        "traffic": traffic,
        "now": LATER,
    }
    asked = ScopeQuery(creator_id=None, **which) if of_platform else ContentQuery(content_id="c1", **which)
    history = [found for found in history if found["content_id"] is not None]
    half = in_project(history[: len(history) // 2], project_id)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(daily_summaries, "MIN_FACTS", 1)
        changed.setattr(breakdown, "EXACT_PLAYS", exact)
        async with pool.acquire() as connection, aggregating(settings) as aggregator:
            await feed(connection, half)
            await aggregator.drain()
            await summarizer.drain()
            await feed(connection, in_project(history[len(half) :], project_id))
            await aggregator.drain()
            found = await all_breakdowns(connection, asked, listing)
            await summarizer.drain()
            assert await all_breakdowns(connection, asked, listing) == found
            await connection.execute("DELETE FROM summarized_days")
            assert await all_breakdowns(connection, asked, listing) == found
            expected = await totals(connection, asked)
    for by, facts in found.items():
        parts = [*facts.rows, facts.other]
        sums = [(part.views, part.plays, part.watch_ms, part.completed_full, part.engagement_events) for part in parts]
        assert tuple(map(sum, zip(*sums, strict=True))) == expected, by
        assert all(part.unique_viewers <= part.views for part in parts), by
