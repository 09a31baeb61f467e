"""What the documents of our clients cost in a large database: statements, and rows of tables that are read.

Both are counted, so they do not depend on the machine's mood. A change that raises one says why.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from resolvers import context
from resolvers.context import Services
from server.analytics import snapshot
from server.analytics.snapshot import read_snapshot
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection, Pool
from tests.integration.analytics.conftest import SCHEMA
from tests.integration.analytics.plans.filling import END, START
from tests.integration.analytics.stack import Stack, moment

GRAPHQL = Path(__file__).parents[3] / "graphql"
ROWS = "SELECT coalesce(sum(seq_tup_read) + sum(idx_tup_fetch), 0)::bigint FROM pg_stat_xact_user_tables"
OF_THE_DRIVER = re.compile(r"current_setting\('jit'\)|typeinfo")
"""What asyncpg asks once on a connection, about types that it does not know."""
WEEK = {"range": {"between": {"start": moment(START), "end": moment(END)}}}
HOUR = {"range": {"last": "1h"}}
BY_DAY = {"by": "DAY", "compare": True}
CONTENT, CREATOR, PAGE = {"contentId": "c1"}, {"creatorId": "k1"}, {"first": 100}
CONTENTS = {"contentIds": [f"c{number}" for number in range(1, 101)]}


@dataclass
class Cost:
    """What was read in snapshots."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0


class Expected(NamedTuple):
    """What one document with its variables may cost.

    Attributes:
        document: Its file in the folder ``graphql``.
        variables: Its variables.
        statements: The statements that it sends, without cursors.
        rows: The most rows that these may read. The tables are small enough that some are walked through.
    """

    document: str
    variables: dict[str, Any]
    statements: int
    rows: int


@pytest.fixture
def cost(monkeypatch: pytest.MonkeyPatch) -> Cost:
    """What the next operation costs, without what opens and closes its snapshot."""
    counted = Cost()

    def note(logged: Any) -> None:
        if not OF_THE_DRIVER.search(logged.query):
            counted.statements.append(logged.query)

    @asynccontextmanager
    async def counting(pool: Pool, project_id: int) -> AsyncIterator[Connection]:
        async with read_snapshot(pool, project_id) as connection:
            before = await connection.fetchval(ROWS)
            connection.add_query_logger(note)
            yield connection
            connection.remove_query_logger(note)
            counted.rows += await connection.fetchval(ROWS) - before

    monkeypatch.setattr(snapshot, "read_snapshot", counting)
    monkeypatch.setattr(context, "read_snapshot", counting)
    return counted


@pytest.fixture
def large(many_rows: Pool, many_rows_settings: Settings, aggregator: Aggregator) -> Stack:
    """The real path on a large database, at the end of its history; for reading only."""
    contents = ContentCatalogue(many_rows)
    ingest = Ingest(many_rows, many_rows_settings)
    return Stack(SCHEMA, Services(many_rows_settings, many_rows, ingest, contents, now=lambda: END), aggregator)


