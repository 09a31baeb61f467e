"""A run counts its batches whole or not at all, also where a batch becomes visible before its events."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from server.rollup.aggregator import Aggregator
from server.rollup.claims import EventsNotVisibleError
from server.storage.database import Connection
from tests.integration.rollup.feed import event, feed

ANNOUNCED = "SELECT events FROM ingest_batches"
APPEARS = """
INSERT INTO raw_events SELECT late.* FROM raw_events AS known, jsonb_populate_record(
    known, jsonb_build_object('id', gen_random_uuid(), 'session_name', 's3')
) AS late
ORDER BY known.batch_id DESC LIMIT 1
"""


def view(session: str) -> dict[str, Any]:
    return event("view_start", content_id="c1", creator_id="k1", session_id=session)


async def counted(database: Connection) -> int | None:
    views: int | None = await database.fetchval("SELECT sum(views)::int FROM content_totals")
    return views


async def test_a_run_waits_for_the_events_that_its_batches_announce(
    database: Connection, aggregator: Aggregator
) -> None:
    await feed(database, [view("s1")], [view("s2")])
    await database.execute("UPDATE ingest_batches SET events = 2 WHERE batch_id = (SELECT max(batch_id) FROM events)")
    for _ in range(2):
        with pytest.raises(EventsNotVisibleError, match="1 of 3 announced events"):
            await aggregator.run_once()
    assert [row["events"] for row in await database.fetch(ANNOUNCED)] == [1, 2]
    assert await counted(database) is None
    await database.execute(APPEARS)
    assert (await aggregator.run_once()).events == 3
    assert await counted(database) == 3
    assert await database.fetch(ANNOUNCED) == []


async def test_events_that_were_deleted_by_hand_do_not_stop_the_others(
    database: Connection, aggregator: Aggregator
) -> None:
    await feed(database, [view("s1"), view("s2")], [view("s3")])
    await database.execute("DELETE FROM raw_events WHERE session_name = 's2'")
    await database.execute("UPDATE ingest_batches SET created_at = now() - interval '2 minutes' WHERE events = 2")
    with capture_logs() as logs:
        assert (await aggregator.run_once()).events == 2
    assert await counted(database) == 2
    assert [line["events"] for line in logs if line["event"] == "announced events do not exist"] == [1]
