"""What a request and a run cost, counted: statements, and bytes of the transaction log and of answers.

These numbers do not depend on the machine's mood. A change that raises one says why.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asyncpg import Connection
from asyncpg.prepared_stmt import PreparedStatement

from server.access import Role
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.api import Api

pytestmark = [pytest.mark.own_database, pytest.mark.usefixtures("within_a_quarter_hour")]

DASHBOARD = Path(__file__).parents[3] / "graphql" / "dashboard"
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
ONCE = re.compile(r"current_setting\('jit'\)|typeinfo|to_regtype|alembic_version")
"""Sent once on a connection: what asyncpg asks about types that it does not know, and which schema there is."""
TRENDING = "{ trending { contents { contentId } } }"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Without the poll for lost notifications, which sends a statement now and then."""
    return settings.model_copy(update={"live_poll_interval": 3600.0})


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All statements that this process sends, with those that open and end transactions."""
    statements: list[str] = []
    make, fetch = Connection.__init__, PreparedStatement.fetch

    def note(logged: Any) -> None:
        if not ONCE.search(logged.query):
            statements.append(logged.query)

    def make_watched(connection: Any, *arguments: Any, **options: Any) -> None:
        make(connection, *arguments, **options)
        connection.add_query_logger(note)

    async def fetch_watched(prepared: Any, *arguments: Any, **options: Any) -> Any:
        statements.append(prepared.get_query())
        return await fetch(prepared, *arguments, **options)

    monkeypatch.setattr(Connection, "__init__", make_watched)
    monkeypatch.setattr(PreparedStatement, "fetch", fetch_watched)
    return statements


def play(number: int) -> list[dict[str, Any]]:
    """Four events of one viewer, as an app sends them."""
    start = datetime.now(UTC) - timedelta(minutes=2)
    facts = {
        "contentId": f"video-{number % 20}",
        "creatorId": f"creator-{number % 5}",
        "userId": f"user-{number}",
        "sessionId": f"session-{number}",
        "device": {"type": "MOBILE", "platform": "IOS", "os": "iOS 19", "appVersion": "4.2.0"},
        "location": {"country": "DE", "city": "Berlin"},
        "source": {"type": "FOR_YOU"},
    }
    kinds = ("VIEW_START", "VIEW_PROGRESS", "VIEW_PROGRESS", "VIEW_COMPLETE")
    return [
        {
            **facts,
            "type": kind,
            "occurredAt": (start + timedelta(seconds=15 * place)).isoformat(),
            "viewData": {"totalWatchTime": 15.0 * place, "position": 15.0 * place, "duration": 45.0},
        }
        for place, kind in enumerate(kinds)
    ]


async def track(api: Api, plays: int, first: int = 0) -> int:
    """Sends plays, 25 a request; returns the number of events."""
    for begin in range(first, first + plays, 25):
        events = [event for number in range(begin, begin + 25) for event in play(number)]
        assert (await api.ask(TRACK, {"events": events}))["data"]["trackEvents"]["accepted"] == 100
    return 4 * plays


async def written(pool: Pool) -> int:
    """Bytes of the transaction log so far."""
    found: int = await pool.fetchval("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint")
    return found


async def test_a_request_sends_few_statements(sent: list[str], api: Api, settings: Settings) -> None:
    await track(api, 25)
    sent.clear()
    await track(api, 25, 100)
    assert len(sent) == 1, sent

    async with aggregating(settings) as aggregator:
        await aggregator.drain()
    document, admin = (DASHBOARD / "ContentAnalytics.graphql").read_text(), api.token(role=Role.ADMIN)
    for variables, statements in (({}, 5), ({"range": {"last": "7d"}}, 6)):  # of a range, whether days have expired
        sent.clear()
        answer = await api.ask(document, {"contentId": "video-1", **variables}, authorization=admin)
        assert answer["data"]["contentAnalytics"]["views"]["total"] > 0
        assert len(sent) == statements, sent  # begin, the figures, the breakdown, end, and what the pool resets

    await api.ask(TRENDING)
    sent.clear()
    await api.ask(TRENDING)
    assert sent == []


async def test_a_run_sends_as_many_statements_for_many_events_as_for_few(
    sent: list[str], api: Api, settings: Settings
) -> None:
    async with aggregating(settings) as aggregator:
        counted: list[int] = []
        for plays in (25, 0, 25, 200):
            await track(api, plays, 1000 * len(counted))
            sent.clear()
            await aggregator.run_once()
            counted.append(len(sent))
    assert counted[1:] == [14, 61, 61]  # and a look at the schema; the last of the fold adds to days that are over


async def test_bytes_of_the_transaction_log_per_event(api: Api, pool: Pool, settings: Settings) -> None:
    await track(api, 25)
    async with aggregating(settings) as aggregator:
        await aggregator.drain()
        before = await written(pool)
        events = await track(api, 500, 1000)
        stored = await written(pool)
        await aggregator.drain()
        counted = await written(pool)
    assert (stored - before) / events < 800  # 744, and what PostgreSQL logs by itself meanwhile
    assert (counted - stored) / events < 1080


async def test_bytes_of_an_answer(api: Api, settings: Settings) -> None:
    await track(api, 25)
    async with aggregating(settings) as aggregator:
        await aggregator.drain()
    document = (DASHBOARD / "ContentAnalytics.graphql").read_text()
    response = await api.post(document, {"contentId": "video-1"}, authorization=api.token(role=Role.ADMIN))
    assert len(response.content) < 1300
