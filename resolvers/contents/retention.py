"""``retention``: the retention curves of a content."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.breakdowns.dimensions import DIMENSIONS
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.parts import part
from resolvers.scalars import Long
from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.contents.retention import PARTS, RetentionCurve, RetentionResult, SegmentFilter, read_retention
from server.analytics.query import ContentQuery
from server.errors import ErrorCode, ViewpulseError
from server.events.event_enums import DeviceType, PlatformType, SourceType
from server.live.subjects import rankings_subject

_CURVES = {
    RetentionCurve.PLAYS: "How often each part was watched / views * 100; above 100 where viewers watch again.",
    RetentionCurve.COVERAGE: "Distinct viewers who watched the part / viewers with a view * 100; at most 100, unless "
    "viewers watched without a view of the definition.",
    RetentionCurve.RELATIVE: "Percentile rank (0-100) of this part's PLAYS value among contents of similar length; "
    "ties count half.",
}

register_enum(RetentionCurve, "Which value a retention curve shows for each part of a content.", _CURVES)


@strawberry.enum(description="Dimension that selects the plays of a curve. A play has the value of its earliest event.")
class RetentionSliceBy(Enum):
    """The dimensions of a breakdown by which retention can be filtered."""

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


@strawberry.input(description="Restricts the curve to the plays, views and viewers of one value.")
class RetentionSlice:
    """The ``slice`` argument of ``retention``."""

    by: RetentionSliceBy = strawberry.field(description="The dimension.")
    value: str | None = strawberry.field(
        default=None,
        description="The value, as in `breakdown`: an enum value of the dimension or a two-letter country code; null: "
        "plays whose value is unknown.",
    )

    def resolved(self) -> SegmentFilter:
        """The slice; raises BAD_INPUT for a value that the dimension does not have."""
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


CurveArgument: TypeAlias = Annotated[RetentionCurve, strawberry.argument(description="The type of curve.")]
PointsArgument: TypeAlias = Annotated[
    int, strawberry.argument(description=f"Number of equal parts the duration is divided into: a divisor of {PARTS}.")
]
SliceArgument: TypeAlias = Annotated[
    RetentionSlice | None,
    strawberry.argument(description="Restricts the curve to one value of a dimension; all plays by default."),
]


@strawberry.type(description="One part of a content.")
class RetentionPoint:
    """One point of a ``Retention`` curve."""

    start: float = strawberry.field(description="Start of the part, in seconds from the beginning of the content.")
    end: float = strawberry.field(description="End of the part, in seconds from the beginning of the content.")
    value: float | None = strawberry.field(
        description="Average value of the curve over the part, in percent. RELATIVE: null without contents to compare "
        "with."
    )
    started_watching: Long = strawberry.field(
        description="How often watching began in the part: by a start, a seek or a repetition. COVERAGE: number of "
        "viewers whose watching began in it; estimated if the curve is."
    )
    stopped_watching: Long = strawberry.field(
        description="How often watching stopped in the part: at the end, by a seek or by leaving. COVERAGE: number of "
        "viewers whose watching stopped in it; estimated if the curve is."
    )


@strawberry.type(
    description="A retention curve. It is computed from the watched `sections` of plays; for a play without sections, "
    "from its furthest played position. Plays that report neither are excluded and counted in `playsWithoutPositions`."
)
class Retention:
    """The type of ``retention``: a curve and its denominators."""

    curve: RetentionCurve = strawberry.field(description="The type of curve.")
    duration: float | None = strawberry.field(
        description="Duration of the content in seconds: from the catalogue, else the longest that a play reported. "
        "Null if unknown; then there are no points."
    )
    views: Long = strawberry.field(
        description="Views of the plays that report what was watched: the denominator of PLAYS."
    )
    plays_without_positions: Long = strawberry.field(
        description="Plays that are excluded because they report no sections, no played position and no completion."
    )
    viewers: Long | None = strawberry.field(
        description="Distinct viewers with such a view: the denominator of COVERAGE. Null for other curves, and when "
        "estimated."
    )
    estimated: bool = strawberry.field(
        description="Whether COVERAGE is estimated from a sample of 1,000 viewers: above 10,000 plays or views in the "
        "range. Usually within 5 percentage points."
    )
    points: list[RetentionPoint] = strawberry.field(
        description="The parts, in order.", metadata=FieldMetadata(length=100)
    )

    @classmethod
    def from_result(cls, curve: RetentionCurve, result: RetentionResult) -> Self:
        """The API type of a curve."""
        return cls(
            curve=curve,
            duration=None if result.duration_ms is None else result.duration_ms / 1000,
            views=result.views,
            plays_without_positions=result.unknown_plays,
            viewers=result.viewers,
            estimated=result.estimated,
            points=[
                RetentionPoint(
                    start=point.start,
                    end=point.end,
                    value=point.value,
                    started_watching=point.started,
                    stopped_watching=point.stopped,
                )
                for point in result.points
            ],
        )


@strawberry.type
class ContentRetention:
    """The ``retention`` field of ``ContentAnalytics``."""

    query: strawberry.Private[ContentQuery]

    @part(
        description="Which parts of the content are watched; RELATIVE is null for share links. Today, and past days "
        "with few plays, are read from plays and events through indexes (ADR 9).",
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
    ) -> Retention | None:
        """One curve; for share links none that shows other contents."""
        if not 0 < points <= PARTS or PARTS % points:
            choices = ", ".join(str(number) for number in range(1, PARTS + 1) if PARTS % number == 0)
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"`points` must be one of {choices}.", field=["points"])
        sliced = slice.resolved() if slice else None
        if curve is RetentionCurve.RELATIVE and info.context.caller.link is not None:
            return None
        async with info.context.read() as connection:
            result = await read_retention(connection, self.query, curve, points, sliced)
        return Retention.from_result(curve, result)
