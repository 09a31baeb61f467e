"""What a share link opens: the questions of its scope, in its range."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from strawberry.types.unset import UNSET

from resolvers.context import Info
from resolvers.ranges import BetweenInput, CalendarInput, RangeInput, resolve_range
from resolvers.scalars import read_date_or_time
from resolvers.selection import selected_paths
from server.analytics.local_days import CalendarUnit
from server.analytics.query import Scope
from server.analytics.ranges import TimeRange
from server.analytics.series.minutes import MAX_MINUTES
from server.errors import ErrorCode, ViewpulseError
from server.share_links import ShareLink


def always_open(_link: ShareLink) -> None:
    """Of fields that every link opens, for its scope."""


def require_platform_of(link: ShareLink) -> None:
    """Raises FORBIDDEN unless a link opens the platform, over all time."""
    if link.scope != (None, None) or link.time_range is not None:
        raise _refusal("This share link does not open the lists of the platform.")


def require_content_of(link: ShareLink) -> None:
    """Raises FORBIDDEN unless a link opens a content."""
    if link.content_id is None:
        raise _refusal("This share link does not open a content.")


def require_scope_of(link: ShareLink, scope: Scope, *field: str) -> None:
    """Raises FORBIDDEN, with the path of the argument, unless a link opens exactly this scope."""
    if link.scope != (scope.content_id, scope.creator_id):
        raise _refusal("This share link opens another content, creator or platform.", *field)


def require_shared_fields(info: Info, opened: frozenset[str]) -> None:
    """Raises FORBIDDEN if the caller has a share link and selects a field that links do not open.

    Args:
        info: The info of the field.
        opened: The fields below it that links open, by their names in the schema.
    """
    if info.context.caller.link is None:
        return
    closed = {path for path in selected_paths(info) if "." not in path} - opened
    if closed:
        raise _refusal(f"This share link does not open `{min(closed)}`.")


def require_shared_range(info: Info, question: str, asked: Mapping[str, Any]) -> None:
    """Raises FORBIDDEN if a question asks for more than the range of the caller's share link, if it has one.

    Args:
        info: The info of the field.
        question: Its name.
        asked: Its arguments, by their names in Python.
    """
    link = info.context.caller.link
    if link is None or link.time_range is None:
        return
    if asked.get("compare"):
        raise _refusal("This share link does not open the period before its range.", "compare")
    now, timezone = info.context.services.now(), asked.get("timezone", "UTC")
    opened = resolve_range(decode_range(link.time_range), timezone, now)
    if question == "realtime":
        wanted: TimeRange | None = TimeRange(now - timedelta(minutes=asked.get("minutes", MAX_MINUTES)), now)
    else:
        wanted = resolve_range(asked.get("time_range"), timezone, now)
    if opened is None or wanted is None or wanted.start < opened.start or min(wanted.end, now) > opened.end:
        raise _refusal("This share link does not open the whole range.", "range")


def encode_range(time_range: RangeInput) -> str:
    """A range as JSON, as the API takes it."""
    if time_range.between:
        between = time_range.between
        said: Any = {"between": {"start": between.start.isoformat(), "end": between.end.isoformat()}}
    elif time_range.calendar:
        said = {"calendar": {"unit": time_range.calendar.unit.name, "back": time_range.calendar.back}}
    else:
        found = ((one.name, getattr(time_range, one.name)) for one in fields(time_range))
        said = {name: value for name, value in found if value is not UNSET and value is not None}
    return json.dumps(said)


def decode_range(text: str) -> RangeInput:
    """The range that JSON says."""
    [(name, value)] = json.loads(text).items()
    if name == "between":
        return RangeInput(between=BetweenInput(**{key: read_date_or_time(moment) for key, moment in value.items()}))
    if name == "calendar":
        return RangeInput(calendar=CalendarInput(unit=CalendarUnit[value["unit"]], back=value["back"]))
    return RangeInput(**{name: value})


def _refusal(message: str, *field: str) -> ViewpulseError:
    return ViewpulseError(ErrorCode.FORBIDDEN, message, field=field)