DOCUMENTS = {
    "all metrics": Expected("dashboard/ContentAnalytics", {**CONTENT, **WEEK}, 2, 250),
    "all metrics, all time": Expected("dashboard/ContentAnalytics", CONTENT, 2, 4_000),
    "several contents": Expected("dashboard/ContentsAnalytics", {**CONTENTS, **WEEK}, 5, 7_000),
    "several contents, all time": Expected("dashboard/ContentsAnalytics", CONTENTS, 3, 60_000),
    "series of a content": Expected("dashboard/Series", {"of": CONTENT, **WEEK, **BY_DAY}, 6, 250),
    "series of a creator": Expected("dashboard/Series", {"of": CREATOR, **WEEK, **BY_DAY}, 4, 250),
    "series of the platform": Expected("dashboard/Series", {"of": {"platform": True}, **WEEK, **BY_DAY}, 4, 3_000),
    "series of the platform, all time": Expected(
        "dashboard/Series", {"of": {"platform": True}, "by": "MONTH"}, 5, 70_010
    ),
    "series by minute": Expected("dashboard/Series", {"of": CREATOR, **HOUR, "by": "MINUTE"}, 4, 1_000),
    "the last minutes of a content": Expected("dashboard/Realtime", {"of": CONTENT}, 6, 100),
    "the last minutes of the platform": Expected("dashboard/Realtime", {"of": {"platform": True}}, 6, 20_000),
    "scores": Expected("dashboard/ContentScores", {**CONTENT, **WEEK}, 5, 250),
    "audience": Expected("dashboard/ContentAudience", {**CONTENT, **WEEK}, 2, 250),
    "breakdown": Expected("dashboard/Breakdown", {"of": CONTENT, **WEEK, "by": "COUNTRY"}, 3, 250),
    "breakdown by hour": Expected("dashboard/Breakdown", {"of": CONTENT, **WEEK, "by": "HOUR"}, 3, 250),
    "breakdown of a creator": Expected("dashboard/Breakdown", {"of": CREATOR, **WEEK, "by": "COUNTRY"}, 4, 30_000),
    "breakdown of a creator by hour": Expected("dashboard/Breakdown", {"of": CREATOR, **WEEK, "by": "HOUR"}, 2, 500),
    "breakdown of the platform by hour": Expected(
        "dashboard/Breakdown", {"of": {"platform": True}, **WEEK, "by": "HOUR"}, 2, 2_000
    ),
    "a live stream": Expected("dashboard/StreamAnalytics", CONTENT, 1, 250),
    "velocity": Expected("dashboard/ContentVelocity", CONTENT, 2, 20),
    "retention": Expected("dashboard/ContentRetention", {**CONTENT, **WEEK}, 3, 120),
    "three retention curves": Expected("dashboard/ContentCurves", {**CONTENT, **WEEK}, 8, 250),
    "comparison": Expected("dashboard/ContentComparison", {**CONTENT, **WEEK}, 2, 150),
    "comparison with the creator": Expected(
        "dashboard/ContentComparison", {**CONTENT, **WEEK, "to": "CREATOR_AVERAGE"}, 5, 300
    ),
    "creator": Expected("dashboard/CreatorAnalytics", {**CREATOR, **WEEK}, 4, 250),
    "creator, all time": Expected("dashboard/CreatorAnalytics", CREATOR, 4, 250),
    "creator's audience": Expected("dashboard/CreatorAudience", {**CREATOR, **WEEK}, 3, 30_000),
    "creator's contents": Expected("dashboard/CreatorContents", {**CREATOR, **PAGE}, 4, 450),
    "creator's contents, best first": Expected(
        "dashboard/CreatorContents", {**CREATOR, **PAGE, "sort": "QUALITY"}, 4, 400
    ),
    "creator's contents of a week": Expected("dashboard/CreatorContents", {**CREATOR, **PAGE, **WEEK}, 6, 600),
    "creator's contents of a week, best first": Expected(
        "dashboard/CreatorContents", {**CREATOR, **PAGE, **WEEK, "sort": "QUALITY"}, 5, 600
    ),
    "dashboard": Expected("dashboard/MyDashboard", {**CREATOR, **WEEK}, 7, 450),
    "platform": Expected("dashboard/PlatformAnalytics", WEEK, 1, 673),
    "platform in one request": Expected("dashboard/EventDashboard", {}, 13, 14_500),
    "top by views": Expected("mobile/TopContents", {**WEEK, **PAGE, "by": "VIEWS"}, 5, 12_000),
    "top by quality": Expected("mobile/TopContents", {**WEEK, **PAGE}, 4, 50_000),
    "top of all time": Expected("mobile/TopContents", PAGE, 4, 400),
    "trending": Expected("mobile/Trending", PAGE, 2, 700),
    "areas": Expected("dashboard/AreaCounts", WEEK, 2, 800),
    "watch history": Expected("mobile/WatchHistory", {"userId": "u1", **PAGE}, 2, 400),
    "session": Expected("dashboard/SessionAnalytics", {"sessionId": "s1"}, 1, 2),
}


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_a_document_costs_what_it_shows(large: Stack, cost: Cost, name: str) -> None:
    document, variables, statements, rows = DOCUMENTS[name]
    await large.ask((GRAPHQL / f"{document}.graphql").read_text(), **variables)
    assert len(cost.statements) == statements, cost.statements
    assert cost.rows <= rows
