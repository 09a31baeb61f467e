"""Conditions on events, for questions that group them by viewer, and the values of their dimensions, as SQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from server.analytics.breakdowns.dimensions import Dimension


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """What an event must be to count; it must match all that is given.

    Attributes:
        types: Stored names of types, one of which it must have.
        names: Names of custom events, one of which it must have.
        content_id: The content that it is about.
        creator_id: Whose content it is about, or whom it names.
        properties: What its properties contain.
        watched: Share of the content that it reports as watched, 0-1.
    """

    types: list[str] | None = None
    names: list[str] | None = None
    content_id: str | None = None
    creator_id: str | None = None
    properties: dict[str, object] | None = None
    watched: float | None = None


_OF_CREATOR = """CASE
                WHEN events.content_id IS NULL THEN events.creator_id = :creator_{number}::text
                ELSE events.content_id IN (
                    SELECT owned.content_id FROM content_owners AS owned
                    WHERE owned.project_id = :project AND owned.creator_id = :creator_{number}
                )
            END"""
"""An event of a content counts for the owner of the content, whichever creator it names. What a creator owns is read
once."""

WATCHING = ("view_start", "view_progress", "view_complete", "pause", "resume", "skip", "swipe_away")
"""Types of events that can report how far a content was watched."""

_REACHED = """coalesce(greatest(
                    events.completion,
                    CASE WHEN isempty(events.sections) THEN 0 ELSE events.position_ms END::float8
                        / nullif(events.duration_ms, 0),
                    CASE WHEN events.sections IS NOT NULL THEN sections_ms(events.sections) END::float8
                        / nullif(events.duration_ms, 0)
                ) >= :share_{number}::float8, false)"""
_REACHED_UNLESS_JUMPED = f"""CASE
                WHEN (
                    SELECT plays.has_jumped FROM plays
                    WHERE plays.project_id = :project AND plays.content_id = events.content_id
                        AND plays.play_key = events.play_key
                ) THEN false
                ELSE {_REACHED}
            END"""  # noqa: S608 - our own text
_WATCHED: Mapping[str, str] = {
    "view_complete": "true",
    "view_start": _REACHED,
    "view_progress": _REACHED,
}
"""Whether an event of a type reports that so much was watched, in line with the completion of a play:
docs/definitions.md. All other types: unless the play has jumped."""

_FREQUENT = ("view_progress", "impression", "view_start", "view_complete")
"""Types that most events have; an event is compared with these first."""


def step_bits(conditions: Mapping[int, Condition]) -> tuple[str, Mapping[str, object]]:
    """Which conditions an event meets: an SQL expression, whose integer has a bit for each, and its parameters.

    The type of an event is compared with groups of types for which the same is to be computed, so most events are
    compared once or twice, however many conditions there are. What the type alone decides is one constant.

    Args:
        conditions: By the bit that says whether an event matches.
    """
    types = {number: _types(condition) for number, condition in conditions.items()}
    kinds = {kind for allowed in types.values() for kind in allowed or ()}
    groups: dict[str, list[str]] = {}
    for kind in [*(kind for kind in _FREQUENT if kind in kinds), *sorted(kinds.difference(_FREQUENT))]:
        allowing = [number for number, allowed in types.items() if allowed is None or kind in allowed]
        groups.setdefault(_bits({number: conditions[number] for number in allowing}, kind), []).append(kind)
    of_others = _bits({number: conditions[number] for number, allowed in types.items() if allowed is None}, None)
    values = {name: value for number, condition in conditions.items() for name, value in _values(condition, number)}
    values |= {f"types_{group}": of_group for group, of_group in enumerate(groups.values())}
    cases = "".join(
        f"\n            WHEN events.type = ANY (:types_{group}::text[]) THEN {bits}"
        for group, bits in enumerate(groups)
    )
    return (f"CASE{cases}\n            ELSE {of_others}\n        END" if groups else of_others), values


def _bits(conditions: Mapping[int, Condition], kind: str | None) -> str:
    """The bits of conditions that all allow a type; None: of those that allow any type."""
    details = {number: _details(condition, number, kind) for number, condition in conditions.items()}
    always = sum(1 << number for number, parts in details.items() if not parts)
    further = [
        f"CASE WHEN {' AND '.join(parts)} THEN {1 << number} ELSE 0 END" for number, parts in details.items() if parts
    ]
    return "\n            | ".join([str(always), *further])


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
    if condition.watched is not None:
        return WATCHING
    return ["custom"] if condition.types is None and condition.names is not None else condition.types


def _details(condition: Condition, number: int, kind: str | None) -> list[str]:
    """What a condition asks of an event of a type, besides that type."""
    parts = []
    if condition.names is not None:
        parts.append(f"events.name = ANY (:names_{number}::text[])")
    if condition.content_id is not None:
        parts.append(f"events.content_id = :content_{number}::text")
    if condition.creator_id is not None:
        parts.append(_OF_CREATOR.replace("{number}", str(number)))
    if condition.properties is not None:
        parts.append(f"events.properties @> :properties_{number}::jsonb")
    if condition.watched is not None:
        parts.append("events.content_id IS NOT NULL")
        parts.append(_WATCHED.get(kind or "", _REACHED_UNLESS_JUMPED).replace("{number}", str(number)))
    return parts


def _values(condition: Condition, number: int) -> Iterator[tuple[str, object]]:
    """The parameters of a condition."""
    for name, value in (
        ("names", condition.names),
        ("content", condition.content_id),
        ("creator", condition.creator_id),
        ("properties", condition.properties),
        ("share", condition.watched),
    ):
        if value is not None:
            yield f"{name}_{number}", value


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
