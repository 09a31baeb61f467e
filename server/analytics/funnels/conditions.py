"""The steps of a funnel as SQL: which of them an event is, as the bits of a number."""

from collections.abc import Iterable, Mapping, Sequence

from server.analytics.funnels.question import Condition

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
    """The conditions as one SQL expression, an integer, and the values of its parameters.

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
