"""The composition root of the API: creates every part, and passes it what it needs."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from strawberry import Schema

from resolvers.context import Context
from resolvers.schema import ROOT_FIELDS, build_schema
from server.access import Caller
from server.limits.address_key import AddressKey
from server.limits.limiter import Limiter
from server.limits.shared_pots import SharedPots
from server.live.activity import Activity, open_of
from server.live.hub import Hub
from server.live.publish import Publisher
from server.monitoring.exporter import Exporter
from server.monitoring.instruments import DATABASE_CAPACITY
from server.monitoring.samples import Sample, sample
from server.monitoring.traces import open_tracer
from server.open_cells import OpenCells
from server.rollup.state import StateReader
from server.settings import Settings
from server.social.connections import SocialConnections
from server.storage.shared_cache import SharedCache
from server.transport.auth import Authenticator
from server.transport.cached_answers import CachedAnswers
from server.transport.client_classifier import ClientClassifier
from server.transport.counted_execution import CountedExecutor
from server.transport.cross_site import CrossSite
from server.transport.dashboard import Dashboard
from server.transport.embedding import Embedding
from server.transport.event_stream import EventStreams
from server.transport.graphiql import GraphiQL
from server.transport.health import Health
from server.transport.http import GraphQLEndpoint
from server.transport.operation_counts import OperationCounts
from server.transport.origins import Origins
from server.transport.persisted import ManifestDocuments
from server.transport.social_callback import SocialCallback
from server.transport.socket_watch import SocketWatch
from server.transport.traced_execution import ClientTraces, TracedExecutor
from server.transport.tracking_path import TrackingEndpoint
from server.transport.websocket import GraphQLWebSocket
from server.worker.asking import Asker
from server.zones import zone_names

if TYPE_CHECKING:
    from server.monitoring.otlp import Tracer


class Api(Starlette):
    """The application. Its busiest addresses skip the layers around routes: they cost a sixth of a small call.

    Attributes:
        busiest: GraphQL over HTTP, and the tracking path, by their paths.
    """

    busiest: Mapping[str, ASGIApp] = MappingProxyType({})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or serves one socket."""
        if scope["type"] == "http" and (endpoint := self.busiest.get(scope["path"])) is not None:
            await endpoint(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(settings: Settings, exporter: Exporter | None = None, *, warm: bool = False) -> Starlette:
    """The API as an ASGI application; its parts live from start-up to shutdown.

    Args:
        settings: Its settings.
        exporter: Answers scrapes of /metrics meanwhile.
        warm: Prepares what the first requests need before it is ready, so that they take no longer than others.

    It starts whether PostgreSQL and Redis are available or not: until PostgreSQL is, operations that need it are
    UNAVAILABLE and ``/health/ready`` answers 503.
    """
    schema = build_schema()
    if warm:
        zone_names()  # read from many files
    manifest = ManifestDocuments.from_settings(settings)
    tracer = open_tracer(settings, "viewpulse-api")

    @asynccontextmanager
    async def lifespan(api: Api) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            parts = await compose(settings, schema, manifest, stack, exporter, tracer=tracer, warm=warm)
            api.busiest, api.router.routes[:] = parts
            yield

    return Api(lifespan=lifespan)


async def compose(
    settings: Settings,
    schema: Schema,
    manifest: ManifestDocuments,
    stack: AsyncExitStack,
    exporter: Exporter | None = None,
    *,
    tracer: "Tracer | None" = None,
    warm: bool = False,
) -> tuple[Mapping[str, ASGIApp], list[BaseRoute]]:
    """Creates the parts and starts them; the stack stops them in reverse order.

    Returns:
        The busiest addresses by their paths, and the routes of everything else.
    """
    if tracer is not None:
        await stack.enter_async_context(tracer.running())
    publisher = Publisher(settings.redis_url, settings)
    stack.push_async_callback(publisher.close)
    public_lists = SharedCache(settings.redis_url, settings.database_url, settings.public_cache_seconds)
    stack.push_async_callback(public_lists.close)
    asker = Asker(settings)
    stack.push_async_callback(asker.close)
    pots = SharedPots(settings.redis_url, settings.database_url, settings.limit_wait)
    stack.push_async_callback(pots.close)
    limiter, address_key, activity = Limiter(settings, pots), AddressKey(pots), Activity(pots.call, pots.prefix)
    stack.callback(asyncio.create_task(address_key.keep(), name="address-key").cancel)
    connections = SocialConnections(settings)
    stack.push_async_callback(connections.aclose)
    cells = OpenCells(
        settings,
        stack,
        publish=publisher.publish,
        public_lists=public_lists,
        ask_worker=asker.ask,
        limiter=limiter,
        connections=connections,
        activity=activity,
    )
    services = await cells.start(warm=warm)
    pool, ingest = services.pool, services.ingest

    hub = Hub(settings, cells.read_progress, book=limiter.book)
    cells.on_moved = hub.start_over
    await hub.start()
    stack.push_async_callback(hub.stop)

    async def make_context(caller: Caller, request_id: str) -> Context:
        return Context(caller, await cells.services_of(caller), request_id)

    counts = OperationCounts(manifest.names)
    make_executor = CountedExecutor if tracer is None else partial(TracedExecutor, tracer)
    cached = CachedAnswers(settings, ROOT_FIELDS)
    stack.push_async_callback(cached.aclose)
    executor = make_executor(
        counts, schema, make_context, settings, root_fields=ROOT_FIELDS, manifest=manifest, cached=cached
    )
    authenticator = Authenticator(settings, pool, note_cell=cells.note)
    graphiql = GraphiQL() if settings.development else None
    watch = SocketWatch(authenticator, settings)
    await stack.enter_async_context(
        activity.running(lambda: open_of(watch.sockets_of_projects(), hub.subscriptions_of_projects()))
    )
    streams = EventStreams(executor, hub, watch)
    over_http = GraphQLEndpoint(
        executor,
        authenticator,
        settings,
        streams,
        graphiql,
        address_key=address_key,
        note_refused=counts.refuse,
    )
    over_websocket = GraphQLWebSocket(executor, authenticator, hub, settings, watch, address_key=address_key)
    health = Health(
        pool,
        lambda: hub.pushed,
        lambda: ingest.is_failing,
        cells.read_progress,
        cells.failing,
        has_worker=asker.has_worker,
        longest_lag=settings.aggregation_max_lag,
    )
    if exporter is not None:
        state = StateReader(cells.pools)

        async def read_shared() -> list[Sample]:
            checks, waiting = await asyncio.gather(health.read_samples(), asker.read_waiting())
            capacity = settings.database_capacity_bytes
            return [
                *checks,
                *waiting,
                *await state.read_if_available(),
                *([sample(DATABASE_CAPACITY, capacity)] if capacity else []),
            ]

        sources = (
            *(counts.measure, limiter.measure, cached.measure, cells.measure),
            *(hub.measure, asker.measure, watch.measure),
        )
        await stack.enter_async_context(exporter.running(sources, read_shared))
    routes = [
        WebSocketRoute("/graphql", over_websocket.endpoint),
        *health.routes(),
        *SocialCallback(connections.come_back, limiter, ClientClassifier(settings, address_key)).routes(),
        *(pages_of(settings, authenticator) if settings.dashboard else []),
        *(graphiql.routes() if graphiql else []),
    ]
    busiest: dict[str, ASGIApp] = {"/graphql": CrossSite(over_http, settings, Origins.of_api(settings))}
    if settings.tracking_path is not None:
        tracking = TrackingEndpoint(
            executor,
            authenticator,
            settings,
            address_key=address_key,
            note_refused=counts.refuse,
            note_dropped=counts.drop,
        )
        busiest[settings.tracking_path] = CrossSite(tracking, settings, Origins.of_tracking(settings), ("POST",))
    if tracer is not None:
        busiest = {path: ClientTraces(endpoint, tracer) for path, endpoint in busiest.items()}
    return busiest, routes


def pages_of(settings: Settings, authenticator: Authenticator) -> list[BaseRoute]:
    """The dashboard, and the page of share links."""
    dashboard = Dashboard(settings)
    return [*dashboard.routes(), *Embedding(dashboard, authenticator.links).routes()]
