"""A bare Starlette route: msgspec decodes one event, the product's own group commit stores it, msgspec answers.

uvicorn benchmarks.baselines.bare_starlette:app

It has the same server, checks, rows and writers as ours; it lacks GraphQL, write keys, budgets and per-item errors.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.access import Caller
from server.events.ingest import Ingest
from server.events.model import Event
from server.settings import Settings
from server.storage.database import open_pool

VIEWER = Caller(may_track=True)
decoder = msgspec.json.Decoder(Event)


async def track(request: Request) -> Response:
    """Stores one event."""
    event = decoder.decode(await request.body())
    ingest: Ingest = request.app.state.ingest
    (result,) = await ingest.track(VIEWER, [event], argument="event")
    return Response(msgspec.json.encode({"status": result.status, "eventId": result.event_id}))


async def ready(_request: Request) -> Response:
    """Answers when the process is up."""
    return Response(b"ok")


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    settings = Settings()
    pool = await open_pool(settings, application="bare")
    app.state.ingest = Ingest(pool, settings)
    await app.state.ingest.start()
    yield
    await app.state.ingest.stop()
    await pool.close()


app = Starlette(routes=[Route("/", track, methods=["POST"]), Route("/ready", ready)], lifespan=lifespan)
