"""Turns an event into the row that is stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, cast

import msgspec

from server.access import Caller
from server.events.bots import BotReason, bot_reason
from server.events.catalogue import CURRENT_SCHEMA_VERSION
from server.events.checking import check_event
from server.events.clock import EPOCH, corrected_time, time_of_age
from server.events.consent import ConsentCheck, check_consent
from server.events.context import TrackWarning
from server.events.ids import compact_id, new_id, stored_id
from server.events.model import Event, Rejection, RejectionCode
from server.events.places import NO_PLACE, stored_place
from server.events.schemas.registry import NOTHING_REGISTERED, ProjectSchemas
from server.events.sections import NOTHING_WATCHED, watched
from server.events.sent_values import sent_values
from server.events.unsigned import check_unsigned
from server.events.view_rates import RateKey, ViewRates
from server.storage.event_columns import EVENT_COLUMNS
from server.storage.event_words import WORD_CODES
from server.viewer_keys import viewer_key

_ENCODER = msgspec.json.Encoder(order="deterministic")
_CURRENT = WORD_CODES[CURRENT_SCHEMA_VERSION]
_USER_AT = [column.name for column in EVENT_COLUMNS].index("user_id")
_WHEN = {
    RejectionCode.BAD_INPUT: "Send either `age` or `occurredAt`.",
    RejectionCode.IN_FUTURE: "The event would have occurred more than an hour from now.",
    RejectionCode.TOO_OLD: "The event would have occurred before {oldest:%Y-%m-%d}.",
    RejectionCode.EXPIRED: "The event occurred on a day whose raw events have expired, or less than an hour after it.",
}


class Row(NamedTuple):
    """One event, ready to be stored.

    Attributes:
        project_id: The project.
        id: The event's UUID, canonical.
        fingerprint: The hash that ``check_event`` returned.
        event_id: The id as the client sent it, for the result.
        session_id: The session, for the result.
        view: Where the event counts as a view of its sender; None if it does not.
        values: In the order of ``EVENT_COLUMNS``.
        warning: Its schema version is deprecated.
        erasures: How many tombstones of the project it was checked against.
        consent: What is stored without consent, in a project that requires it.
    """

    project_id: int
    id: str
    fingerprint: int
    event_id: str
    session_id: str | None
    view: RateKey | None
    values: tuple[object, ...]
    warning: TrackWarning | None = None
    erasures: int = 0
    consent: ConsentCheck | None = None

    @property
    def viewer_id(self) -> str | None:
        """Key of the viewer that the event names."""
        return viewer_key(cast("str | None", self.values[_USER_AT]), self.session_id)


@dataclass(slots=True)
class Request:
    """What all events of one request share.

    Attributes:
        caller: The sender.
        received_at: When the request arrived.
        rates: Counts the views of each sender; None: rates of views are not checked.
        history: Whether the events are historical, so that the time of events without one is unknown.
        clock_error: How far the client's clock is behind.
        oldest: Events before this time are rejected.
        kept_days: Whole days (UTC) before today whose raw events are kept; 0: all.
        schemas: The schema versions that the project accepts.
        erasures: How many tombstones of the project its events were checked against.
        salt: Makes sessions of viewers without consent unrecognisable; None: the project requires no consent.
    """

    caller: Caller
    received_at: datetime
    rates: ViewRates | None = None
    history: bool = False
    clock_error: timedelta = timedelta(0)
    oldest: datetime = EPOCH
    kept_days: int = 0
    schemas: ProjectSchemas = NOTHING_REGISTERED
    erasures: int = 0
    salt: bytes | None = None
    _guest_session: str | None = None

    @property
    def guest_session(self) -> str:
        """The session of events that name neither user nor session; created for the first of them."""
        if self._guest_session is None:
            self._guest_session = new_id(self.received_at)
        return self._guest_session


def build_row(event: Event, request: Request, place: int = 0) -> Row | Rejection:
    """The row of an event, or a rejection.

    Args:
        event: The decoded event.
        request: The request that it arrived with.
        place: Its index in the request; orders events without ids and times.
    """
    fingerprint = check_event(event)
    if isinstance(fingerprint, Rejection):
        return fingerprint
    warning = request.schemas.check(event, request.received_at)
    if isinstance(warning, Rejection):
        return warning
    caller = request.caller
    if (unsigned := check_unsigned(event, caller)) is not None:
        return unsigned
    occurred_at = (
        corrected_time(event.occurred_at, request.clock_error, request.received_at, request.oldest)
        if event.age is None
        else _time_of_age(event, request)
    )
    if isinstance(occurred_at, RejectionCode):
        message = _WHEN[occurred_at].format(oldest=request.oldest)
        return _refuse(event, occurred_at, message, "occurredAt" if event.age is None else "age")
    user_id = caller.user_id or event.user_id
    if event.user_id is not None and event.user_id != user_id:
        return _refuse(event, RejectionCode.USER_MISMATCH, "The token belongs to another user.", "userId")

    event_type = event.type.stored
    session_id = event.session_id
    if session_id is None and (user_id is None or event_type == "session_start"):
        session_id = request.guest_session
    event_uuid = new_id(request.received_at, place) if event.id is None else stored_id(event.id)
    reason = bot_reason(event.device, caller)
    view = None
    if reason is None and request.rates is not None and not (request.history and event.occurred_at is None):
        if event_type == "view_start":
            view = RateKey.from_event(caller, viewer_key(user_id, session_id), occurred_at)
            is_beyond = request.rates.take(view, event_uuid)
        else:
            is_beyond = request.rates.any_exceeded and request.rates.is_exceeded(
                RateKey.from_event(caller, viewer_key(user_id, session_id), occurred_at)
            )
        if is_beyond:
            reason = BotReason.RATE
    view_data, location = event.view_data, event.location
    version = CURRENT_SCHEMA_VERSION if event.schema_version is None else event.schema_version
    values = (
        caller.project_id,
        event_uuid,
        request.received_at,
        occurred_at,
        event.type.code,
        user_id,
        *compact_id(session_id),
        *compact_id(event.play_id),
        WORD_CODES.get(version, _CURRENT),
        *(NOTHING_WATCHED if view_data is None else watched(view_data.sections)),
        *(NO_PLACE if location is None else stored_place(location, asks_later=request.salt is not None)),
        reason,
        event.id if event.id != event_uuid else None,
        None if event.properties is None else _ENCODER.encode(event.properties).decode(),
        fingerprint,
        None if version in WORD_CODES else version,
        *sent_values(event),
    )
    sent_id = event.id or event_uuid
    consent = None if request.salt is None else check_consent(event, caller, user_id, session_id, request.salt)
    return Row(
        *(caller.project_id, event_uuid, fingerprint, sent_id, session_id, view, values, warning, request.erasures),
        consent,
    )


def _time_of_age(event: Event, request: Request) -> datetime | RejectionCode:
    if event.age is None or event.occurred_at is not None:
        return RejectionCode.BAD_INPUT
    return time_of_age(event.age, request.received_at, oldest=request.oldest, kept_days=request.kept_days)


def _refuse(event: Event, code: RejectionCode, message: str, field: str) -> Rejection:
    return Rejection(code=code, message=message, path=[field], event_id=event.id, payload=event)
