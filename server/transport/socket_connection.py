"""One graphql-transport-ws connection: its client, and its open operations."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from graphql import OperationType
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.access import NO_PROJECT, Caller
from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.live.hub import Hub
from server.live.shared_subscription import Subscription
from server.monitoring.instruments import SOCKETS
from server.settings import Settings
from server.storage.projects import Grant
from server.storage.write_keys import hash_write_key
from server.transport.auth import Authenticator
from server.transport.claims import EXPIRED
from server.transport.client_classifier import UNKNOWN, ClientInfo
from server.transport.costs import asks_for_cost, with_left
from server.transport.execution import Executor
from server.transport.failures import FormattedError, OperationRefused, failure_of, refuse
from server.transport.limiting import with_cost_of
from server.transport.link_reader import REVOKED
from server.transport.origins import ForeignPage
from server.transport.pace import Pace
from server.transport.request import Request
from server.transport.socket_closing import CloseCode, SocketClosedError, refusal
from server.transport.socket_messages import (
    Complete,
    ConnectionInit,
    MalformedMessageError,
    Message,
    Ping,
    Subscribe,
    decode_message,
    encode_pong,
    renewal_of,
)
from server.transport.socket_operation import SocketOperation
from server.transport.socket_watch import SocketWatch
from server.transport.writers import open_outlet

MAX_INIT = 65_536
"""Maximum characters of the first message, which is decoded before the client is authenticated."""


def _who(caller: Caller) -> tuple[object, ...]:
    return caller.user, caller.role, caller.link.link_id if caller.link else None


@contextmanager
def _closing_if_refused() -> Iterator[None]:
    try:
        yield
    except ViewpulseError as error:
        raise refusal(error.code, error.message) from error


class SocketConnection:
    """Speaks the protocol over one accepted socket.

    Args:
        websocket: The socket.
        executor: Runs the operations.
        authenticator: Authenticates the client.
        hub: Keeps the subscriptions live.
        settings: Limits and timeouts.
        sender: The sender of the handshake.
        page: The page of another site that connects; None: it is ours, or an app.
        watch: Checks the socket periodically.

    Attributes:
        key_hash: Hash of the write key of the connection.
        token_project: The project of its token, unless there is a write key.
        link_id: The share link whose token it has, if any.
        project_id: The project of its write key or token.
        user: Project and id of the signed-in user.
    """

    counted_as = SOCKETS

    def __init__(
        self,
        websocket: WebSocket,
        executor: Executor,
        authenticator: Authenticator,
        hub: Hub,
        settings: Settings,
        *,
        sender: ClientInfo = UNKNOWN,
        page: ForeignPage | None = None,
        watch: SocketWatch,
    ) -> None:
        self._websocket = websocket
        self._executor = executor
        self._authenticator = authenticator
        self._hub = hub
        self._settings = settings
        self._sender = sender
        self._page = page
        self._watch = watch
        self.key_hash: bytes | None = None
        self.token_project: int | None = None
        self.link_id: UUID | None = None
        self.project_id = NO_PROJECT
        self.user: tuple[int, str] | None = None
        self._pace = Pace(settings.socket_messages_per_second)
        self._outlet = open_outlet(websocket, settings.live_write_buffer, self._on_drained)
        self._deadline = asyncio.timeout(settings.connection_init_timeout)
        self._late = SocketClosedError(CloseCode.CONNECTION_INITIALISATION_TIMEOUT, "Connection initialisation timeout")
        self._busy_at = 0.0
        self._initialised = False
        self._caller: Caller | None = None
        self._operations: dict[str, SocketOperation] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serves the socket until either side closes it. Mutations in progress are finished first."""
        closing: SocketClosedError | None = None
        try:
            async with self._deadline:
                while (text := await self._receive()) is not None:
                    await self._handle(decode_message(text, None if self._initialised else MAX_INIT))
        except SocketClosedError as error:
            closing = error
        except MalformedMessageError:
            closing = SocketClosedError(CloseCode.BAD_REQUEST, "Invalid message received")
        except TimeoutError:
            closing = self._late
        finally:
            self._watch.discard(self)
            for operation in tuple(self._operations.values()):
                self._stop(operation)
        if closing is not None:
            with suppress(WebSocketDisconnect, RuntimeError):  # the client was first
                await self._websocket.close(closing.code, closing.reason)
        if self._tasks:
            await asyncio.wait(self._tasks)

    def regrant(self, grant: Grant) -> None:
        """Updates what its credentials grant."""
        if self._caller is None:
            return
        unsigned_ids = self._caller.unsigned_ids if self.key_hash is None else grant.unsigned_ids
        self._caller = replace(
            self._caller,
            unsigned_ids=unsigned_ids,
            is_archived=grant.is_archived,
            quotas=grant.quotas,
            consent=grant.consent,
        )

    def revoke(self) -> None:
        """Closes the socket: its credentials are no longer valid."""
        if self.key_hash is not None:
            ended = refusal(ErrorCode.WRITE_KEY_INVALID, "The write key was revoked, or its project removed.")
        elif self.link_id is not None:
            ended = refusal(ErrorCode.TOKEN_INVALID, REVOKED)
        else:
            ended = refusal(ErrorCode.TOKEN_INVALID, "The token's project was removed.")
        self._close_at(0.0, ended)

    def check_idle(self, now: float) -> None:
        """Closes the socket if it has no token and no operation was open for long."""
        anonymous = self._caller is not None and self._caller.user_id is None
        if anonymous and not self._operations and now - self._busy_at > self._settings.anonymous_idle_timeout:
            self._close_at(0.0, SocketClosedError(CloseCode.GOING_AWAY, "Idle"))

    def _close_at(self, seconds: float, reason: SocketClosedError) -> None:
        """Closes the socket after this many seconds, for a reason other than the client's next message."""
        with suppress(RuntimeError):  # it closes already
            self._deadline.reschedule(asyncio.get_running_loop().time() + seconds)
            self._late = reason

    async def _receive(self) -> str | None:
        if wait := self._pace.wait():
            await asyncio.sleep(wait)
            if self._outlet.is_closed:
                return None  # it was too fast: what it had sent more than it may is not served after it has left
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            return None
        text: str | None = message.get("text")
        if text is None:
            raise MalformedMessageError("not a text message")
        if len(text) > self._settings.max_body_bytes:
            raise SocketClosedError(CloseCode.MESSAGE_TOO_BIG, "Message too big")
        return text

    async def _handle(self, message: Message) -> None:
        match message:
            case ConnectionInit():
                await self._initialise(message.payload or {})
            case Ping():
                await self._pong(message.payload)
            case Subscribe():
                await self._subscribe(message.id, message.payload)
            case Complete():
                if operation := self._operations.get(message.id):
                    self._stop(operation)

    # Who it is ------------------------------------------------------------------------------------------------------

    async def _initialise(self, payload: dict[str, Any]) -> None:
        if self._initialised:
            raise SocketClosedError(CloseCode.TOO_MANY_INITIALISATION_REQUESTS, "Too many initialisation requests")
        self._initialised = True
        self._deadline.reschedule(None)
        given = {name.lower(): value for name, value in payload.items()}
        headers = self._websocket.headers
        authorization = given.get("authorization", headers.get("authorization"))
        write_key = given.get("writekey", given.get("x-viewpulse-key", headers.get("x-viewpulse-key")))
        if not isinstance(authorization, str | None):
            raise refusal(ErrorCode.TOKEN_INVALID, "authorization must be a string.")
        if not isinstance(write_key, str | None):
            raise refusal(ErrorCode.WRITE_KEY_INVALID, "writeKey must be a string.")
        with _closing_if_refused():
            caller = await self._authenticator.authenticate(authorization, write_key, self._sender)
            self._require_page(caller)
            self.project_id, self.user = caller.project_id, caller.user
            self._watch.require_room(self.user)
        self._admit(caller)
        self.link_id = caller.link.link_id if caller.link else None
        self.key_hash = hash_write_key(write_key) if write_key else None
        self.token_project = None if write_key else caller.token_project
        self._busy_at = asyncio.get_running_loop().time()
        self._watch.add(self)
        await self._send(b'{"type":"connection_ack"}')

    def _require_page(self, caller: Caller) -> None:
        """Raises unless the page of another site, if the client is one, may use these credentials."""
        if self._page is None:
            return
        if caller.link is not None and self._page.origin not in caller.link.origins:
            raise ViewpulseError(ErrorCode.ORIGIN_NOT_ALLOWED, "The share link is not for pages of this site.")
        if caller.link is None and not self._page.is_named:
            message = "From this page only the token of a share link is taken."
            raise ViewpulseError(ErrorCode.FORBIDDEN, message)

    async def _renew(self, authorization: str) -> None:
        """Continues the socket with a newer token; open operations go on. Does nothing if it cannot be checked now."""
        before = self._caller
        if before is None:
            raise SocketClosedError(CloseCode.UNAUTHORIZED, "Unauthorized")
        try:
            with _closing_if_refused():
                caller = await self._authenticator.authenticate(authorization, None, self._sender)
        except SocketClosedError as refused:
            if refused.code is CloseCode.TRY_AGAIN_LATER:
                return
            raise
        if _who(caller) != _who(before):
            raise refusal(ErrorCode.FORBIDDEN, "A new token must be of the same project, user and role.")
        self._admit(replace(before, expires_at=caller.expires_at))

    def _admit(self, caller: Caller) -> None:
        """Serves a client until its token expires."""
        self._caller = caller
        if caller.expires_at is not None:
            left = (caller.expires_at - datetime.now(UTC)).total_seconds()
            self._close_at(left, refusal(ErrorCode.TOKEN_EXPIRED, EXPIRED))

    # Operations -----------------------------------------------------------------------------------------------------

    async def _subscribe(self, operation_id: str, request: Request) -> None:
        caller = self._caller
        if caller is None:
            raise SocketClosedError(CloseCode.UNAUTHORIZED, "Unauthorized")
        if operation_id in self._operations:
            raise SocketClosedError(
                CloseCode.SUBSCRIBER_ALREADY_EXISTS, f"Subscriber for {operation_id} already exists"
            )
        operation = SocketOperation(operation_id, self._outlet, self._end)
        if max(len(self._operations), len(self._tasks)) >= self._settings.live_max_subscriptions:
            limit = self._settings.live_max_subscriptions
            error = limit_exceeded(
                "Too many operations are open on this socket.", "operationsOfSocket", limit, limit + 1
            )
            await self._send(operation.error_message(refuse(error).errors))
            return
        self._operations[operation_id] = operation
        operation.task = self._spawn(self._serve(operation, request, caller))

    async def _serve(self, operation: SocketOperation, request: Request, caller: Caller) -> None:
        request_id, asks_cost = uuid4().hex, asks_for_cost(request.extensions)
        try:
            prepared = self._executor.operation_of(request, caller)
            operation.type = prepared.type
            if prepared.type is OperationType.SUBSCRIPTION:
                live, delivery = await self._executor.go_live(
                    prepared, request.variables, caller, request_id=request_id, asks_cost=asks_cost
                )
                if not live.subjects:
                    await self._answer(operation, with_left((await live.execute()).payload, delivery.left))
                elif self._is_open(operation):
                    operation.left = delivery.left
                    operation.subscription = self._hub.subscribe(live, operation, delivery)
            elif prepared.type is OperationType.MUTATION or self._is_open(operation):
                payload = await self._executor.run(
                    prepared, request.variables, caller, request_id=request_id, asks_cost=asks_cost
                )
                await self._answer(operation, payload)
        except OperationRefused as refused:
            self._end(operation, with_cost_of(refused))
        except Exception as error:  # noqa: BLE001 - the socket and its other operations go on
            self._end(operation, refuse(failure_of(error, request_id)).errors)

    async def _answer(self, operation: SocketOperation, payload: bytes) -> None:
        if not self._is_open(operation):
            return  # the client does not want the answer any more
        await self._send(operation.next_message(payload))
        if self._is_open(operation):
            self._forget(operation)
            await self._send(operation.complete_message())

    def _end(self, operation: SocketOperation, errors: list[FormattedError]) -> None:
        if self._is_open(operation):
            self._forget(operation)
            self._spawn(self._send(operation.error_message(errors)))

    def _stop(self, operation: SocketOperation) -> None:
        """Ends an operation silently. A mutation, or what may turn out to be one, is finished all the same."""
        subscription = self._forget(operation)
        if subscription is not None:
            subscription.close()
        elif operation.task is not None and operation.type in (OperationType.QUERY, OperationType.SUBSCRIPTION):
            operation.task.cancel()

    def _forget(self, operation: SocketOperation) -> Subscription | None:
        """Lets go of an operation; returns its subscription, which it no longer names: each would keep the other."""
        del self._operations[operation.id]
        self._busy_at = asyncio.get_running_loop().time()
        subscription, operation.subscription = operation.subscription, None
        return subscription

    def _is_open(self, operation: SocketOperation) -> bool:
        return self._operations.get(operation.id) is operation

    def _on_drained(self) -> None:
        for operation in tuple(self._operations.values()):
            if operation.subscription is not None:
                operation.subscription.drained()

    # Sending --------------------------------------------------------------------------------------------------------

    async def _pong(self, payload: msgspec.Raw) -> None:
        """Answers a ping: with its payload or, if that is a new token, with the time until which the socket is good."""
        if (authorization := renewal_of(payload)) is not None:
            await self._renew(authorization)
            assert self._caller is not None  # else it is not renewed
            ends = self._caller.expires_at
            payload = msgspec.Raw(msgspec.json.encode({"expiresAt": ends.isoformat() if ends else None}))
        await self._send(encode_pong(payload))

    async def _send(self, message: bytes) -> None:
        """Sends a message that is not a live payload; waits while the reader is slow."""
        if self._websocket.application_state is WebSocketState.CONNECTED:
            with suppress(WebSocketDisconnect, RuntimeError):  # it closed meanwhile; _receive sees that too
                await self._websocket.send_text(message.decode())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
