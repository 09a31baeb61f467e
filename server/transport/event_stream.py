"""GraphQL over server-sent events: the distinct connections mode of graphql-sse, one operation per request.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from graphql import OperationType
from starlette.types import Receive, Send

from server.access import Caller
from server.errors import ErrorCode, ViewpulseError
from server.live.hub import Hub
from server.live.shared_subscription import Subscription
from server.monitoring.instruments import EVENT_STREAMS
from server.storage.projects import Grant
from server.storage.write_keys import hash_write_key
from server.transport.claims import EXPIRED
from server.transport.costs import with_left
from server.transport.documents import Operation
from server.transport.execution import Executor
from server.transport.failures import refuse
from server.transport.leaving import until_gone
from server.transport.link_reader import REVOKED
from server.transport.negotiation import EVENT_STREAM
from server.transport.socket_watch import SocketWatch
from server.transport.variables import Variables

BEAT_SECONDS = 12.0
"""Seconds between two comments that show proxies, and a client that waits, that the stream is open."""

_BEAT = b":\n"  # without an empty line: parsers of some clients lose the event after one
_COMPLETE = b"event: complete\ndata:\n\n"
_HEADERS = (
    (b"content-type", f"{EVENT_STREAM}; charset=utf-8".encode()),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),  # for nginx
)


def whole_stream(payload: bytes) -> bytes:
    """The stream of an operation that has one answer."""
    return _next(payload) + _COMPLETE


def _next(payload: bytes) -> bytes:
    return b"event: next\ndata: " + payload + b"\n\n"  # JSON as we write it has no line breaks


class EventStream:
    """The answer to a live subscription; the hub's sink.

    A payload replaces an older one that still waits, so a slow reader gets only the newest, and costs bounded memory.

    Args:
        caller: The subscriber.
        write_key: The write key of the request.
        watch: Checks the credentials periodically.
        left: What the client may still ask for: its first event says so.

    Attributes:
        key_hash: Hash of the write key of the request.
        token_project: The project of its token, unless there is a write key.
        link_id: The share link whose token it has, if any.
        project_id: The project of its write key or token.
        user: Project and id of the signed-in user.
        subscription: The subscription in the hub.
    """

    counted_as = EVENT_STREAMS

    def __init__(
        self, caller: Caller, write_key: str | None, watch: SocketWatch, left: Mapping[str, int] | None = None
    ) -> None:
        self.key_hash = hash_write_key(write_key) if write_key else None
        self.token_project = None if write_key else caller.token_project
        self.link_id = caller.link.link_id if caller.link else None
        self.project_id, self.user = caller.project_id, caller.user
        self.subscription: Subscription | None = None
        self._expires_at = caller.expires_at
        self._watch = watch
        self._left = left or {}
        self._waiting = _BEAT  # the answer begins at once, so that the client knows that it is subscribed
        self._ended = False
        self._awake = asyncio.Event()

    async def run(self, receive: Receive, send: Send, request_id: str) -> None:
        """Sends events until either side ends the stream."""
        loop = asyncio.get_running_loop()
        gone = asyncio.create_task(until_gone(receive))
        gone.add_done_callback(lambda _: self._awake.set())
        expiry = None
        if self._expires_at is not None:
            left = (self._expires_at - datetime.now(UTC)).total_seconds()
            expiry = loop.call_later(left, self.fail, ViewpulseError(ErrorCode.TOKEN_EXPIRED, EXPIRED))
        self._beat = loop.call_later(BEAT_SECONDS, self._on_beat)
        self._watch.add(self)
        try:
            headers = [*_HEADERS, (b"x-request-id", request_id.encode())]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            while not gone.done():
                events, self._waiting, ended = self._waiting, b"", self._ended
                self._awake.clear()
                if events:
                    if self._left and events != _BEAT:
                        self._left = {}  # the client has read it, or never will
                    await send({"type": "http.response.body", "body": events, "more_body": not ended})
                if ended:
                    break
                await self._awake.wait()
        finally:
            self._watch.discard(self)
            self._beat.cancel()
            if expiry is not None:
                expiry.cancel()
            if self.subscription is not None:
                self.subscription.close()
                self.subscription = None  # each would keep the other
            gone.cancel()

    def send(self, payload: bytes) -> bool:
        """Takes a live payload, in place of one that waits."""
        self._offer(_next(with_left(payload, self._left)))
        return True

    def fail(self, error: ViewpulseError) -> None:
        """Ends the stream with an error."""
        if not self._ended:
            last = b"" if self._waiting == _BEAT else self._waiting
            self._offer(last + whole_stream(refuse(error).payload))
            self._ended = True

    def regrant(self, grant: Grant) -> None:
        """Changes nothing: a stream takes no events."""

    def revoke(self) -> None:
        """Ends the stream: its credentials are no longer valid."""
        if self.key_hash is not None:
            self.fail(ViewpulseError(ErrorCode.WRITE_KEY_INVALID, "The write key was revoked, or its project removed."))
        elif self.link_id is not None:
            self.fail(ViewpulseError(ErrorCode.TOKEN_INVALID, REVOKED))
        else:
            self.fail(ViewpulseError(ErrorCode.TOKEN_INVALID, "The token's project was removed."))

    def check_idle(self, now: float) -> None:
        """Never ends it: its operation is open."""

    def _on_beat(self) -> None:
        self._beat = asyncio.get_running_loop().call_later(BEAT_SECONDS, self._on_beat)
        if not self._waiting:
            self._offer(_BEAT)

    def _offer(self, events: bytes) -> None:
        if not self._ended:
            self._waiting = events
            self._awake.set()


class EventStreams:
    """Answers operations with streams of events.

    Args:
        executor: Runs the operations.
        hub: Keeps the subscriptions live.
        watch: Checks the credentials of open streams periodically.
    """

    def __init__(self, executor: Executor, hub: Hub, watch: SocketWatch) -> None:
        self._executor = executor
        self._hub = hub
        self._watch = watch

    async def answer(
        self,
        operation: Operation,
        variables: Variables,
        caller: Caller,
        *,
        write_key: str | None,
        request_id: str,
        asks_cost: bool,
    ) -> EventStream | bytes:
        """An open stream for a subscription, a complete one for what has one answer.

        Raises:
            OperationRefused: Nothing was executed.
        """
        run, go_live = self._executor.run, self._executor.go_live
        if operation.type is not OperationType.SUBSCRIPTION:
            payload = await run(operation, variables, caller, request_id=request_id, asks_cost=asks_cost)
            return whole_stream(payload)
        live, delivery = await go_live(operation, variables, caller, request_id=request_id, asks_cost=asks_cost)
        try:
            if not live.subjects:
                return whole_stream(with_left((await live.execute()).payload, delivery.left))
            stream = EventStream(caller, write_key, self._watch, delivery.left)
            self._watch.require_room(stream.user)
            stream.subscription = self._hub.subscribe(live, stream, delivery)
        except ViewpulseError as error:
            raise refuse(error) from error
        return stream
