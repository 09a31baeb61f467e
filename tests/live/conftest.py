"""A hub on a real Redis, and the publisher that feeds it."""

from collections.abc import AsyncIterator

import pytest

from server.live.hub import Hub
from server.live.publish import Publisher
from server.settings import Settings
from tests.live.scene import Numbers, until


@pytest.fixture
def numbers() -> Numbers:
    return Numbers()


@pytest.fixture
def live_settings(redis_url: str) -> Settings:
    return Settings(redis_url=redis_url, live_poll_interval=30.0, live_max_cohorts=50)


@pytest.fixture
async def hub(live_settings: Settings, numbers: Numbers) -> AsyncIterator[Hub]:
    """A hub whose poll is too rare to help: what arrives was pushed."""
    hub = Hub(live_settings, numbers.progress, now=numbers.now)
    await hub.start()
    await until(lambda: hub.pushed)
    yield hub
    await hub.stop()


@pytest.fixture
async def publisher(live_settings: Settings) -> AsyncIterator[Publisher]:
    publisher = Publisher(live_settings.redis_url, live_settings)
    yield publisher
    await publisher.close()
