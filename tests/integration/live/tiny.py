"""A one-field API over numbers that a test changes: real transport and hub, answers of any size."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type

from resolvers.access import Access
from resolvers.context import Info, Services
from resolvers.root_fields import query_field
from resolvers.scalars import SCALARS
from server.live.hub import Hub
from server.settings import Settings
from server.transport.auth import Authenticator
from server.transport.event_stream import EventStreams
from server.transport.execution import Executor
from server.transport.frames import EXTENSION
from server.transport.http import GraphQLEndpoint
from server.transport.socket_watch import SocketWatch
from server.transport.websocket import GraphQLWebSocket
from tests.contexts import contexts_of
from tests.integration.live.stand_ins import SUBJECT, Numbers


@strawberry.type
class Board:
    revision: int
    text: str
    as_of: str


def make_app(settings: Settings, numbers: Numbers, *, text: str = "") -> tuple[ASGIApp, Hub]:
    """The application, and its hub."""

    @query_field(Access(lambda _: None, subject=lambda *_: SUBJECT), "The board.")
    async def board(info: Info) -> Board:
        numbers.executions[SUBJECT] += 1
        revision = numbers.touched.get(SUBJECT, 0)
        info.context.note_revision(revision)
        return Board(revision=revision, text=text, as_of=numbers.moment.isoformat())

    hub = Hub(settings, numbers.progress, now=numbers.now)
    absent: Any = None  # nothing here asks for data, and clients without credentials are let in
    services = Services(settings, pool=absent, ingest=absent, contents=absent)
    executor = Executor(
        strawberry.Schema(
            create_type("Query", [board.field()]),
            subscription=create_type("Subscription", [board.subscription()]),
            config=StrawberryConfig(scalar_map=SCALARS),
        ),
        contexts_of(services),
        settings,
        root_fields={board.name: board},
    )
    authenticator = Authenticator(settings, absent)
    watch = SocketWatch(authenticator, settings)
    over_http = GraphQLEndpoint(executor, authenticator, settings, EventStreams(executor, hub, watch))
    over_websocket = GraphQLWebSocket(executor, authenticator, hub, settings, watch)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await hub.start()
        yield
        await hub.stop()

    async def endpoint(websocket: WebSocket) -> None:
        await over_websocket.endpoint(websocket)

    routes = [WebSocketRoute("/graphql", endpoint), Route("/graphql", over_http)]
    return Starlette(routes=routes, lifespan=lifespan), hub


def without_frames(app: ASGIApp) -> ASGIApp:
    """The same application under a server that offers no frame writer."""

    async def plain(scope: Scope, receive: Receive, send: Send) -> None:
        scope.get("extensions", {}).pop(EXTENSION, None)
        await app(scope, receive, send)

    return plain
