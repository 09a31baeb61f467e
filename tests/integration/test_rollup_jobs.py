"""What the leading aggregator does beside the fold: partitions, old rejections, scores."""

import asyncio
from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection
from tests.integration.rollup_feed import Published, feed
from tests.integration.test_rollup_aggregator import until, view


async def test_the_leader_makes_partitions_and_forgets_old_rejections(database: Connection, settings: Settings) -> None:
    later = datetime.now(UTC) + timedelta(days=400)
    await database.execute(
        "INSERT INTO rejected_events (project_id, received_at, code, message, payload)"
        " VALUES (1, $1, 'BAD_INPUT', 'old', '{}'), (1, $2, 'BAD_INPUT', 'new', '{}')",
        later - timedelta(days=settings.rejected_retention_days, hours=1),
        later,
    )
    stop = asyncio.Event()
    working = Aggregator(settings, publish=Published(), now=lambda: later)
    forever = asyncio.create_task(working.run_forever(stop))

    async def forgotten() -> bool:
        rows = await database.fetch("SELECT message FROM rejected_events")
        return [row["message"] for row in rows] == ["new"]

    await until(forgotten)
    assert await database.fetchval("SELECT to_regclass($1)", f"events_{later:%Y%m%d}") is not None
    stop.set()
    await forever


async def test_events_are_counted_though_scores_cannot_be_worked_out(
    database: Connection, settings: Settings, working: Aggregator
) -> None:
    await database.execute("ALTER TABLE content_scores ADD CONSTRAINT no_views CHECK (views = 0)")
    stop = asyncio.Event()
    with capture_logs() as logs:
        forever = asyncio.create_task(working.run_forever(stop))
        for number in range(3):
            await feed(database, [view(f"s{number}")])

            async def folded(views: int = number + 1) -> bool:
                return bool(await database.fetchval("SELECT views FROM content_totals") == views)

            await until(folded)
        stop.set()
        await forever
    failures = [line["event"] for line in logs if line["log_level"] == "error"]
    assert failures == ["scoring failed; it is tried again"]
    assert await database.fetchval("SELECT count(*) FROM stale_scores") == 1
