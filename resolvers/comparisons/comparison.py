"""A content beside itself before, its creator's average, or the platform's."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.ranges import EffectiveRange
from server.analytics.comparisons.comparison import Baseline, Change, Measured
from server.analytics.comparisons.content_baseline import read_sides
from server.analytics.contents.totals import ContentResult
from server.analytics.query import AnalyticsQuery, ContentQuery
from server.live.subjects import platform_subject

register_enum(
    Baseline,
    "What to compare with.",
    {
        Baseline.PREVIOUS_PERIOD: "Itself in the time before. Of a range that is not over, the whole quarter-hours "
        "until now count; for `last` and `between` they are compared with as many, one length of the range earlier; "
        "for `period` with the calendar period before, up to the same time by the clock of the zone.",
        Baseline.CREATOR_AVERAGE: "The average viewed content of its creator, in the same range.",
        Baseline.PLATFORM_AVERAGE: "The average viewed content of all, in the same range; of a creator: the average "
        "creator.",
    },
)

BaselineArgument: TypeAlias = Annotated[Baseline, strawberry.argument(description="What to compare with.")]
COMPARED = FieldMetadata(
    cost=500,
    shows=LiveDependency(
        platform_subject, "to", frozenset({Baseline.CREATOR_AVERAGE.name, Baseline.PLATFORM_AVERAGE.name})
    ),
)


@strawberry.type(description="A value beside its baseline.")
class ComparedValue:
    """One line of a comparison."""

    value: float | None = strawberry.field(description="The value in `valueRange`.")
    baseline: float | None = strawberry.field(description="What it is compared with; null when that is not known.")
    change: float | None = strawberry.field(description="value - baseline; null without a baseline.")
    change_percent: float | None = strawberry.field(
        description="change / baseline * 100; null without a baseline, or when it is 0."
    )

    @classmethod
    def of(cls, value: float | None, baseline: float | None) -> Self:
        """The line of a value."""
        change = Change(value, baseline)
        return cls(value=value, baseline=baseline, change=change.change, change_percent=change.percent)


@strawberry.type(description="Metrics beside their baselines, by the same definition of a view.")
class Comparison:
    """Requirement B9."""

    to: Baseline = strawberry.field(description="What is compared with.")
    range: EffectiveRange | None = strawberry.field(
        description="The range of the baseline; null for PREVIOUS_PERIOD of all time, which has none. Of an average "
        "the range that was asked for, also where there is nothing to average."
    )
    value_range: EffectiveRange = strawberry.field(
        description="The range of the values: the one that was asked for; for PREVIOUS_PERIOD as much of it as is "
        "over, in whole quarter-hours."
    )
    views: ComparedValue = strawberry.field(description="Views; an average per viewed content.")
    unique_viewers: ComparedValue = strawberry.field(
        description="Distinct viewers; no baseline for averages, since contents share viewers."
    )
    watch_time: ComparedValue = strawberry.field(description="Seconds watched; an average per viewed content.")
    average_watch_time: ComparedValue = strawberry.field(description="Seconds per view; of all contents together.")
    completion_rate: ComparedValue = strawberry.field(
        description="Full completions / views * 100; of all contents together."
    )
    engagement_rate: ComparedValue = strawberry.field(
        description="The default engagement rate of the type that is compared; of all contents together."
    )
    quality_score: ComparedValue = strawberry.field(
        description="Quality score; the mean of those of all contents over all time, none for averages in a range."
    )
    engagement_score: ComparedValue = strawberry.field(description="Engagement score; of all contents together.")

    @classmethod
    def of(cls, to: Baseline, query: AnalyticsQuery, value: Measured, baseline: Measured) -> Self:
        """The comparison of two sides.

        Args:
            to: What the baseline is.
            query: What was asked.
            value: The side that was asked for.
            baseline: The other side.
        """
        spans = query.compared if to is Baseline.PREVIOUS_PERIOD else None
        none = to is Baseline.PREVIOUS_PERIOD and spans is None
        return cls(
            to=to,
            range=None if none else EffectiveRange.of(spans.baseline if spans else query.time_range),
            value_range=EffectiveRange.of(spans.value if spans else query.time_range),
            views=ComparedValue.of(value.views, baseline.views),
            unique_viewers=ComparedValue.of(value.unique_viewers, baseline.unique_viewers),
            watch_time=ComparedValue.of(value.watch_time, baseline.watch_time),
            average_watch_time=ComparedValue.of(value.average_watch_time, baseline.average_watch_time),
            completion_rate=ComparedValue.of(value.completion_rate, baseline.completion_rate),
            engagement_rate=ComparedValue.of(value.engagement_rate, baseline.engagement_rate),
            quality_score=ComparedValue.of(value.quality_score, baseline.quality_score),
            engagement_score=ComparedValue.of(value.engagement_score, baseline.engagement_score),
        )


@strawberry.type
class ContentComparison:
    """The field of a content that compares it."""

    query: strawberry.Private[ContentQuery]
    facts: strawberry.Private[ContentResult]

    @strawberry.field(
        description="Its metrics beside those of the period before, of its creator, or of the platform.",
        metadata=COMPARED,
    )
    async def compare(self, info: Info, to: BaselineArgument) -> Comparison:
        """The comparison with one baseline."""
        async with info.context.read() as connection:
            sides = await read_sides(connection, self.query, to, self.facts)
        return Comparison.of(to, self.query, *sides)
