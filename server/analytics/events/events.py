"""The counted events of a project, newest first: of a content, a user or a session, by type and properties."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.analytics.counted_event import AFTER_EVENT, EVENT_KEY
from server.analytics.people.interaction_history import Interaction
from server.analytics.ranges import TimeRange
from server.analytics.traffic import Traffic
from server.storage.pages import BACKWARDS, Direction, Key, PagedList, each
from server.storage.sql import load_sql

FIRST_PART = timedelta(minutes=5)
GROWTH = 4
"""The events of a whole project have no index in the order of time, so they are read in parts of the range, each four
times as long as the one before."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to list; an event must match all that is given.

    Attributes:
        content_id: The content.
        user_id: The user.
        session_id: The session.
        types: Stored names of the types.
        names: Names of custom events.
        properties: What the event's properties contain.
    """

    content_id: str | None = None
    user_id: str | None = None
    session_id: str | None = None
    types: Collection[str] | None = None
    names: Collection[str] | None = None
    properties: Mapping[str, object] | None = None


def listed_events(
    project_id: int, time_range: TimeRange, wanted: EventFilter, traffic: Traffic
) -> PagedList[Interaction]:
    """The counted events of a range, for as long as raw events are kept.

    Args:
        project_id: The viewer's project.
        time_range: When they occurred.
        wanted: Which of them.
        traffic: Which classes of traffic.
    """
    subjects = {
        name: value
        for name, value in (
            ("content_id", wanted.content_id),
            ("user_id", wanted.user_id),
            ("session_id", wanted.session_id),
        )
        if value is not None
    }
    whose = " AND ".join(f"events.{column} = :{column}" for column in subjects) or "true"
    has_index = bool(subjects)
    return PagedList(
        load=lambda direction: load_sql(__name__, "events", whose=whose, **direction),
        values={
            "project": project_id,
            "classes": traffic.classes,
            "types": None if wanted.types is None else sorted(wanted.types),
            "names": None if wanted.names is None else sorted(wanted.names),
            "properties": wanted.properties,
            **subjects,
        },
        key=EVENT_KEY,
        after=AFTER_EVENT,
        make=each(lambda row: Interaction(**row)),
        parts=lambda direction, place: _parts(
            time_range.start, time_range.end_bucket, direction, None if has_index else FIRST_PART, place
        ),
    )


def _parts(
    start: datetime, end: datetime, direction: Direction, length: timedelta | None, place: Sequence[Key] | None
) -> Iterator[Mapping[str, object]]:
    """The parts of a range, newest first, or oldest first backwards; one part if they have no ``length``.

    Args:
        start: When the range begins.
        end: When it ends.
        direction: In which direction the list is read.
        length: The length of the first part.
        place: The event next to the page.
    """
    if length is None:
        yield {"start": start, "end": end}
        return
    is_backwards = direction is BACKWARDS
    if place is not None and isinstance(at := place[0], datetime):
        if is_backwards:
            start = max(start, min(at, end))
        elif at < end:
            end = max(start, at + timedelta(microseconds=1))
    while start < end:
        if is_backwards:
            until = min(end, start + length)
            yield {"start": start, "end": until}
            start = until
        else:
            since = max(start, end - length)
            yield {"start": since, "end": end}
            end = since
        length *= GROWTH
