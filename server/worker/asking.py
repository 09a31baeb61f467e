"""Questions that an API process hands over to workers, and waits for."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

import msgspec
import structlog

from server.errors import ErrorCode, ViewpulseError, limit_exceeded, unavailable
from server.monitoring import traces
from server.monitoring.instruments import QUESTION_SECONDS, QUESTIONS, QUESTIONS_OPEN, QUESTIONS_WAITING, WORKERS_UP
from server.monitoring.samples import Counts, Observations, Sample, sample
from server.settings import Settings
from server.storage.redis_servers import AWAY, reason_of
from server.worker.connection import Command, QuestionServer
from server.worker.messages import BEAT_SECONDS, SILENCE_SECONDS, WAITING_SECONDS, Answer, Keys, Question

MISSED_BEATS = 3
"""Beats in a row at which nobody has a question before it is taken to be lost."""
FETCH_SECONDS = 1.0
MAX_BODY_BYTES = 256 * 1024

_OK, _LEFT = "OK", "LEFT"
"""Codes of /metrics: that of an answer, and that of a client that left before."""
_SILENCE_MS = int(SILENCE_SECONDS * 1000)
_log = structlog.get_logger(__name__)
_decode = msgspec.msgpack.Decoder(Answer).decode


@dataclass(slots=True)
class _Waiting:
    """A question that waits for its answer.

    Attributes:
        sent: The question, encoded.
        answer: Its answer.
        missed: Beats in a row at which neither a worker nor the list of questions had it.
    """

    sent: bytes
    answer: asyncio.Future[bytes]
    missed: int = 0


class Asker:
    """Hands questions over to workers. It connects when the first question is asked.

    A question ends when its answer comes, when the caller that waits for it is cancelled (then the worker stops, too),
    or when it turns out that no worker has it.

    Args:
        settings: Redis, the database that the questions are about, and the limits.
    """

    def __init__(self, settings: Settings) -> None:
        self._server = QuestionServer(settings.redis_url)
        self._keys = Keys(settings.database_url)
        self._most_waiting = settings.worker_queue
        self._name = uuid4().hex
        self._waiting: dict[str, _Waiting] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._away = False
        self._counts = Counts(QUESTIONS)
        self._seconds = Observations(QUESTION_SECONDS)

    async def ask(self, kind: str, project_id: int, body: bytes) -> bytes:
        """The answer to a question.

        Args:
            kind: Which question.
            project_id: The project it is about.
            body: Its arguments, encoded.

        Raises:
            ViewpulseError: UNAVAILABLE if no worker runs, too many questions wait, the worker ended, or Redis is
                unavailable; or what the worker answers.
        """
        if len(body) > MAX_BODY_BYTES:
            message = f"The question is larger than {MAX_BODY_BYTES:,} bytes."
            raise limit_exceeded(message, "questionBytes", MAX_BODY_BYTES, len(body))
        with traces.span("question", kind=kind):
            return await self._ask(Question(uuid4().hex, self._name, kind, project_id, body, traces.current.get()))

    async def _ask(self, question: Question) -> bytes:
        waiting = _Waiting(msgspec.msgpack.encode(question), asyncio.get_running_loop().create_future())
        self._waiting[question.id] = waiting
        started, code = time.perf_counter(), _LEFT
        try:
            await self._send(question.id, waiting.sent)
            self._start()
            answer = await waiting.answer
        except ViewpulseError as error:
            code = error.code.value
            raise
        except AWAY as error:
            code = ErrorCode.UNAVAILABLE.value
            raise self._redis_away(error) from error
        else:
            code = _OK
            self._seconds.observe(time.perf_counter() - started)
            return answer
        finally:
            self._counts.add(code)
            del self._waiting[question.id]
            if not waiting.answer.done() or waiting.answer.cancelled():
                leaving = asyncio.create_task(self._leave(question.id, waiting.sent))
                self._leaving.add(leaving)
                leaving.add_done_callback(self._leaving.discard)
            else:
                waiting.answer.exception()  # it may have failed while the question was still being sent

    async def has_worker(self) -> bool:
        """Whether a worker runs, as far as Redis can tell."""
        try:
            [found] = await self._server.run(("EXISTS", self._keys.workers))
        except AWAY:
            return False
        return bool(found)

    def measure(self) -> Iterator[Sample]:
        """Its part of /metrics."""
        yield from self._counts.measure()
        yield from self._seconds.measure()
        yield sample(QUESTIONS_OPEN, len(self._waiting))

    async def read_waiting(self) -> list[Sample]:
        """What Redis knows of all askers and workers; nothing if it is unavailable."""
        try:
            found, waiting = await self._server.run(("EXISTS", self._keys.workers), ("LLEN", self._keys.waiting))
        except AWAY:
            return [sample(WORKERS_UP, 0)]
        return [sample(WORKERS_UP, found), sample(QUESTIONS_WAITING, waiting)]

    async def close(self) -> None:
        """Fails what waits, and closes the connections."""
        for waiting in tuple(self._waiting.values()):
            _fail(waiting, unavailable("The server is stopping."))
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), *self._leaving, return_exceptions=True)
        await self._server.aclose()

    async def _send(self, question_id: str, sent: bytes) -> None:
        """Checks that a worker runs and few questions wait, and hands the question over."""
        keys = self._keys

        has_worker, waiting = await self._server.run(("EXISTS", keys.workers), ("LLEN", keys.waiting))
        self._away = False
        if not has_worker:
            raise unavailable("No worker runs that could answer this; try again soon.")
        if waiting >= self._most_waiting:
            raise unavailable("Too many questions wait for a worker; try again soon.")

        await self._server.run(
            ("SET", keys.wanted(question_id), b"", "PX", _SILENCE_MS),
            ("RPUSH", keys.waiting, sent),
            ("EXPIRE", keys.waiting, int(WAITING_SECONDS)),
        )

    async def _leave(self, question_id: str, sent: bytes) -> None:
        """Tells that nobody waits for a question any more."""
        with suppress(*AWAY):  # the sign that someone waits expires
            await self._server.run(("DEL", self._keys.wanted(question_id)), ("LREM", self._keys.waiting, 1, sent))

    def _start(self) -> None:
        """Starts what answers and signs of life need, each unless it runs: they end when nothing waits any more."""
        for name, work in (("fetch", self._fetch), ("beat", self._beat)):
            if name not in self._tasks or self._tasks[name].done():
                self._tasks[name] = asyncio.create_task(work())

    async def _fetch(self) -> None:
        """Passes on answers, as long as any is awaited."""
        key = self._keys.answers(self._name)
        while self._waiting:
            try:
                found = await self._server.wait_for(key, FETCH_SECONDS)
            except AWAY as error:
                self._fail_all(error)
                continue
            if found is not None:
                self._pass_on(_decode(found))

    def _pass_on(self, answer: Answer) -> None:
        waiting = self._waiting.get(answer.id)
        if waiting is None:
            return
        if answer.failure is not None:
            _fail(waiting, answer.failure.error())
        elif not waiting.answer.done():
            waiting.answer.set_result(answer.body)

    async def _beat(self) -> None:
        """Says again and again that someone waits, and finds out which questions nobody has any more."""
        while self._waiting:
            await asyncio.sleep(BEAT_SECONDS)
            asked = list(self._waiting)
            try:
                await self._look_after(asked)
            except AWAY as error:
                self._fail_all(error)

    async def _look_after(self, asked: list[str]) -> None:
        if not asked:
            return
        keys = self._keys
        commands: list[Command] = [("EXISTS", keys.workers), ("LRANGE", keys.waiting, 0, -1)]
        for question_id in asked:
            commands.append(("SET", keys.wanted(question_id), b"", "PX", _SILENCE_MS, "XX"))
            commands.append(("EXISTS", keys.taken(question_id)))
        has_worker, unclaimed, *found = await self._server.run(*commands)
        for question_id, is_taken in zip(asked, found[1::2], strict=True):
            waiting = self._waiting.get(question_id)
            if waiting is None:
                continue
            has_place = is_taken or (has_worker and waiting.sent in unclaimed)
            waiting.missed = 0 if has_place else waiting.missed + 1
            if waiting.missed >= MISSED_BEATS:
                _fail(waiting, unavailable("The worker that should answer this ended; try again."))

    def _fail_all(self, error: BaseException) -> None:
        failure = self._redis_away(error)
        for waiting in tuple(self._waiting.values()):
            _fail(waiting, failure)

    def _redis_away(self, error: BaseException) -> ViewpulseError:
        if not self._away:
            _log.warning("Redis is unavailable; questions cannot be handed to workers", error=reason_of(error))
        self._away = True
        return unavailable("Redis is unavailable, through which workers are asked; try again soon.")


def _fail(waiting: _Waiting, error: ViewpulseError) -> None:
    if not waiting.answer.done():
        waiting.answer.set_exception(error)
