"""Answers of a worker without Redis: the same code, in the process of the test."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from server.analytics.worker_answers import WorkerAnswers
from server.settings import Settings
from server.worker.messages import Question


@asynccontextmanager
async def answering(settings: Settings) -> AsyncIterator[Callable[[str, int, bytes], Awaitable[bytes]]]:
    """What ``Services.ask_worker`` asks."""
    answers = WorkerAnswers(settings)

    async def ask(kind: str, project_id: int, body: bytes) -> bytes:
        return await answers.respond(Question("q1", "test", kind, project_id, body))

    yield ask
    await answers.close()
