"""One graphql-transport-ws connection: who it is, and the operations open on it."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from graphql import OperationType
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.access import Viewer
from server.errors import ErrorCode, ViewpulseError
from server.live.hub import Hub
from server.settings import Settings
from server.transport.auth import Authenticator
from server.transport.execution import Executor
from server.transport.failures import FormattedError, OperationRefused, refuse
from server.transport.outlets import open_outlet
from server.transport.senders import UNKNOWN, Sender
from server.transport.socket_messages import (
    Complete,
    ConnectionInit,
    MalformedMessageError,
    Message,
    Ping,
    Request,
    Subscribe,
    decode_message,
)
from server.transport.socket_operation import SocketOperation

LONGEST_REASON = 123
"""Bytes that a close frame has room for (RFC 6455, section 5.5)."""

_log = structlog.get_logger(__name__)


class CloseCode(IntEnum):
    """Why the server closes a socket. When the server itself stops, uvicorn closes with 1012."""

    MESSAGE_TOO_BIG = 1009
    TRY_AGAIN_LATER = 1013
    """The credentials can't be checked right now."""
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    """Bad credentials, or a token that has expired meanwhile: connect again with a new one."""
    SUBPROTOCOL_NOT_ACCEPTABLE = 4406
    CONNECTION_INITIALISATION_TIMEOUT = 4408
    SUBSCRIBER_ALREADY_EXISTS = 4409
    TOO_MANY_INITIALISATION_REQUESTS = 4429


