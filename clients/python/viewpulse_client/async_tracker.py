"""Tracking from asyncio: the events leave by a task."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from viewpulse_client.answers import Problem, Reply
from viewpulse_client.clock import Clock
from viewpulse_client.delivery import Batch
from viewpulse_client.posting import SECONDS, TIMEOUT, post, post_async
from viewpulse_client.sender import EXIT_SECONDS, Sender, log_problem

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from viewpulse_client.inputs import ContextInput

_log = logging.getLogger("viewpulse_client")


class AsyncTracker(Sender):
    """As ``Tracker``, for asyncio: events leave by a task of the loop in which the first one was tracked.

    ``track`` and its like are no coroutines, since they wait for nothing; threads may call them, too.

    Args:
        url: The tracking path of the server, such as ``https://api.example.org/v1/in``.
        write_key: The write key of the project.
        context: What all events share, such as the device; an event's own field replaces the whole field.
        token: Gives the token of a signed-in user, or None; may be a coroutine function. Asked before each request;
            one that does not come in 30 seconds is as no answer.
        folder: A folder in which events outlive the process; processes may share it.
        on_problem: Called for each event that is not stored for good, and once when sending pauses. A warning in the
            log by default.
        exit_seconds: How long the end of the process may wait for events that were not sent.
        clock: Brought by tests.

    Raises:
        ValueError: A folder is given on a system without POSIX locks.
        OSError: The folder cannot be made.
    """

    def __init__(
        self,
        url: str,
        write_key: str,
        *,
        context: ContextInput | None = None,
        token: Callable[[], str | Awaitable[str | None] | None] | None = None,
        folder: str | os.PathLike[str] | None = None,
        on_problem: Callable[[Problem], None] = log_problem,
        exit_seconds: float = EXIT_SECONDS,
        clock: Clock | None = None,
    ) -> None:
        self._token = token
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._heard = asyncio.Event()
        super().__init__(
            url,
            write_key,
            context=context,
            folder=folder,
            on_problem=on_problem,
            exit_seconds=exit_seconds,
            clock=clock,
        )

    async def flush(self, timeout: float = SECONDS) -> bool:
        """Sends what waits now, also after a pause that a refused key has caused.

        Args:
            timeout: Seconds.

        Returns:
            Whether everything that waits was tried in that time; during a pause of the server nothing is.
        """
        if self._is_closed:
            return False
        self._start()
        rounds = self._delivery.flush()
        return await self._until(lambda: self._delivery.rounds >= rounds, timeout)

    async def close(self, timeout: float = SECONDS) -> bool:
        """Sends what waits, as long as the timeout lets it, and ends. What is in a folder stays there.

        Args:
            timeout: Seconds.

        Returns:
            Whether nothing waits any more.
        """
        if not self._is_closed:
            until = time.monotonic() + timeout
            if self._delivery.waiting and await self.flush(timeout):
                await self._until(lambda: not self._delivery.may_send, until - time.monotonic())
            self._end()
            if self._task is not None:
                self._task.cancel()
                await asyncio.wait([self._task])
            self._delivery.close()
        return not self._delivery.waiting

    async def _until(self, is_so: Callable[[], bool], seconds: float) -> bool:
        loop = asyncio.get_running_loop()
        end = loop.time() + max(0.0, seconds)
        alarm = loop.call_at(end, self._heard.set)  # `wait_for` may lose a cancellation until Python 3.12
        try:
            while not is_so() and loop.time() < end:
                self._heard.clear()
                await self._heard.wait()
        finally:
            alarm.cancel()
        return is_so()

    async def __aenter__(self) -> Self:
        self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _start(self) -> None:
        """Begins to send, if a loop runs here; else with the next event that is tracked in one."""
        if self._task is not None and not self._task.done():
            return
        with suppress(RuntimeError):  # there is no loop here
            self._loop = asyncio.get_running_loop()
            self._woken, self._heard = asyncio.Event(), asyncio.Event()
            self._delivery.give_up()
            self._task = self._loop.create_task(self._send(), name="viewpulse")

    def _wake(self) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # that loop is closed
                self._loop.call_soon_threadsafe(self._set_events)

    def _set_events(self) -> None:
        self._woken.set()
        self._heard.set()

    async def _send(self) -> None:
        delivery = self._delivery
        async with httpx.AsyncClient(timeout=TIMEOUT) as http:
            while True:
                if batch := delivery.begin():
                    delivery.settle(batch, await self._attempt(http, batch))
                    continue
                await self._tidy()
                self._woken.clear()
                seconds = delivery.wait_seconds()
                alarm = None if seconds is None else asyncio.get_running_loop().call_later(seconds, self._woken.set)
                await self._woken.wait()
                if alarm:
                    alarm.cancel()

    async def _tidy(self) -> None:
        if self._delivery.has_folder:  # it waits for the disk
            await asyncio.get_running_loop().run_in_executor(None, self._delivery.tidy)

    async def _attempt(self, http: httpx.AsyncClient, batch: Batch) -> Reply:
        try:
            token = await self._given_token()
            return await self._post(http, batch.body(self._write_key, token, self._clock.time()))
        except Exception as error:  # noqa: BLE001 - such as no token for now: later
            _log.warning("Events could not be sent (%s).", type(error).__name__)
            return Reply()

    async def _given_token(self) -> str | None:
        given = self._token() if self._token else None
        return await asyncio.wait_for(given, SECONDS) if inspect.isawaitable(given) else given

    async def _post(self, http: httpx.AsyncClient, body: bytes) -> Reply:
        return await post_async(http, self._url, body)

    def forget(self) -> None:
        """After a fork, in the child."""
        super().forget()
        self._loop = self._task = None

    def finish(self) -> None:
        """Before the process ends: the loop has ended, so what waits is sent without it."""
        until = time.monotonic() + self._exit_seconds
        self._end()
        self._loop = None
        self._delivery.give_up()
        self._delivery.flush()
        with httpx.Client(timeout=self._exit_seconds) as http:
            while time.monotonic() < until and (batch := self._delivery.begin()):
                self._delivery.settle(batch, asyncio.run(self._last_attempt(http, batch)))
        self._delivery.close()

    async def _last_attempt(self, http: httpx.Client, batch: Batch) -> Reply:
        token = await self._given_token()
        return post(http, self._url, batch.body(self._write_key, token, self._clock.time()))
