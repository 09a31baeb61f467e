"""Conditions on events, for questions that group them by viewer, and the values of their dimensions, as SQL."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from server.analytics.breakdowns.dimensions import Dimension


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """What an event must be to count; it must match all that is given.

    Attributes:
        types: Stored names of types, one of which it must have.
        content_id: The content that it is about.
        creator_id: Whose content it is about, or whom it names.
        properties: What its properties contain.
        watched: Share of the content that it reports as watched, 0-1.
    """

    types: list[str] | None = None
    content_id: str | None = None
    creator_id: str | None = None
    properties: dict[str, object] | None = None
    watched: float | None = None


_OWNER = """CASE WHEN events.content_id IS NULL THEN events.creator_id ELSE (
            SELECT owned.creator_id FROM content_owners AS owned
            WHERE owned.project_id = :project AND owned.content_id = events.content_id
        ) END"""
"""An event of a content counts for the owner of the content, whichever creator it names."""

WATCHING = ("view_start", "view_progress", "view_complete", "pause", "resume", "skip", "swipe_away")
"""Types of events that can report how far a content was watched."""

_WATCHED = """CASE
            WHEN events.type = 'view_complete' THEN true
            WHEN events.type NOT IN ('view_start', 'view_progress') AND (
                SELECT plays.has_jumped FROM plays
                WHERE plays.project_id = :project AND plays.content_id = events.content_id
                    AND plays.play_key = events.play_key
            ) THEN false
            ELSE coalesce(greatest(
                events.completion,
                CASE WHEN isempty(events.sections) THEN 0 ELSE events.position_ms END::float8
                    / nullif(events.duration_ms, 0),
                sections_ms(events.sections)::float8 / nullif(events.duration_ms, 0)
            ) >= :share_{number}::float8, false)
        END"""
"""Whether an event reports that so much was watched, in line with the completion of a play: docs/definitions.md."""


def step_bits(conditions: Mapping[int, Condition]) -> tuple[str, Mapping[str, object]]:
    """Which conditions an event meets: an SQL expression, whose integer has a bit for each, and its parameters.

    Args:
        conditions: By the bit that says whether an event matches.
    """
    values: dict[str, object] = {}
    bits = []
    for number, condition in conditions.items():
        parts = _parts(condition, number, values)
        bits.append(f"CASE WHEN {' AND '.join(parts)} THEN {1 << number} ELSE 0 END")
    return "\n        | ".join(bits), values


def types_of(conditions: Iterable[Condition]) -> list[str] | None:
    """The types of events of which any condition can hold; None for all types."""
    found: set[str] = set()
    for condition in conditions:
        types = _types(condition)
        if types is None:
            return None
        found.update(types)
    return sorted(found)


def _types(condition: Condition) -> Sequence[str] | None:
    return WATCHING if condition.watched is not None else condition.types


def _parts(condition: Condition, number: int, values: dict[str, object]) -> list[str]:
    parts = []
    if (types := _types(condition)) is not None:
        parts.append(f"events.type = ANY (:types_{number}::text[])")
        values[f"types_{number}"] = list(types)
    if condition.content_id is not None:
        parts.append(f"events.content_id = :content_{number}::text")
        values[f"content_{number}"] = condition.content_id
    if condition.creator_id is not None:
        parts.append(f"{_OWNER} = :creator_{number}::text")
        values[f"creator_{number}"] = condition.creator_id
    if condition.properties is not None:
        parts.append(f"events.properties @> :properties_{number}::jsonb")
        values[f"properties_{number}"] = condition.properties
    if condition.watched is not None:
        parts.append("events.content_id IS NOT NULL")
        parts.append(_WATCHED.replace("{number}", str(number)))
        values[f"share_{number}"] = condition.watched
    return parts


_VIEWER = "(SELECT viewers.# FROM viewers WHERE viewers.project_id = :project AND viewers.viewer_id = events.viewer_id)"
_OF_VIEWER = {Dimension.AGE_GROUP: "age_group", Dimension.GENDER: "gender"}


def value_sql(dimension: Dimension) -> str:
    """The value of a dimension of an event, as SQL with the parameters ``dimension``, ``zone`` and ``project``.

    Age group and gender are those of the viewer as currently known.
    """
    of_viewer = {
        name: _VIEWER.replace("#", column) if dimension is name else "NULL" for name, column in _OF_VIEWER.items()
    }
    return (
        "dimension_value(:dimension::text, events.occurred_at, :zone::text, events.country, events.region, "
        "events.city, events.device_type::text, events.platform::text, events.os, events.app_version, "
        "events.source_type::text, events.referrer, events.campaign, events.network_type::text, events.timezone, "
        f"{of_viewer[Dimension.AGE_GROUP]}, {of_viewer[Dimension.GENDER]})"
    )