class SocketClosedError(Exception):
    """The socket must be closed."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:LONGEST_REASON].decode(errors="ignore")


class SocketConnection:
    """Speaks the protocol over one accepted socket.

    Args:
        websocket: The socket.
        executor: Runs the operations.
        authenticator: Finds out who connects.
        hub: Keeps the subscriptions live.
        settings: Limits and timeouts.
        sender: Who opened it.
    """

    def __init__(
        self,
        websocket: WebSocket,
        executor: Executor,
        authenticator: Authenticator,
        hub: Hub,
        settings: Settings,
        *,
        sender: Sender = UNKNOWN,
    ) -> None:
        self._websocket = websocket
        self._executor = executor
        self._authenticator = authenticator
        self._hub = hub
        self._settings = settings
        self._sender = sender
        self._outlet = open_outlet(websocket, settings.live_write_buffer, self._on_drained)
        self._deadline = asyncio.timeout(settings.connection_init_timeout)
        self._initialised = False
        self._viewer: Viewer | None = None
        self._operations: dict[str, SocketOperation] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serves the socket until either side closes it. Mutations that are under way are finished first."""
        closing: SocketClosedError | None = None
        try:
            async with self._deadline:
                while (text := await self._receive()) is not None:
                    await self._handle(decode_message(text))
        except SocketClosedError as error:
            closing = error
        except MalformedMessageError:
            closing = SocketClosedError(CloseCode.BAD_REQUEST, "Invalid message received")
        except TimeoutError:
            if self._initialised:
                closing = SocketClosedError(CloseCode.FORBIDDEN, "Token expired")
            else:
                closing = SocketClosedError(
                    CloseCode.CONNECTION_INITIALISATION_TIMEOUT, "Connection initialisation timeout"
                )
        finally:
            for operation in tuple(self._operations.values()):
                self._stop(operation)
        if closing is not None:
            with suppress(WebSocketDisconnect, RuntimeError):  # the client was first
                await self._websocket.close(closing.code, closing.reason)
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _receive(self) -> str | None:
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
                await self._send(_pong(message.payload))
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
        if not isinstance(authorization, str | None) or not isinstance(write_key, str | None):
            raise SocketClosedError(CloseCode.FORBIDDEN, "Forbidden")
        try:
            viewer = await self._authenticator.authenticate(authorization, write_key)
        except ViewpulseError as error:
            if error.code in (ErrorCode.UNAUTHENTICATED, ErrorCode.FORBIDDEN):
                raise SocketClosedError(CloseCode.FORBIDDEN, "Forbidden") from error
            raise SocketClosedError(CloseCode.TRY_AGAIN_LATER, "Try again later") from error
        if viewer.expires_at is not None:
            left = (viewer.expires_at - datetime.now(UTC)).total_seconds()
            self._deadline.reschedule(asyncio.get_running_loop().time() + left)
        self._viewer = self._sender.known_as(viewer)
        await self._send(b'{"type":"connection_ack"}')

    # Operations -----------------------------------------------------------------------------------------------------

    async def _subscribe(self, operation_id: str, request: Request) -> None:
        viewer = self._viewer
        if viewer is None:
            raise SocketClosedError(CloseCode.UNAUTHORIZED, "Unauthorized")
        if operation_id in self._operations:
            raise SocketClosedError(
                CloseCode.SUBSCRIBER_ALREADY_EXISTS, f"Subscriber for {operation_id} already exists"
            )
        operation = SocketOperation(operation_id, self._outlet, self._end)
        if max(len(self._operations), len(self._tasks)) >= self._settings.live_max_subscriptions:
            error = ViewpulseError(ErrorCode.LIMIT_EXCEEDED, "Too many operations are open on this socket.")
            await self._send(operation.error_message(refuse(error).errors))
            return
        self._operations[operation_id] = operation
        operation.task = self._spawn(self._serve(operation, request, viewer))

    async def _serve(self, operation: SocketOperation, request: Request, viewer: Viewer) -> None:
        request_id = uuid4().hex
        try:
            prepared = self._executor.prepare(request.query, request.operation_name, viewer)
            operation.type = prepared.type
            if prepared.type is OperationType.SUBSCRIPTION:
                live, after = await self._executor.go_live(prepared, request.variables, viewer, request_id=request_id)
                if self._is_open(operation):
                    operation.subscription = self._hub.subscribe(live, operation, after)
            elif prepared.type is OperationType.MUTATION or self._is_open(operation):
                payload = await self._executor.run(prepared, request.variables, viewer, request_id=request_id)
                await self._answer(operation, payload)
        except OperationRefused as refused:
            self._end(operation, refused.errors)
        except ViewpulseError as error:
            self._end(operation, refuse(error).errors)
        except Exception:  # noqa: BLE001 - the socket and its other operations go on
            _log.exception("an operation over WebSocket failed", request_id=request_id)
            self._end(operation, refuse(ViewpulseError(ErrorCode.INTERNAL, "Internal error.")).errors)

    async def _answer(self, operation: SocketOperation, payload: bytes) -> None:
        if not self._is_open(operation):
            return  # the client does not want the answer any more
        await self._send(operation.next_message(payload))
        if self._is_open(operation):
            del self._operations[operation.id]
            await self._send(operation.complete_message())

    def _end(self, operation: SocketOperation, errors: list[FormattedError]) -> None:
        if self._is_open(operation):
            del self._operations[operation.id]
            self._spawn(self._send(operation.error_message(errors)))

    def _stop(self, operation: SocketOperation) -> None:
        """Ends an operation without a word. A mutation, or what may turn out to be one, is finished all the same."""
        del self._operations[operation.id]
        if operation.subscription is not None:
            operation.subscription.close()
        elif operation.task is not None and operation.type in (OperationType.QUERY, OperationType.SUBSCRIPTION):
            operation.task.cancel()

    def _is_open(self, operation: SocketOperation) -> bool:
        return self._operations.get(operation.id) is operation

    def _on_drained(self) -> None:
        for operation in tuple(self._operations.values()):
            if operation.subscription is not None:
                operation.subscription.drained()

    # Sending --------------------------------------------------------------------------------------------------------

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


def _pong(payload: msgspec.Raw) -> bytes:
    if bytes(payload) == b"null":
        return b'{"type":"pong"}'
    return b'{"type":"pong","payload":' + bytes(payload) + b"}"
