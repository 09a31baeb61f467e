"""Half an hour of 500 sockets and apps that send: what the API holds stays as it is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import psutil

from tests.fault.scenarios.playing import Run, scenario
from tests.integration.transport.socket_client import socket

SOCKETS, LEAVING = 500, 50
CONTENTS = 5
MINUTE = 60.0
LIVE = "subscription ($id: ID!) { contentAnalytics(contentId: $id) { revision views { total unique } } }"
MORE_MEMORY = 1.05
"""How much more memory is flat."""
MORE_DESCRIPTORS = 20


@scenario("500 sockets while apps send; each minute 50 of them leave and 50 come", rounds=30, seconds=MINUTE, quick=0)
async def keep_subscribers(run: Run) -> None:
    """Memory and descriptors are those of the rounds after the first third, which fills caches."""
    held: list[tuple[int, int]] = []
    async with run.load() as load, AsyncExitStack() as stack:
        await load.progress(1000)  # every content has an event
        viewers = [await stack.enter_async_context(Viewer.listening(run, number)) for number in range(SOCKETS)]
        for round_ in run.rounds():
            await asyncio.sleep(run.lasts(MINUTE, 5.0))
            silent = [viewer for viewer in viewers if not viewer.take()]
            assert not silent, f"{len(silent)} of {SOCKETS} sockets were told nothing for a minute"
            first = round_ * LEAVING % SOCKETS
            for viewer in viewers[first : first + LEAVING]:
                await viewer.come_again()
            held.append(_held(run.deployment.api.pid))
    run.notes += [f"{memory / 2**20:.0f} MiB, {descriptors} descriptors" for memory, descriptors in held]
    third = len(held) // 3
    if third:
        (memory, descriptors), (later_memory, later_descriptors) = _most(held[third : 2 * third]), _most(held[-third:])
        assert later_memory <= MORE_MEMORY * memory, run.notes
        assert later_descriptors <= descriptors + MORE_DESCRIPTORS, run.notes


def _held(pid: int) -> tuple[int, int]:
    """Bytes in memory, and open descriptors."""
    process = psutil.Process(pid)
    return process.memory_info().rss, process.num_fds()


def _most(held: list[tuple[int, int]]) -> tuple[int, int]:
    return max(memory for memory, _ in held), max(descriptors for _, descriptors in held)


class Viewer:
    """A socket that reads all that comes for one content.

    Args:
        run: The run.
        number: Which content.
    """

    def __init__(self, run: Run, number: int) -> None:
        self._run = run
        self._content = f"{run.name}-c{number % CONTENTS}"
        self._token = run.deployment.token(1, f"viewer-{number}")
        self._heard = 0
        self._reading: asyncio.Task[None] | None = None

    @classmethod
    @asynccontextmanager
    async def listening(cls, run: Run, number: int) -> AsyncIterator["Viewer"]:
        """One that listens until the block ends."""
        viewer = cls(run, number)
        await viewer.come_again()
        try:
            yield viewer
        finally:
            await viewer.leave()

    def take(self) -> int:
        """How many messages came since the last call; raises what ended the socket."""
        if self._reading is not None and self._reading.done():
            self._reading.result()
        heard, self._heard = self._heard, 0
        return heard

    async def leave(self) -> None:
        """Closes the socket."""
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading

    async def come_again(self) -> None:
        """Closes the socket and opens another; returns when it is subscribed."""
        await self.leave()
        subscribed = asyncio.Event()
        self._reading = asyncio.create_task(self._read(subscribed))
        waiting = asyncio.create_task(subscribed.wait())
        await asyncio.wait((self._reading, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._reading.done():
            self._reading.result()

    async def _read(self, subscribed: asyncio.Event) -> None:
        async with socket(self._run.deployment.api.url) as client:
            await client.initialise(authorization=f"Bearer {self._token}")
            await client.subscribe(LIVE, {"id": self._content})
            while True:
                message = await client.hear()
                assert message["type"] == "next", message
                self._heard += 1
                subscribed.set()
