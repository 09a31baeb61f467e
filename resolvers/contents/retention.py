"""Retention curves of a content."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.contents.breakdown import DIMENSIONS
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.scalars import Long
from server.analytics.contents.breakdown import Dimension
from server.analytics.contents.retention import PARTS, RetentionCurve, RetentionResult, SegmentFilter, read_retention
from server.analytics.query import ContentQuery
from server.errors import ErrorCode, ViewpulseError
from server.events.event_enums import DeviceType, PlatformType, SourceType
from server.live.subjects import rankings_subject

_CURVES = {
    RetentionCurve.PLAYS: "How often a part was watched, per view; more than 1 where viewers watch again.",
    RetentionCurve.COVERAGE: "How many distinct viewers watched a part, per viewer with a view; 1 or less, unless some "
    "watched without a view of the definition.",
    RetentionCurve.RELATIVE: "Where the PLAYS value of a part stands among contents of similar length, 0-1: the share "
    "of them that lies below it, those that are level counting half.",
}

register_enum(RetentionCurve, "What a retention curve says of each part of a content.", _CURVES)


@strawberry.enum(description="By what the plays of a curve may be chosen. A play has the value of its earliest event.")
class RetentionSliceBy(Enum):
    """Some of the dimensions of a breakdown."""

    DEVICE = strawberry.enum_value("device", description=DIMENSIONS[Dimension.DEVICE])
    PLATFORM = strawberry.enum_value("platform", description=DIMENSIONS[Dimension.PLATFORM])
    SOURCE = strawberry.enum_value("source", description=DIMENSIONS[Dimension.SOURCE])
    COUNTRY = strawberry.enum_value("country", description=DIMENSIONS[Dimension.COUNTRY])


_WORDS: dict[RetentionSliceBy, Sequence[str]] = {
    RetentionSliceBy.DEVICE: list(DeviceType),
    RetentionSliceBy.PLATFORM: list(PlatformType),
    RetentionSliceBy.SOURCE: list(SourceType),
}
_COUNTRY = re.compile("[A-Za-z]{2}")


@strawberry.input(description="Only the plays, views and viewers of one value.")
class RetentionSlice:
    """One value of a dimension."""

    by: RetentionSliceBy = strawberry.field(description="The dimension.")
    value: str | None = strawberry.field(
        default=None,
        description="The value, as `breakdown` has it: a word of the dimension, or a country's two letters; null: "
        "those of which it is not known.",
    )

    def resolved(self) -> SegmentFilter:
        """The slice; BAD_INPUT for a value that no play can have."""
        if self.value is not None and not self._is_possible(self.value):
            choices = ", ".join(_WORDS[self.by]) if self.by in _WORDS else "two letters, such as DE"
            raise ViewpulseError(
                ErrorCode.BAD_INPUT, f"A value of {self.by.name} is {choices}; or null.", field=["slice", "value"]
            )
        return SegmentFilter(Dimension[self.by.name], self.value and self.value.upper())

    def _is_possible(self, value: str) -> bool:
        if self.by in _WORDS:
            return value.upper() in _WORDS[self.by]
        return _COUNTRY.fullmatch(value) is not None


CurveArgument: TypeAlias = Annotated[RetentionCurve, strawberry.argument(description="Which curve.")]
PointsArgument: TypeAlias = Annotated[
    int, strawberry.argument(description=f"How many equal parts the duration is cut into: a divisor of {PARTS}.")
]
SliceArgument: TypeAlias = Annotated[
    RetentionSlice | None, strawberry.argument(description="Only one value of a dimension; all by default.")
]


@strawberry.type(description="One part of a content.")
class RetentionPoint:
    """What is known of a part."""

    start: float = strawberry.field(description="Where the part begins, in seconds of the content.")
    end: float = strawberry.field(description="Where it ends.")
    value: float | None = strawberry.field(
        description="Of the curve, on average over the part. RELATIVE: null without contents to compare with."
    )
    started_watching: Long = strawberry.field(
        description="How often watching began in the part: by a start, a jump to it or a repetition. COVERAGE: how "
        "many viewers' watching began in it; estimated as the curve is."
    )
    stopped_watching: Long = strawberry.field(
        description="How often watching ended in the part: at the end, by a jump away or by leaving. COVERAGE: how "
        "many viewers' watching ended in it; estimated as the curve is."
    )


@strawberry.type(
    description="A retention curve. It comes from the sections that plays watched; of a play without sections, from "
    "the furthest position that it played. Plays that tell neither are left out, and counted apart."
)
class Retention:
    """A curve and what it was divided by."""

    curve: RetentionCurve = strawberry.field(description="Which curve.")
    duration: float | None = strawberry.field(
        description="Seconds of the content: the catalogue's, else the longest that a play reported; null: not known, "
        "and then there are no points."
    )
    views: Long = strawberry.field(
        description="Views that PLAYS values are divided by: those of the plays that tell what was watched."
    )
    plays_without_positions: Long = strawberry.field(
        description="Plays that are left out: they tell no section, no position that was played, and no completion."
    )
    viewers: Long | None = strawberry.field(
        description="Distinct viewers with such a view, that COVERAGE values are divided by; null for other curves, "
        "and when estimated."
    )
    estimated: bool = strawberry.field(
        description="Whether COVERAGE comes from a sample of 1,000 viewers: beyond 10,000 plays or views in the range. "
        "Within 5 points as a rule."
    )
    points: list[RetentionPoint] = strawberry.field(
        description="One for each part, in order.", metadata=FieldMetadata(length=100)
    )

    @classmethod
    def of(cls, curve: RetentionCurve, facts: RetentionResult) -> Self:
        """The answer."""
        return cls(
            curve=curve,
            duration=None if facts.duration_ms is None else facts.duration_ms / 1000,
            views=facts.views,
            plays_without_positions=facts.unknown_plays,
            viewers=facts.viewers,
            estimated=facts.estimated,
            points=[
                RetentionPoint(
                    start=point.start,
                    end=point.end,
                    value=point.value,
                    started_watching=point.started,
                    stopped_watching=point.stopped,
                )
                for point in facts.points
            ],
        )


@strawberry.type
class ContentRetention:
    """The field that a content's analytics have for its curves (X5)."""

    query: strawberry.Private[ContentQuery]

    @strawberry.field(
        description="Which parts of the content are watched, over its duration. Today and closed days with few plays "
        "are read from plays and events through indexes (ADR 9).",
        metadata=FieldMetadata(
            cost=1000, shows=LiveDependency(rankings_subject, "curve", frozenset({RetentionCurve.RELATIVE.name}))
        ),
    )
    async def retention(
        self,
        info: Info,
        curve: CurveArgument = RetentionCurve.PLAYS,
        points: PointsArgument = 100,
        slice: SliceArgument = None,  # noqa: A002  # the argument's name in the schema
    ) -> Retention:
        """One curve."""
        if not 0 < points <= PARTS or PARTS % points:
            choices = ", ".join(str(number) for number in range(1, PARTS + 1) if PARTS % number == 0)
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"`points` is one of {choices}.", field=["points"])
        sliced = slice.resolved() if slice else None
        async with info.context.read() as connection:
            facts = await read_retention(connection, self.query, curve, points, sliced)
        return Retention.of(curve, facts)
