"""A worker whose answers a test decides, and someone who asks it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from server.settings import Settings
from server.worker.asking import Asker
from server.worker.messages import Question
from server.worker.working import Worker


@dataclass
class Answers:
    """Answers a question with its body, once the test lets it.

    Attributes:
        gate: Set: questions are answered.
        running: Questions that are being answered.
        most_running: The most at a time.
        given_up: Questions that were cancelled.
        failure: Raised instead of an answer.
    """

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    running: int = 0
    most_running: int = 0
    given_up: int = 0
    failure: Exception | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    async def respond(self, question: Question) -> bytes:
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            await self.gate.wait()
            if self.failure is not None:
                raise self.failure
            return question.body + b"!"
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        finally:
            self.running -= 1


def realm(redis_url: str, **more: Any) -> Settings:
    """Settings of a set-up that shares its Redis, and no question, with others."""
    return Settings(redis_url=redis_url, database_url=f"postgresql://nobody@127.0.0.1/{uuid4().hex}", **more)


@asynccontextmanager
async def working(settings: Settings, respond: Callable[[Question], Awaitable[bytes]]) -> AsyncIterator[Worker]:
    """A worker that runs, and is stopped in the end."""
    stop, worker = asyncio.Event(), Worker(settings, respond)
    running = asyncio.create_task(worker.run(stop))
    yield worker
    stop.set()
    await running


@asynccontextmanager
async def asking(settings: Settings) -> AsyncIterator[Asker]:
    """Someone who asks, once a worker is there."""
    asker = Asker(settings)
    yield asker
    await asker.close()


async def ready(asker: Asker) -> None:
    """Returns when a worker is there."""
    async with asyncio.timeout(30):
        while not await asker.has_worker():  # noqa: ASYNC110 - it is another process's event
            await asyncio.sleep(0.02)
