"""A Redis for one test, which can be stopped and restarted on the same port, and a hub on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from server.embedded import EmbeddedRedis, EmbeddedServer, free_port
from server.live.hub import Hub
from server.live.publish import Publisher
from server.settings import Settings
from tests.integration.live.stand_ins import SUBJECT, Numbers, Reader, until


class Outage:
    """One Redis, here or away."""

    def __init__(self, folder: Path) -> None:
        self._redis = EmbeddedRedis(folder)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.server: EmbeddedServer | None = None

    def start(self) -> None:
        self.server = self._redis.start(self.port)

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()
            self.server = None


@asynccontextmanager
async def running(url: str, numbers: Numbers, *, poll: float) -> AsyncIterator[tuple[Hub, Publisher]]:
    settings = Settings(redis_url=url, live_poll_interval=poll)
    hub, publisher = Hub(settings, numbers.progress, now=numbers.now), Publisher(url, settings)
    await hub.start()
    yield hub, publisher
    await hub.stop()
    await publisher.close()


async def assert_pushed(numbers: Numbers, publisher: Publisher, reader: Reader) -> None:
    """A change arrives though the poll sees nothing."""
    numbers.poll_blind = True
    assert await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: reader.revisions[-1] == numbers.revision)
    numbers.poll_blind = False
