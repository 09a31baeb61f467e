"""Redis stops while a dashboard is subscribed to the whole product: every number that it receives is right."""

import asyncio

import pytest

from server.settings import Settings
from server.storage.database import Pool
from tests.fault.dashboard import dashboard
from tests.fault.outage import Outage


@pytest.mark.parametrize("seconds", [0.2, 8.0, None])
async def test_every_number_is_right_and_updates_go_on(
    settings: Settings, pool: Pool, redis: Outage, within_a_quarter_hour: None, seconds: float | None
) -> None:
    async with dashboard(settings, pool, redis.url) as shown:
        loop = asyncio.get_running_loop()
        redis.stop()
        back_at = loop.time() + (2.0 if seconds is None else seconds)
        while loop.time() < back_at:
            await shown.update()
        if seconds is None:
            return
        redis.start()
        await shown.update_by_push()
