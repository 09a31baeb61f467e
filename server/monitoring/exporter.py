"""Answers scrapes of one command, which may be several processes (ADR 61)."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager

import psutil
import structlog

from server.monitoring.exposition import exposition
from server.monitoring.instruments import CPU, MEMORY, OPEN_FILES, PROCESSES
from server.monitoring.listener import listen, metrics_url, serve_metrics
from server.monitoring.samples import Sample, combined, sample
from server.monitoring.shared_samples import SharedSamples
from server.settings import Settings

PUBLISH_SECONDS = 2.0

Source = Callable[[], Iterable[Sample]]
"""What a part of a process says of itself; called for each scrape, and regularly if there are several processes."""
Reader = Callable[[], Awaitable[Sequence[Sample]]]
"""Reads what all processes share; called for each scrape, by the process that answers it."""

_log = structlog.get_logger(__name__)


async def nothing_shared() -> Sequence[Sample]:
    """For commands that read nothing for a scrape."""
    return ()


class Exporter:
    """The port for /metrics of one command.

    Args:
        listening: The listening socket; forked processes share it.
        processes: How many processes the command has.
    """

    def __init__(self, listening: socket.socket, processes: int = 1) -> None:
        self._listening = listening
        self._shared = SharedSamples(processes) if processes > 1 else None

    @classmethod
    def open(cls, settings: Settings, processes: int = 1) -> "Exporter | None":
        """Listens, if a port is set.

        Raises:
            CommandError: The port cannot be used.
        """
        if settings.metrics_port is None:
            return None
        exporter = cls(listen(settings.metrics_host, settings.metrics_port), processes)
        _log.info("metrics", url=exporter.url)
        return exporter

    @property
    def url(self) -> str:
        """The address of /metrics."""
        return metrics_url(*self._listening.getsockname()[:2])

    def take(self, place: int) -> None:
        """Says which of the processes this one is, after a fork."""
        if self._shared is not None:
            self._shared.take(place)

    @asynccontextmanager
    async def running(self, sources: Sequence[Source], read_shared: Reader = nothing_shared) -> AsyncIterator[None]:
        """Answers scrapes, until the block ends.

        Args:
            sources: The parts of this process.
            read_shared: Reads what all processes share.
        """

        def measure() -> list[Sample]:
            return combined([list(source()) for source in (*sources, process_samples)])

        async def answer(accept: str) -> tuple[bytes, str]:
            ours = measure()
            everything = await read_shared()
            if self._shared is None:
                return await asyncio.to_thread(exposition, [*ours, *everything], accept)
            self._shared.publish(ours)
            return await asyncio.to_thread(exposition, [*combined(self._shared.read()), *everything], accept)

        async def publish_forever(shared: SharedSamples) -> None:
            while True:
                shared.publish(measure())
                await asyncio.sleep(PUBLISH_SECONDS)

        server = await serve_metrics(self._listening, answer)
        publishing = asyncio.create_task(publish_forever(self._shared)) if self._shared is not None else None
        try:
            yield
        finally:
            server.close()
            if publishing is not None:
                publishing.cancel()
                if self._shared is not None:
                    self._shared.publish(measure())


def process_samples() -> Iterator[Sample]:
    """What the operating system knows of this process."""
    process = psutil.Process()
    with process.oneshot():
        times = process.cpu_times()
        yield sample(CPU, times.user + times.system)
        yield sample(MEMORY, process.memory_info().rss)
        yield sample(OPEN_FILES, process.num_fds())
    yield sample(PROCESSES, 1)
