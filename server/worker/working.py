"""A worker: takes questions, answers a few at a time, and stops as soon as nobody waits for an answer any more."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import partial

import msgspec
import structlog

from server.errors import ErrorCode, ViewpulseError, limit_exceeded, unavailable
from server.monitoring import traces
from server.monitoring.instruments import ANSWERING, ANSWERS, WORKER_SECONDS
from server.monitoring.samples import Counts, Observations, Sample, sample
from server.settings import Settings
from server.storage.outage import is_outage
from server.storage.redis_servers import AWAY, reason_of
from server.storage.revision import SchemaRefused
from server.worker.connection import Command, QuestionServer
from server.worker.messages import (
    ANSWER_SECONDS,
    BEAT_SECONDS,
    SILENCE_SECONDS,
    Answer,
    Failure,
    Keys,
    Question,
)

LOOK_SECONDS = 0.1
"""Seconds between two looks whether someone still waits for the questions that are being answered."""
TAKE_SECONDS = 1.0
PAUSE_SECONDS = 0.5
"""Pause after a failure of Redis."""
SLOW_SECONDS = 5.0
"""Seconds from which on an answer is logged, as runs of the aggregator are."""
STOP_SECONDS = 3.0
"""Seconds in which questions may still be answered after the worker was asked to stop."""

Respond = Callable[[Question], Awaitable[bytes]]
"""Answers one question. It is cancelled when nobody waits any more, or the time is over."""

_SILENCE_MS = int(SILENCE_SECONDS * 1000)
_log = structlog.get_logger(__name__)
_decode = msgspec.msgpack.Decoder(Question).decode


class Worker:
    """Answers questions until it is stopped.

    Redis and the database may be unavailable at any time: questions that it works on are then given up, and the
    askers get an error; it continues by itself.

    Args:
        settings: Redis, the database, how many questions at a time, and how long each may take.
        respond: Answers one question.
    """

    def __init__(self, settings: Settings, respond: Respond) -> None:
        self._server = QuestionServer(settings.redis_url)
        self._keys = Keys(settings.database_url)
        self._respond = respond
        self._slots = asyncio.Semaphore(settings.worker_questions)
        self._seconds = settings.worker_timeout
        self._running: dict[str, asyncio.Task[None]] = {}
        self._away = False
        self._counts = Counts(ANSWERS)
        self._took = Observations(WORKER_SECONDS)

    def measure(self) -> Iterator[Sample]:
        """Its part of /metrics."""
        yield sample(ANSWERING, len(self._running))
        yield from self._counts.measure()
        yield from self._took.measure()

    async def run(self, stop: asyncio.Event) -> None:
        """Answers until ``stop`` is set; what is being answered may then take three more seconds."""
        beating = asyncio.create_task(self._beat())
        taking = asyncio.create_task(self._take_forever())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait((beating, taking, stopping), return_when=asyncio.FIRST_COMPLETED)
            taking.cancel()
            if self._running:
                await asyncio.wait(tuple(self._running.values()), timeout=STOP_SECONDS)
        finally:
            for task in (taking, stopping, *self._running.values()):
                task.cancel()
            await asyncio.gather(taking, stopping, *self._running.values(), return_exceptions=True)
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
            await self._server.aclose()
        if not beating.cancelled():
            beating.result()  # raises what ended it

    async def _take_forever(self) -> None:
        while True:
            await self._slots.acquire()
            question = None
            try:
                question = await self._take()
            except AWAY as error:
                self._note_away(error)
                await asyncio.sleep(PAUSE_SECONDS)
            finally:
                if question is None:
                    self._slots.release()
            if question is not None:
                task = self._running[question.id] = asyncio.create_task(self._work(question))
                task.add_done_callback(partial(self._finish, question.id))

    async def _take(self) -> Question | None:
        """The next question; None if none comes, or nobody waits for it any more."""
        keys = self._keys
        found = await self._server.wait_for(keys.waiting, TAKE_SECONDS)
        if self._away:
            _log.info("Redis is back")
            self._away = False
        if found is None:
            return None
        try:
            question = _decode(found)
        except msgspec.DecodeError as error:  # its asker finds out that nobody has it
            _log.error("a question cannot be read: is it of another version?", error=error)
            return None
        _, is_wanted = await self._server.run(
            ("SET", keys.taken(question.id), b"", "PX", _SILENCE_MS), ("EXISTS", keys.wanted(question.id))
        )
        return question if is_wanted else None

    def _finish(self, question_id: str, _task: asyncio.Task[None]) -> None:
        del self._running[question_id]
        self._slots.release()

    async def _work(self, question: Question) -> None:
        started = time.monotonic()
        try:
            answer = await self._answer(question)
        except asyncio.CancelledError:
            self._counts.add("GIVEN_UP")
            _log.info("a question was given up", kind=question.kind, seconds=round(time.monotonic() - started, 3))
            with suppress(*AWAY):
                await self._send(question, Answer(question.id, failure=Failure.from_error(unavailable(_GIVEN_UP))))
            raise
        try:
            await self._send(question, answer)
        except AWAY as error:
            self._note_away(error)
        seconds = round(time.monotonic() - started, 3)
        self._counts.add(answer.failure.code if answer.failure else "OK")
        self._took.observe(seconds)
        tell = _log.info if answer.failure or seconds > SLOW_SECONDS else _log.debug
        tell("answered", kind=question.kind, seconds=seconds, failure=answer.failure and answer.failure.code)

    async def _answer(self, question: Question) -> Answer:
        traced = (question.trace,) if question.trace else ()
        try:
            with traces.span("answer", traced, kind=question.kind):
                return Answer(question.id, await self._respond_in_time(question))
        except Exception as error:  # noqa: BLE001 - whatever it is, someone waits for an answer
            return Answer(question.id, failure=Failure.from_error(_failure_of(error, question)))

    async def _respond_in_time(self, question: Question) -> bytes:
        try:
            async with asyncio.timeout(self._seconds) as limit:
                return await self._respond(question)
        except TimeoutError as error:
            if limit.expired():
                raise self._late() from error
            raise

    def _late(self) -> ViewpulseError:
        seconds = self._seconds
        message = f"Answering this took longer than {seconds:g} seconds: ask for a shorter range, or fewer events."
        return limit_exceeded(message, "questionSeconds", round(seconds))

    async def _send(self, question: Question, answer: Answer) -> None:
        key = self._keys.answers(question.asker)
        await self._server.run(
            ("RPUSH", key, msgspec.msgpack.encode(answer)),
            ("EXPIRE", key, int(ANSWER_SECONDS)),
            ("DEL", self._keys.taken(question.id)),
        )

    async def _beat(self) -> None:
        """Gives signs of life, and cancels questions that nobody waits for."""
        said_at = 0.0
        while True:
            is_due = time.monotonic() >= said_at + BEAT_SECONDS
            if is_due or self._running:
                try:
                    await self._look_after(list(self._running), is_due=is_due)
                    said_at = time.monotonic() if is_due else said_at
                except AWAY as error:
                    self._note_away(error)
                    for task in self._running.values():
                        task.cancel()  # their answers could not be sent
                    await asyncio.sleep(PAUSE_SECONDS)
            await asyncio.sleep(LOOK_SECONDS)

    async def _look_after(self, running: list[str], *, is_due: bool) -> None:
        keys = self._keys
        commands: list[Command] = [("EXISTS", keys.wanted(question_id)) for question_id in running]
        if is_due:
            commands += [("SET", key, b"", "PX", _SILENCE_MS) for key in (keys.workers, *map(keys.taken, running))]
        found = await self._server.run(*commands)
        for question_id, is_wanted in zip(running, found, strict=False):
            if not is_wanted and (task := self._running.get(question_id)) is not None:
                task.cancel()

    def _note_away(self, error: BaseException) -> None:
        if not self._away:
            _log.warning("Redis is unavailable; no questions arrive until it is back", error=reason_of(error))
        self._away = True


_GIVEN_UP = "The worker gave this question up; try again."
_OTHER_SCHEMA = "The worker waits for an upgrade of the database; try again."


def _failure_of(error: Exception, question: Question) -> ViewpulseError:
    if isinstance(error, SchemaRefused):
        _log.error("no question is answered", kind=question.kind, error=error.message)
        return unavailable(_OTHER_SCHEMA)
    if isinstance(error, ViewpulseError):
        return error
    if is_outage(error):
        _log.warning("the database is unavailable", kind=question.kind, error=error)
        return unavailable()
    _log.error("a question failed", kind=question.kind, question=question.id, exc_info=error)
    return ViewpulseError(ErrorCode.INTERNAL, f"Internal error. The worker's log has the details under {question.id}.")
