"""One operation of a socket, and the messages about it."""

import asyncio
import json
from collections.abc import Callable, Mapping

import msgspec
from graphql import OperationType

from server.errors import ViewpulseError
from server.live.shared_subscription import Subscription
from server.transport.costs import with_left
from server.transport.failures import FormattedError, refuse
from server.transport.writers import SocketWriter

_SUFFIX = b"}"


class SocketOperation:
    """An operation that the client started; the hub's sink if it is a subscription.

    Attributes:
        id: The client's id of the operation.
        type: Known once the document was parsed.
        task: The task that prepares or executes it.
        subscription: The subscription in the hub, if it is live.
        left: What the client may still ask for: its first live payload says so.
    """

    __slots__ = ("_end", "_id", "_outlet", "_prefix", "id", "left", "subscription", "task", "type")

    def __init__(
        self,
        operation_id: str,
        outlet: SocketWriter,
        end: Callable[["SocketOperation", list[FormattedError]], None],
    ) -> None:
        self.id = operation_id
        self.type: OperationType | None = None
        self.task: asyncio.Task[None] | None = None
        self.subscription: Subscription | None = None
        self.left: Mapping[str, int] = {}
        self._id = json.dumps(operation_id).encode()  # also accepts a text with an unpaired surrogate
        self._outlet = outlet
        self._end = end
        self._prefix = b'{"id":' + self._id + b',"type":"next","payload":'

    def send(self, payload: bytes) -> bool:
        """Sends a live payload; all subscribers of the shared subscription share the bytes, after their first one."""
        if not self.left:
            return self._outlet.write(self._prefix, payload, _SUFFIX)
        taken = self._outlet.write(self._prefix, with_left(payload, self.left), _SUFFIX)
        if taken:
            self.left = {}
        return taken

    def fail(self, error: ViewpulseError) -> None:
        """Ends the live operation with an error."""
        self._end(self, refuse(error).errors)

    def next_message(self, payload: bytes) -> bytes:
        """Sends a result."""
        return self._prefix + payload + _SUFFIX

    def error_message(self, errors: list[FormattedError]) -> bytes:
        """Sends the errors that ended the operation."""
        return b'{"id":' + self._id + b',"type":"error","payload":' + msgspec.json.encode(errors) + _SUFFIX

    def complete_message(self) -> bytes:
        """Sends the regular end of the operation."""
        return b'{"id":' + self._id + b',"type":"complete"}'
