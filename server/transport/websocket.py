"""GraphQL over WebSocket: the graphql-transport-ws protocol, answering as the graphql-ws reference server does."""

from uuid import UUID

from starlette.websockets import WebSocket

from server.errors import ViewpulseError
from server.limits.address_key import AddressKey
from server.live.hub import Hub
from server.settings import Settings
from server.transport.auth import Authenticator
from server.transport.client_classifier import ClientClassifier
from server.transport.execution import Executor
from server.transport.origins import Origins
from server.transport.socket_closing import CloseCode, SocketClosedError
from server.transport.socket_connection import SocketConnection
from server.transport.socket_watch import SocketWatch

SUBPROTOCOL = "graphql-transport-ws"


class GraphQLWebSocket:
    """The WebSocket side of the GraphQL endpoint.

    Args:
        executor: Runs the operations.
        authenticator: Authenticates clients.
        hub: Keeps the subscriptions live.
        settings: Limits, timeouts and allowed origins.
        watch: Checks the open sockets periodically.
        address_key: The key under which addresses of clients are hashed.
    """

    def __init__(
        self,
        executor: Executor,
        authenticator: Authenticator,
        hub: Hub,
        settings: Settings,
        watch: SocketWatch,
        *,
        address_key: AddressKey | None = None,
    ) -> None:
        self._executor = executor
        self._authenticator = authenticator
        self._hub = hub
        self._settings = settings
        self._origins = Origins.of_api(settings)
        self._classifier = ClientClassifier(settings, address_key)
        self._watch = watch

    async def endpoint(self, websocket: WebSocket) -> None:
        """Serves one socket until it closes; for Starlette's ``WebSocketRoute``.

        A page of another origin is closed with 4403, unless the share link in the address names it; a client that does
        not offer graphql-transport-ws with 4406. Both after the handshake: a page sees nothing of one that is refused.
        The legacy graphql-ws subprotocol is not supported.
        """
        offered = SUBPROTOCOL in websocket.scope["subprotocols"]
        page = self._origins.foreign_page(websocket.headers)
        if page is not None and not page.is_named and not await self._is_for_link(websocket, page.origin):
            await websocket.accept(SUBPROTOCOL if offered else None)
            error = self._origins.refusal(websocket.headers["origin"])
            closing = SocketClosedError(CloseCode.FORBIDDEN, f"{error.code}: {error.message}")
            await websocket.close(closing.code, closing.reason)
            return
        if not offered:
            await websocket.accept()
            await websocket.close(CloseCode.SUBPROTOCOL_NOT_ACCEPTABLE, "Subprotocol not acceptable")
            return
        await websocket.accept(SUBPROTOCOL)
        connection = SocketConnection(
            websocket,
            self._executor,
            self._authenticator,
            self._hub,
            self._settings,
            sender=self._classifier.classify(websocket.scope),
            page=page,
            watch=self._watch,
        )
        await connection.run()

    async def _is_for_link(self, websocket: WebSocket, origin: str) -> bool:
        """Whether the share link in the address names the page."""
        try:
            link = await self._authenticator.links.find(UUID(websocket.query_params.get("link", "")))
        except (ValueError, ViewpulseError):
            return False
        return link is not None and origin in link.origins
