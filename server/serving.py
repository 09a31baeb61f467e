"""The processes of ``viewpulse serve`` and ``viewpulse aggregate``: one process each, stopped by SIGINT or SIGTERM."""

import asyncio
import signal

import uvicorn
import uvloop

from server.settings import Settings

GRACE_SECONDS = 3  # open requests and sockets may take so long when we stop


def serve(settings: Settings) -> None:
    """Serves the API until stopped."""
    from server.app import create_app
    from server.transport.frames import websocket_options

    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **websocket_options(settings),
    )
    uvicorn.Server(config).run()


def aggregate(settings: Settings) -> None:
    """Aggregates until stopped; a run under way is finished or rolled back, never left half done."""
    from server.live.publish import Publisher
    from server.rollup.aggregator import Aggregator

    async def run() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        publisher = Publisher(settings.redis_url, settings)
        try:
            await Aggregator(settings, publish=publisher.publish).run_forever(stop)
        finally:
            await publisher.close()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run())
