"""What the hub is given to keep live, and where it sends what comes out."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from server.errors import ViewpulseError
from server.live.shares import Subscriber


@dataclass(slots=True)
class Executed:
    """The outcome of one execution.

    Attributes:
        payload: The GraphQL response, ``{"data": …}``, encoded as JSON.
        revision: The revision of the subject that the response shows.
        state: What the response shows, however it is told: one that shows the same as the last one is not sent.
    """

    payload: bytes
    revision: int
    state: bytes


@dataclass(frozen=True, slots=True)
class LiveOperation:
    """One live subscription, as the transport prepared and authorised it.

    Attributes:
        key: Equal for subscriptions that must see equal bytes: document, operation, variables, and what the viewer
            may see. Subscriptions of one key form a shared subscription.
        subjects: What it watches, of one project; see ``server.live.subjects``. The first is what the viewer asked for.
            Without any its answer never changes: it is executed once, and nothing is kept live.
        execute: Runs the document once. Raises ``ViewpulseError`` instead of returning a response with errors.
        subscriber: Whose share of the process's places it takes.
        open_to_guests: Whether guests may have it; what only signed-in users may have does not wait for its executions.
    """

    key: Hashable
    subjects: tuple[str, ...]
    execute: Callable[[], Awaitable[Executed]]
    subscriber: Subscriber
    open_to_guests: bool = False


class Sink(Protocol):
    """The receiving end of one subscription. Both methods return at once."""

    def send(self, payload: bytes) -> bool:
        """Takes a payload, or refuses it with False while its reader is slow.

        After a refusal it calls the subscription's ``drained()`` once the reader has caught up, and is then given the
        newest payload only.
        """
        ...

    def fail(self, error: ViewpulseError) -> None:
        """Takes the error that ends the subscription; nothing follows it."""
        ...
