"""What the numbers of social networks are in a period, in the schema."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Self, TypeVar

import strawberry
from strawberry.utils.str_converters import to_snake_case

from resolvers.field_metadata import FieldMetadata
from resolvers.scalars import Long
from resolvers.social.custom import USUAL_METRICS
from resolvers.social.values import SocialCustomValue
from server.social.aggregates import OF_ACCOUNT, OF_POSTS, Aggregate, Asked
from server.social.metrics import ACCOUNT_METRICS, GAINED, POST_METRICS, STATES, SocialMetric
from server.social.model import Provenance

Kind = TypeVar("Kind", bound=type)
_OF_DAYS = (
    "Only days on which all accounts that have it have a number: hours, of a series by hour. Null without one, and for "
    "people of several accounts."
)


@strawberry.type
class Aggregated:
    """What all aggregated numbers have."""

    average: float | None = strawberry.field(description=f"The mean of the days of the period. {_OF_DAYS}")
    min: float | None = strawberry.field(description=f"The smallest day of the period. {_OF_DAYS}")
    max: float | None = strawberry.field(description=f"The largest day of the period. {_OF_DAYS}")
    provenance: Provenance = strawberry.field(
        description="UNAVAILABLE if there is no number; ESTIMATED if some are, or if a day or an account has none."
    )
    reason: str | None = strawberry.field(description="Why it is not measured; null if it is.")


@strawberry.type(description="A number of a period whose days are added up.")
class SocialTotal(Aggregated):
    """The API type of a COUNT, or of PEOPLE."""

    total: float | None = strawberry.field(
        description="The sum of all days of all accounts, as far as they are known. Null of people, who are never "
        "added up, and if nothing is known."
    )

    @classmethod
    def from_aggregate(cls, found: Aggregate) -> Self:
        """The API type of an aggregate."""
        return cls(total=found.total, **_aggregated(found))


@strawberry.type(description="A number that is so at a moment, such as followers, and how it grew in a period.")
class SocialGrowth(Aggregated):
    """The API type of a STATE."""

    value: float | None = strawberry.field(
        description="The last number in the period: that of each account, added up. Null if nothing is known."
    )
    growth: float | None = strawberry.field(
        description="`value` - what it was at the end of the day before; else, the first number in the period. Null if "
        "there is no number from before."
    )
    growth_rate: float | None = strawberry.field(
        description="growth / what it was before * 100; null if that was 0, or if `growth` is null."
    )

    @classmethod
    def from_aggregate(cls, found: Aggregate) -> Self:
        """The API type of an aggregate."""
        return cls(value=found.last, growth=found.growth, growth_rate=found.growth_rate, **_aggregated(found))


def _aggregated(found: Aggregate) -> dict[str, Any]:
    return {
        "average": found.average,
        "min": found.least,
        "max": found.most,
        "provenance": found.provenance,
        "reason": found.reason,
    }


def _with_metrics(metrics: Iterable[SocialMetric]) -> Any:
    """Adds a field for each metric; only those that were selected get a value."""

    def add(kind: Kind) -> Kind:
        for metric in metrics:
            name = to_snake_case(metric.name)
            kind.__annotations__[name] = SocialGrowth if metric.name in STATES else SocialTotal
            setattr(kind, name, strawberry.field(description=metric.description, default=None))
        return kind

    return add


@strawberry.type(
    description="Numbers of accounts in a period. A day of a network counts for the day of the same date in the "
    "workspace's time zone, although the clocks differ."
)
@_with_metrics(ACCOUNT_METRICS.values())
class SocialAccountTotals:
    """The metrics of ``ACCOUNT_METRICS``."""


@strawberry.type(
    description="What all posts gained in a period, however old they are: the changes that collections found in that "
    "time. A post counts from its publication on, if the account was collected then, else from its first reading on: "
    "what the time of that reading gained is ESTIMATED, or null if nothing else is known of it."
)
@_with_metrics(POST_METRICS[name] for name in GAINED)
class SocialPostGains:
    """The metrics of ``GAINED``."""


@strawberry.type(description="How much was published in a period, as far as posts are known.")
class SocialPublished:
    """Numbers of posts by their kinds."""

    total: Long = strawberry.field(description="All of them.")
    posts: Long = strawberry.field(description="Posts that stay.")
    stories: Long = strawberry.field(description="Stories.")
    reels: Long = strawberry.field(description="Reels.")


@strawberry.type(description="The numbers of an hour, a day, a week, a month, or of a whole range.")
class SocialPeriod:
    """A point of ``SocialAggregates``."""

    start: datetime = strawberry.field(description="When it begins, even if the range begins later.")
    end: datetime = strawberry.field(description="When it ends (exclusive), even if the range ends earlier.")
    date: str = strawberry.field(description="Its first day in the time zone, such as `2026-03-29`.")
    is_final: bool = strawberry.field(
        description="Whether it ended so long ago that networks no longer change its days."
    )
    published: SocialPublished = strawberry.field(description="What was published in it.")
    account: SocialAccountTotals = strawberry.field(description="Numbers of the accounts themselves.")
    posts: SocialPostGains = strawberry.field(description="What their posts gained.")
    custom: list[SocialCustomValue] = strawberry.field(
        description="The metrics that the project defines, by name, computed from the totals of the period, or from "
        "the last `value` of what is so at a moment: see `defineSocialMetric`. People and rates are never added up, so "
        "a metric with them has no value.",
        metadata=FieldMetadata(length=USUAL_METRICS),
    )


def totals_of(found: Mapping[Asked, Aggregate]) -> dict[str, Any]:
    """The fields ``account`` and ``posts`` of a period, with the metrics that were asked for."""
    fields: dict[str, dict[str, Any]] = {OF_ACCOUNT: {}, OF_POSTS: {}}
    for (subject, name), aggregated in found.items():
        kind = SocialGrowth if subject == OF_ACCOUNT and name in STATES else SocialTotal
        fields[subject][to_snake_case(name)] = kind.from_aggregate(aggregated)
    return {"account": SocialAccountTotals(**fields[OF_ACCOUNT]), "posts": SocialPostGains(**fields[OF_POSTS])}
