"""`platformStats` is pushed without events too: when scores are refreshed, sessions end, or contents are added."""

import asyncio
from datetime import UTC, datetime, timedelta

from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.rollup.scores import ScoreKeeper
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.live.dashboard import play, track, upsert, watched
from tests.integration.transport.api import Api

STATS = """{ platformStats {
    revision contents cataloguedContents creators views sessions openSessions
} }"""


async def test_scores_that_are_refreshed_are_pushed(
    api: Api, aggregator: Aggregator, publisher: Publisher, settings: Settings, pool: Pool
) -> None:
    await play(api, "c1", "k1", "s1")
    await aggregator.run_once()
    async with pool.acquire() as connection, watched(api, STATS) as dashboard:
        before = await dashboard.shown()
        await ScoreKeeper(settings, publisher.publish).refresh(connection)
        after = await dashboard.shown()
        assert after["revision"] > before["revision"]


async def test_a_session_that_ends_by_time_is_open_no_more(api: Api, aggregator: Aggregator) -> None:
    ending = datetime.now(UTC) - timedelta(minutes=30, seconds=-5)
    await track(api, {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1", "occurredAt": ending.isoformat()})
    await aggregator.run_once()
    async with watched(api, STATS) as dashboard:
        assert (await dashboard.shown())["openSessions"] == 1
        while (await aggregator.run_once()).revisions == {}:  # noqa: ASYNC110 - time moves it
            await asyncio.sleep(0.05)
        assert (await dashboard.shown())["openSessions"] == 0


async def test_the_catalogue_entry_is_pushed_before_the_first_event(api: Api, aggregator: Aggregator) -> None:
    async with watched(api, STATS) as dashboard:
        assert (await dashboard.shown())["cataloguedContents"] == 0
        for count in (1, 2):
            await upsert(api, f"c{count}", "k1")
            await aggregator.run_once()
            assert (await dashboard.shown())["cataloguedContents"] == count
