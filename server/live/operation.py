"""What the hub is given to keep live, and where it sends what comes out."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from server.errors import ViewpulseError


@dataclass(slots=True)
class Executed:
    """The outcome of one execution.

    Attributes:
        payload: The GraphQL response, ``{"data": …}``, encoded as JSON.
        revision: The revision of the subject that the response shows.
    """

    payload: bytes
    revision: int


@dataclass(frozen=True, slots=True)
class LiveOperation:
    """One live subscription, as the transport prepared and authorised it.

    Attributes:
        key: Equal for subscriptions that must see equal bytes: document, operation, variables, and what the viewer
            may see. Subscriptions of one key form a cohort.
        subjects: What it watches, of one project; see ``server.live.subjects``. The first is what the viewer asked for.
        execute: Runs the document once. Raises ``ViewpulseError`` instead of returning a response with errors.
    """

    key: Hashable
    subjects: tuple[str, ...]
    execute: Callable[[], Awaitable[Executed]]


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
