"""Limits the distinct live subscriptions of each client, so that no client uses up the capacity of the process."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from server.errors import ViewpulseError, limit_exceeded, unavailable
from server.settings import Settings

RETRY_SECONDS = 5.0
_GUESTS = "guests"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """The client of a subscription.

    Attributes:
        project_id: The project of the token or write key.
        user_id: The signed-in user; None for a guest without a token.
        network: The network of the socket; None if unknown.
    """

    project_id: int
    user_id: str | None = None
    network: int | None = None

    @property
    def user(self) -> tuple[int, str] | None:
        """Project and id of the signed-in user; None for a guest."""
        return None if self.user_id is None else (self.project_id, self.user_id)


class _Share(NamedTuple):
    """A limited share of the process's live subscriptions.

    Attributes:
        holder: The user, network or project that the share belongs to.
        limit: Maximum number of distinct subscriptions.
        who: What kind of holder it is.
    """

    holder: Hashable
    limit: int
    who: str


class Shares:
    """Counts the shared subscriptions of each user, network and project; equal subscriptions count once.

    Guests may use only a part of the process and of their project; the rest is reserved for signed-in users.

    Args:
        settings: The ``live_max_*`` settings and ``live_guest_part``.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._held: dict[Hashable, dict[Hashable, int]] = {}

    def enter(self, shared: Hashable, subscriber: Subscriber) -> None:
        """Counts one subscription.

        Args:
            shared: The key of its shared subscription.
            subscriber: The client.

        Raises:
            ViewpulseError: LIMIT_EXCEEDED when the user, the network or the project is at its limit; UNAVAILABLE when
                the guests' part is used up. The subscription is not counted then.
        """
        shares = tuple(self._shares_of(subscriber))
        for share in shares:
            held = self._held.get(share.holder, {})
            if shared not in held and len(held) >= share.limit:
                raise _refusal(share)
        for share in shares:
            held = self._held.setdefault(share.holder, {})
            held[shared] = held.get(shared, 0) + 1

    def leave(self, shared: Hashable, subscriber: Subscriber) -> None:
        """Removes one counted subscription."""
        for share in self._shares_of(subscriber):
            held = self._held[share.holder]
            held[shared] -= 1
            if not held[shared]:
                del held[shared]
            if not held:
                del self._held[share.holder]

    def clear(self) -> None:
        """Removes every subscription."""
        self._held.clear()

    def _shares_of(self, subscriber: Subscriber) -> Iterator[_Share]:
        settings, project = self._settings, subscriber.project_id
        if subscriber.user_id is not None:
            yield _Share(("user", project, subscriber.user_id), settings.live_max_per_user, "user")
        else:
            part = settings.live_guest_part
            if subscriber.network is not None:
                yield _Share(("network", subscriber.network), settings.live_max_per_network, "network")
            yield _Share(("guests", project), int(part * settings.live_max_per_project), _GUESTS)
            yield _Share(_GUESTS, int(part * settings.live_max_shared), _GUESTS)
        yield _Share(("project", project), settings.live_max_per_project, "project")


def _refusal(share: _Share) -> ViewpulseError:
    if share.who == _GUESTS:
        message = "No live subscriptions are left for guests; sign in, or try again later."
        return unavailable(message, retry_after=RETRY_SECONDS)
    message = f"This {share.who} has reached its limit of distinct live subscriptions."
    return limit_exceeded(message, f"subscriptionsOf{share.who.title()}", share.limit, share.limit + 1)
