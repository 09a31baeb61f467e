"""A content beside itself before, its creator's average, or the platform's."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.ranges import EffectiveRange
from server.analytics.asked import Asked
from server.analytics.comparison import Baseline, Change, Measured
from server.analytics.content import ContentFacts
from server.analytics.content_baseline import measure_content, read_baseline
from server.analytics.ranges import TimeRange

register_enum(
    Baseline,
    "What to compare with.",
    {
        Baseline.PREVIOUS_PERIOD: "Itself; for `last` and `between` in as much time right before, for `period` in the "
        "calendar period before, up to the same time since its beginning.",
        Baseline.CREATOR_AVERAGE: "The average viewed content of its creator, in the same range.",
        Baseline.PLATFORM_AVERAGE: "The average viewed content of all, in the same range; of a creator: the average "
        "creator.",
    },
)

BaselineArgument: TypeAlias = Annotated[Baseline, strawberry.argument(description="What to compare with.")]


@strawberry.type(description="A value beside its baseline.")
class ComparedValue:
    """One line of a comparison."""

    value: float | None = strawberry.field(description="The value in the range.")
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
        description="The range of the baseline; null when there is none: all time has no period before."
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
    def of(cls, to: Baseline, within: EffectiveRange | None, value: Measured, baseline: Measured) -> Self:
        """The comparison of two sides.

        Args:
            to: What the baseline is.
            within: The range of the baseline.
            value: The side that was asked for.
            baseline: The other side.
        """
        return cls(
            to=to,
            range=within,
            views=ComparedValue.of(value.views, baseline.views),
            unique_viewers=ComparedValue.of(value.unique_viewers, baseline.unique_viewers),
            watch_time=ComparedValue.of(value.watch_time, baseline.watch_time),
            average_watch_time=ComparedValue.of(value.average_watch_time, baseline.average_watch_time),
            completion_rate=ComparedValue.of(value.completion_rate, baseline.completion_rate),
            engagement_rate=ComparedValue.of(value.engagement_rate, baseline.engagement_rate),
            quality_score=ComparedValue.of(value.quality_score, baseline.quality_score),
            engagement_score=ComparedValue.of(value.engagement_score, baseline.engagement_score),
        )


def baseline_range(to: Baseline, within: TimeRange | None, previous: TimeRange | None) -> EffectiveRange | None:
    """The range of a baseline; None when all time was to be compared with the time before."""
    if to is not Baseline.PREVIOUS_PERIOD:
        return EffectiveRange.of(within)
    return None if previous is None else EffectiveRange.of(previous)


@strawberry.type
class ContentComparison:
    """The field of a content that compares it."""

    asked: strawberry.Private[Asked]
    facts: strawberry.Private[ContentFacts]

    @strawberry.field(description="Its metrics beside those of the period before, of its creator, or of the platform.")
    async def compare(self, info: Info, to: BaselineArgument) -> Comparison:
        """The comparison with one baseline."""
        async with info.context.read() as connection:
            baseline = await read_baseline(connection, self.asked, to)
        within = baseline_range(to, self.asked.within, self.asked.previous)
        return Comparison.of(to, within, measure_content(self.facts), baseline)
