"""Compares a content with its own previous period, with the average of its creator, or with the platform's average."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.arguments import ProfileArgument
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.parts import part
from resolvers.ranges import EffectiveRange
from server.analytics.comparisons.comparison import Baseline, Change, Measured
from server.analytics.comparisons.content_baseline import read_sides
from server.analytics.contents.totals import ContentResult
from server.analytics.previous_period import ComparisonBasis
from server.analytics.query import AnalyticsQuery, ContentQuery
from server.live.subjects import platform_subject
from server.metrics.rates import DEFAULT_PROFILE

register_enum(
    Baseline,
    "What to compare with.",
    {
        Baseline.PREVIOUS_PERIOD: "The previous period of the same subject, which is as long and as complete as the "
        "range; `basis` says how. If the range is not over, its whole quarter-hours until now are compared. For "
        "`last`, with the time right before. For `days`, `weeks`, `months`, `calendar` and dates, with as many days, "
        "weeks, months, quarters or years before, up to the same local time: today until now with yesterday until "
        "the same time, last month with the month before it.",
        Baseline.CREATOR_AVERAGE: "The average viewed content of the same creator, in the same range.",
        Baseline.PLATFORM_AVERAGE: "The average viewed content of the platform, in the same range; for a creator, the "
        "average creator.",
    },
)

register_enum(
    ComparisonBasis,
    "How a range and the one that it is compared with correspond.",
    {
        ComparisonBasis.EQUAL_LENGTH: "They are equally long. For `last`, the other one is right before; for `between` "
        "with a time, it begins one length of the range earlier.",
        ComparisonBasis.SAME_LOCAL_TIME: "The range is not over: as many days, weeks, months, quarters or years "
        "before, up to the same local time of the same day; if that month has no such day, to its end.",
        ComparisonBasis.WHOLE_PERIOD: "The range is over: as many whole days, weeks, months, quarters or years right "
        "before.",
    },
)

BaselineArgument: TypeAlias = Annotated[Baseline, strawberry.argument(description="What to compare with.")]
COMPARED = FieldMetadata(
    cost=500,
    shows=LiveDependency(
        platform_subject, "to", frozenset({Baseline.CREATOR_AVERAGE.name, Baseline.PLATFORM_AVERAGE.name})
    ),
)


@strawberry.type(description="A value and its baseline.")
class ComparedValue:
    """One metric of a ``Comparison``."""

    value: float | None = strawberry.field(description="The value in `valueRange`.")
    baseline: float | None = strawberry.field(description="The value to compare with; null if unknown.")
    change: float | None = strawberry.field(description="value - baseline; null without a baseline.")
    change_percent: float | None = strawberry.field(
        description="change / baseline * 100; null without a baseline above 0."
    )

    @classmethod
    def from_values(cls, value: float | None, baseline: float | None) -> Self:
        """The value with its baseline and the differences."""
        change = Change(value, baseline)
        return cls(value=value, baseline=baseline, change=change.change, change_percent=change.percent)


@strawberry.type(description="Metrics and their baselines, by the same definition of a view.")
class Comparison:
    """Each metric of a content, creator or platform with its baseline: a past period or an average."""

    to: Baseline = strawberry.field(description="What the metrics are compared with.")
    range: EffectiveRange | None = strawberry.field(
        description="Range of the baseline; null for PREVIOUS_PERIOD of all time, which has no baseline. For averages "
        "it is the requested range, even if there is nothing to average."
    )
    value_range: EffectiveRange = strawberry.field(
        description="Range of the values: the requested range; for PREVIOUS_PERIOD, the part of it that is over, in "
        "whole quarter-hours."
    )
    basis: ComparisonBasis | None = strawberry.field(
        description="How `range` and `valueRange` correspond; null for averages, and where `range` is null."
    )
    views: ComparedValue = strawberry.field(description="Views; averages are per viewed content.")
    unique_viewers: ComparedValue = strawberry.field(
        description="Distinct viewers. Averages have no baseline, because contents share viewers."
    )
    watch_time: ComparedValue = strawberry.field(description="Seconds watched; averages are per viewed content.")
    average_watch_time: ComparedValue = strawberry.field(
        description="Seconds per view; an average is computed over all contents together."
    )
    completion_rate: ComparedValue = strawberry.field(
        description="Full completions / views * 100; an average is computed over all contents together."
    )
    engagement_rate: ComparedValue = strawberry.field(
        description="Reactions of the profile / views * 100; an average is computed over all contents together."
    )
    quality_score: ComparedValue = strawberry.field(
        description="Quality score. An average is the mean over all contents for all time; with any other range it "
        "has no baseline."
    )
    engagement_score: ComparedValue = strawberry.field(
        description="Engagement score; an average is computed over all contents together."
    )

    @classmethod
    def from_measured(cls, to: Baseline, query: AnalyticsQuery, value: Measured, baseline: Measured) -> Self:
        """The comparison of a value with a baseline.

        Args:
            to: What the baseline is.
            query: The query.
            value: The metrics of the subject.
            baseline: The metrics of the baseline.
        """
        spans = query.compared if to is Baseline.PREVIOUS_PERIOD else None
        none = to is Baseline.PREVIOUS_PERIOD and spans is None
        return cls(
            to=to,
            range=None if none else EffectiveRange.from_range(spans.baseline if spans else query.time_range),
            value_range=EffectiveRange.from_range(spans.value if spans else query.time_range),
            basis=spans.basis if spans else None,
            views=ComparedValue.from_values(value.views, baseline.views),
            unique_viewers=ComparedValue.from_values(value.unique_viewers, baseline.unique_viewers),
            watch_time=ComparedValue.from_values(value.watch_time, baseline.watch_time),
            average_watch_time=ComparedValue.from_values(value.average_watch_time, baseline.average_watch_time),
            completion_rate=ComparedValue.from_values(value.completion_rate, baseline.completion_rate),
            engagement_rate=ComparedValue.from_values(value.engagement_rate, baseline.engagement_rate),
            quality_score=ComparedValue.from_values(value.quality_score, baseline.quality_score),
            engagement_score=ComparedValue.from_values(value.engagement_score, baseline.engagement_score),
        )


@strawberry.type
class ContentComparison:
    """The ``compare`` field of ``ContentAnalytics``."""

    query: strawberry.Private[ContentQuery]
    result: strawberry.Private[ContentResult]

    @part(
        description="The content's metrics compared with its previous period, its creator's average or the platform's "
        "average.",
        metadata=COMPARED,
    )
    async def compare(self, info: Info, to: BaselineArgument, profile: ProfileArgument = DEFAULT_PROFILE) -> Comparison:
        """The comparison with one baseline."""
        async with info.context.read() as connection:
            sides = await read_sides(connection, self.query, to, self.result, profile)
        return Comparison.from_measured(to, self.query, *sides)
