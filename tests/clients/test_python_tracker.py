"""The Python trackers by the conformance vectors, on clocks that stand still while there is something to do."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from viewpulse_client import AsyncTracker, Tracker
from viewpulse_client.answers import Reply
from viewpulse_client.clock import Clock

from tests.clients.delivery_vectors import (
    CASES,
    NEEDS_FOLDER,
    NOT_PLAYED,
    NOT_PLAYED_BY_THREADS,
    URL,
    WRITE_KEY,
    ImaginedServer,
)
from tests.virtual_time import run_virtually

PATIENCE = 60.0
PLAYED = [
    pytest.param(name, has_folder, id=f"{name}{', in a folder' if has_folder else ''}")
    for name in CASES
    if name not in NOT_PLAYED
    for has_folder in (False, True)
    if has_folder or name not in NEEDS_FOLDER
]
PLAYED_BY_THREADS = [case for case in PLAYED if case.values[0] not in NOT_PLAYED_BY_THREADS]


def test_what_is_not_played_is_a_case() -> None:
    assert set(NOT_PLAYED) | NOT_PLAYED_BY_THREADS < set(CASES)


class StandingClock(Clock):
    """Moves when the test says so, as does the thread that sends."""

    def __init__(self) -> None:
        self.now = 0.0
        self.error = 0.0
        self.is_resting = False
        self.is_let = False

    def time(self) -> float:
        return self.now + self.error

    def monotonic(self) -> float:
        return self.now

    def random(self) -> float:
        return 0.5

    def wait(self, condition: threading.Condition, seconds: float | None) -> None:
        self.is_resting = True
        condition.notify_all()
        condition.wait_for(lambda: self.is_let)
        self.is_resting = self.is_let = False


class PlayedTracker(Tracker):
    """Sends to the imagined server."""

    def __init__(self, server: ImaginedServer, clock: Clock, folder: Path | None) -> None:
        self._server = server
        super().__init__(
            URL, WRITE_KEY, token=server.token, folder=folder, on_problem=server.hear, clock=clock, exit_seconds=0
        )

    def _post(self, http: httpx.Client, body: bytes) -> Reply:
        return self._server.post(body)


class ThreadPlay:
    """One case, played by a thread."""

    def __init__(self, case: dict[str, Any], folder: Path | None) -> None:
        self.clock = StandingClock()
        self.server = ImaginedServer(case, lambda: self.clock.now)
        self._folder = folder
        self.tracker = self._begun()

    def _begun(self) -> PlayedTracker:
        """A tracker whose thread does nothing until it is let."""
        tracker = PlayedTracker(self.server, self.clock, self._folder)
        tracker._start()
        with tracker._delivery.changed:
            assert tracker._delivery.changed.wait_for(lambda: self.clock.is_resting, PATIENCE)
        return tracker

    def settle(self) -> None:
        """Lets everything happen that does not need time to pass."""
        tracker, clock = self.tracker, self.clock
        if tracker._thread is None:
            return
        with tracker._delivery.changed as changed:
            while True:
                assert tracker._delivery.changed.wait_for(lambda: clock.is_resting and not clock.is_let, PATIENCE), (
                    changed
                )
                if tracker._delivery.wait_seconds() != 0:
                    return
                clock.is_let = True
                tracker._delivery.changed.notify_all()

    def advance(self, seconds: float) -> None:
        self.settle()
        end = self.clock.now + seconds
        while self.clock.now < end:
            step = self.tracker._delivery.wait_seconds()
            self.clock.now = end if step is None else min(end, self.clock.now + step)
            self.settle()

    def flush(self) -> None:
        flushing = threading.Thread(target=self.tracker.flush)
        flushing.start()
        while flushing.is_alive():
            self.settle()
            flushing.join(0.001)

    def end(self) -> None:
        """As a process ends that sends nothing more."""
        tracker, clock = self.tracker, self.clock
        tracker._end()
        with tracker._delivery.changed:
            clock.is_let = True
            tracker._delivery.changed.notify_all()
        if tracker._thread:
            tracker._thread.join(PATIENCE)
        clock.is_let = clock.is_resting = False
        tracker._delivery.close()

    def step(self, step: dict[str, Any]) -> None:
        if "server" in step:
            self.server.answer_with(step["server"])
        if "track" in step:
            self.server.track(step, self.tracker.track)
        if "clock" in step:
            self.server.clock_error = self.clock.error = self.clock.error + step["clock"]
        if "advance" in step:
            self.advance(step["advance"])
        if "flush" in step:
            self.flush()
        if "reload" in step:
            self.end()
            self.tracker = self._begun()
        if "expect" in step:
            self.server.expect(step["expect"], self.tracker.waiting, self.tracker.dropped)


@pytest.mark.parametrize(("name", "has_folder"), PLAYED_BY_THREADS)
def test_the_tracker_of_threads_passes(name: str, has_folder: bool, tmp_path: Path) -> None:
    play = ThreadPlay(CASES[name], tmp_path if has_folder else None)
    try:
        for step in CASES[name]["steps"]:
            play.step(step)
        assert {file.suffix for file in tmp_path.iterdir()} <= {".sqlite", ".sqlite-wal", ".sqlite-shm", ".lock"}
    finally:
        play.end()


class LoopClock(Clock):
    """That of the running loop."""

    def __init__(self, server: ImaginedServer) -> None:
        self._server = server

    def time(self) -> float:
        return self._server.time()

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    def random(self) -> float:
        return 0.5


class PlayedAsyncTracker(AsyncTracker):
    """Sends to the imagined server."""

    def __init__(self, server: ImaginedServer, folder: Path | None) -> None:
        self._server = server

        async def token() -> str | None:
            given = server.token()
            if given == "never":
                await asyncio.Event().wait()
            return given

        super().__init__(
            URL, WRITE_KEY, token=token, folder=folder, on_problem=server.hear, clock=LoopClock(server), exit_seconds=0
        )

    async def _post(self, http: httpx.AsyncClient, body: bytes) -> Reply:
        return self._server.post(body)

    async def _tidy(self) -> None:
        self._delivery.tidy()  # another thread would need time, which stands still


async def settle() -> None:
    for _ in range(2_000):
        await asyncio.sleep(0)


class LoopPlay:
    """One case, played by a task."""

    def __init__(self, case: dict[str, Any], folder: Path | None) -> None:
        self.server = ImaginedServer(case, asyncio.get_running_loop().time)
        self._folder = folder
        self.tracker = PlayedAsyncTracker(self.server, folder)

    async def end(self) -> None:
        """As a process ends that sends nothing more."""
        self.tracker._end()
        if self.tracker._task:
            self.tracker._task.cancel()
            await asyncio.wait([self.tracker._task])
        self.tracker._delivery.close()

    async def step(self, step: dict[str, Any]) -> None:
        if "server" in step:
            self.server.answer_with(step["server"])
        if "track" in step:
            self.server.track(step, self.tracker.track)
        if "clock" in step:
            self.server.clock_error += step["clock"]
        if "advance" in step:
            await settle()
            await asyncio.sleep(step["advance"])
            await settle()
        if "flush" in step:
            await self.tracker.flush()
        if "reload" in step:
            await self.end()
            self.tracker = PlayedAsyncTracker(self.server, self._folder)
            self.tracker._start()
        if "expect" in step:
            self.server.expect(step["expect"], self.tracker.waiting, self.tracker.dropped)


async def play_in_loop(case: dict[str, Any], folder: Path | None) -> None:
    play = LoopPlay(case, folder)
    try:
        for step in case["steps"]:
            await play.step(step)
    finally:
        await play.end()


@pytest.mark.parametrize(("name", "has_folder"), PLAYED)
def test_the_tracker_of_asyncio_passes(name: str, has_folder: bool, tmp_path: Path) -> None:
    run_virtually(play_in_loop(CASES[name], tmp_path if has_folder else None))
