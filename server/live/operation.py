"""What the hub keeps live, and where it sends the results."""

from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from server.errors import ErrorCode, ViewpulseError
from server.live.shares import Subscriber


@dataclass(slots=True)
class Executed:
    """The result of one execution.

    Attributes:
        payload: The GraphQL response, encoded as JSON.
        revision: The revision of the subject that the response shows.
        state: What the response shows, in comparable form: a response equal to the last one is not sent.
        failed: Codes of the parts that could not be read; each is null in the response.
    """

    payload: bytes
    revision: int
    state: bytes
    failed: frozenset[ErrorCode] = frozenset()


@dataclass(frozen=True, slots=True)
class LiveOperation:
    """One live subscription, prepared and authorised by the transport.

    Attributes:
        key: Equal for subscriptions that must receive equal bytes: document, operation, variables, and the access of
            the viewer. Subscriptions with one key form a shared subscription.
        subjects: What the operation follows, of one project; see ``server.live.subjects``. The first is the subject of
            its field. Without subjects the answer never changes: it is executed once, and nothing is kept live.
        execute: Executes the document once. Raises ``ViewpulseError`` if its root field fails.
        subscriber: The client whose limits the subscription counts against.
        open_to_guests: Whether guests may subscribe; operations for signed-in users only do not wait behind these.
        moves: Whether time changes the answer, too: then a client may have another answer of the same revision.
        takes_long: Whether an execution may take seconds: others do not wait behind it, and it ends when all
            subscribers have left.
        name: Its name in the manifest, where traces are on.
        cost: What an execution costs.
    """

    key: Hashable
    subjects: tuple[str, ...]
    execute: Callable[[], Awaitable[Executed]]
    subscriber: Subscriber
    open_to_guests: bool = False
    moves: bool = False
    takes_long: bool = False
    name: str | None = None
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """Which answers a subscriber is sent, and how often.

    Attributes:
        after: A revision that the client has already; nothing is sent until there is a newer one, unless the answer
            moves. If the server does not have the revision any more, the answer is sent at once.
        every: The least number of seconds between two answers.
        left: What the client may still ask for, which the first answer that it gets says; empty if that is not limited.
    """

    after: int | None = None
    every: float = 0.0
    left: Mapping[str, int] = field(default_factory=dict)


AT_ONCE = Delivery()
"""Every answer, as soon as it is known."""


class Sink(Protocol):
    """The receiving end of one subscription. Both methods return at once."""

    def send(self, payload: bytes) -> bool:
        """Accepts a payload, or returns False while its reader is slow.

        After returning False it calls the subscription's ``drained()`` once the reader has caught up, and then receives
        only the newest payload.
        """
        ...

    def fail(self, error: ViewpulseError) -> None:
        """Receives the error that ends the subscription; nothing follows it."""
        ...
