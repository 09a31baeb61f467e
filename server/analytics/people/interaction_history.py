"""The counted events of a user or a guest, newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from server.access import Caller
from server.analytics.counted_event import AFTER_EVENT, EVENT_KEY, CountedEvent
from server.analytics.people.viewer_identity import ViewerIdentity
from server.storage.pages import PagedList, each
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class Interaction(CountedEvent):
    """One event.

    Attributes:
        name: Name of a custom event.
        title: The content's title in the catalogue.
        creator_id: The creator, as sent or by the catalogue.
        user_id: The user.
        session_id: The session.
        country: The viewer's country.
        device: Stored name of the form of the device.
        received_at: When it arrived.
        watch_ms: Milliseconds watched since the last report.
        position_ms: Position of the player in milliseconds.
        properties: Additional properties, as sent.
    """

    name: str | None
    title: str | None
    creator_id: str | None
    user_id: str | None
    session_id: str | None
    country: str | None
    device: str | None
    received_at: datetime
    watch_ms: int | None
    position_ms: int | None
    properties: dict[str, object] | None


def interactions(caller: Caller, identity: ViewerIdentity, types: Collection[str] | None) -> PagedList[Interaction]:
    """The counted events of a user or a session, for as long as raw events are kept.

    In a session, users who are not admins see only the guest's events and their own.

    Args:
        caller: The sender of the request.
        identity: A user or a session, as allowed by ``authorize_viewer``.
        types: Stored names of the types; None for all.
    """
    of_session = identity.session_id is not None
    whose = "session_id" if of_session else "user_id"
    return PagedList(
        load=lambda direction: load_sql(__name__, "interactions", whose=whose, **direction),
        values={
            "project": caller.project_id,
            "person": identity.id,
            "types": None if types is None else sorted(types),
            "reader": caller.user_id,
            "reads_all": caller.is_admin or not of_session,
        },
        key=EVENT_KEY,
        after=AFTER_EVENT,
        make=each(lambda row: Interaction(**row)),
    )
