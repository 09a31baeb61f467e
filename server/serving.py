"""The processes of ``viewpulse serve``, ``aggregate`` and ``worker``, stopped by SIGINT or SIGTERM."""

import asyncio
import gc
import os
import resource
import signal
import socket
from collections.abc import Collection
from contextlib import AsyncExitStack, suppress

import structlog
import uvicorn
import uvloop

from server.cli_errors import CommandError
from server.settings import Settings

log = structlog.get_logger(__name__)

GRACE_SECONDS = 3  # limit for open requests and sockets at the end
CLOSING_SECONDS = 7  # then events that wait are stored, within ``ingest_timeout``, and connections are closed


class _Server(uvicorn.Server):
    """Logs the address once it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            log.info("listening", host=self.config.host, port=self.config.port)


class _WorkerServer(_Server):
    """Also stops when the process that started it has ended, even by kill -9: the port must become free."""

    def __init__(self, config: uvicorn.Config, parent: int) -> None:
        super().__init__(config)
        self._parent = parent

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or os.getppid() != self._parent


def serve(settings: Settings) -> None:
    """Serves the API until stopped."""
    gc.disable()  # loading makes little garbage; collecting it takes a tenth of the start
    from server.app import create_app
    from server.monitoring.exporter import Exporter
    from server.transport.http_protocol import protocol_options

    if settings.jwt_secret is None and settings.jwks_url is None:
        log.warning(
            "no token can be accepted, so nobody can read analytics: set VIEWPULSE_JWT_SECRET or VIEWPULSE_JWKS_URL"
        )
    _allow_files()
    exporter = Exporter.open(settings, settings.workers)
    app = create_app(settings, exporter, warm=True)
    gc.set_threshold(20_000)  # requests make many objects and few cycles: an event takes about 5 % less time
    gc.freeze()  # modules and schema live as long as the process: exclude them from collections, and share them
    gc.enable()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **protocol_options(settings),
    )
    if settings.workers == 1:
        _Server(config).run()
    else:
        from server.workers import run_workers

        parent = os.getpid()

        def serve_as_worker(sockets: list[socket.socket], place: int) -> None:
            structlog.contextvars.bind_contextvars(worker=os.getpid())
            if exporter is not None:
                exporter.take(place)
            _WorkerServer(config, parent).run(sockets)

        patience = GRACE_SECONDS + settings.ingest_timeout + CLOSING_SECONDS
        run_workers(settings.workers, settings.host, settings.port, serve_as_worker, patience=patience)


def _allow_files() -> None:
    """Raises the limit of open files to its maximum: each connection needs one, and the usual limit is 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS allows fewer than it reports
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def aggregate(settings: Settings, only: Collection[str] = ()) -> None:
    """Aggregates until stopped; a run in progress is finished or rolled back, never left half done.

    Args:
        settings: The database and the intervals.
        only: Names of cells; without any, all cells are aggregated.
    """
    from server.live.publish import Publisher
    from server.monitoring.exporter import Exporter
    from server.monitoring.traces import open_tracer
    from server.rollup.every_cell import aggregate_cells
    from server.rollup.run_counts import RunCounts

    exporter, tracer = Exporter.open(settings), open_tracer(settings, "viewpulse-aggregator")

    async def run() -> None:
        stop = _stop_on_signals()
        publisher, counts = Publisher(settings.redis_url, settings), RunCounts()
        async with AsyncExitStack() as stack:
            if tracer is not None:
                await stack.enter_async_context(tracer.running())
            stack.push_async_callback(publisher.close)
            if exporter is not None:
                await stack.enter_async_context(exporter.running([counts.measure]))
            await aggregate_cells(settings, publisher.publish, stop, only=only, counts=counts)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run())


def work(settings: Settings) -> None:
    """Answers questions of API processes, collects social accounts, and writes the archive, until stopped."""
    from server.analytics.worker_answers import WorkerAnswers
    from server.monitoring.exporter import Exporter
    from server.monitoring.traces import open_tracer
    from server.social.working import collect_cells
    from server.worker.working import Worker

    if settings.archive is not None:
        try:
            from server.archive.archiving import archive_cells
        except ImportError as error:
            raise CommandError("VIEWPULSE_ARCHIVE needs further packages: pip install 'viewpulse[archive]'") from error
    exporter, tracer = Exporter.open(settings), open_tracer(settings, "viewpulse-worker")

    async def run() -> None:
        stop = _stop_on_signals()
        answers = WorkerAnswers(settings)
        worker = Worker(settings, answers.respond)
        async with AsyncExitStack() as stack:
            if tracer is not None:
                await stack.enter_async_context(tracer.running())
            stack.push_async_callback(answers.close)
            if exporter is not None:
                await stack.enter_async_context(exporter.running([worker.measure]))
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(worker.run(stop))
                tasks.create_task(collect_cells(settings, stop))
                if settings.archive is not None:
                    tasks.create_task(archive_cells(settings, settings.archive, stop))

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run())


def _stop_on_signals() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
