"""Numbers of social networks in the schema: each with its provenance."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import strawberry
from strawberry.utils.str_converters import to_snake_case

from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.parts import part
from resolvers.social.custom import USUAL_METRICS
from server.social.custom_metrics import CustomMetric, FormulaKind, custom_metrics
from server.social.formulas import Computed
from server.social.metrics import ACCOUNT_METRICS, NOT_YET, POST_METRICS, SocialMetric, reason_of_absence, title_of
from server.social.model import AccountState, Grain, Network, PostKind, Provenance
from server.social.rates import ENGAGEMENT_RATE, RATE_IN_WORDS
from server.social.reading import StoredValue

register_enum(
    Network,
    "A social network.",
    {network: f"{title_of(network)}." for network in Network},
    name="SocialNetwork",
)
register_enum(
    AccountState,
    "Whether a social account is collected.",
    {
        AccountState.CONNECTED: "It is collected.",
        AccountState.NEEDS_RECONNECT: "Its network no longer accepts the token: connect it again.",
        AccountState.PAUSED: "A person paused it.",
        AccountState.BILLING_STOP: "Its network wants to be paid before it answers again.",
        AccountState.DISCONNECTED: "A person disconnected it, and kept its numbers.",
    },
    name="SocialAccountState",
)
register_enum(
    PostKind,
    "What an account published.",
    {
        PostKind.POST: "A post that stays.",
        PostKind.STORY: "A story, which ends after a day.",
        PostKind.REEL: "A short video.",
    },
    name="SocialPostKind",
)
register_enum(
    Provenance,
    "Where a number comes from.",
    {
        Provenance.MEASURED: "The network counted it, or it was computed from such numbers alone.",
        Provenance.ESTIMATED: "The network rounds it, or it stands for another one: `reason` says which.",
        Provenance.UNAVAILABLE: "There is none: `reason` says why. It is never 0 instead.",
    },
)
register_enum(
    Grain,
    "What a number is about.",
    {
        Grain.MOMENT: "The moment of its collection; all that was until then.",
        Grain.DAY: "One whole day, which begins by the clock of the network.",
    },
    name="SocialGrain",
)


@strawberry.type(description="A number of a social network, or why there is none.")
class SocialValue:
    """The API type of a stored number."""

    value: float | None = strawberry.field(description="The number; null if there is none.")
    provenance: Provenance = strawberry.field(description="Where it comes from.")
    reason: str | None = strawberry.field(
        description="Why it is not measured, or not there, in words for the owner; null if it is measured."
    )
    source: str | None = strawberry.field(
        description="What the network calls it, or how it was computed; null if the network has nothing of that kind."
    )
    api_version: str | None = strawberry.field(
        description="Version of the network's API that gave it; null if nothing was collected."
    )
    grain: Grain | None = strawberry.field(
        description="Whether it is about a moment or a day; null if nothing was collected."
    )
    at: datetime | None = strawberry.field(
        description="Since when it is so, as far as collections can tell; of a day, its beginning. Null if nothing was "
        "collected."
    )
    collected_at: datetime | None = strawberry.field(
        description="When it was last collected so; null if nothing was collected."
    )

    @classmethod
    def from_stored(cls, stored: StoredValue) -> Self:
        """The API type of a stored number."""
        return cls(
            value=stored.value,
            provenance=stored.provenance,
            reason=stored.reason,
            source=stored.source or None,
            api_version=stored.api_version,
            grain=stored.grain,
            at=stored.at,
            collected_at=stored.collected_at,
        )

    @classmethod
    def absent(cls, reason: str, source: str | None = None) -> Self:
        """A number that was never collected."""
        return cls(
            value=None,
            provenance=Provenance.UNAVAILABLE,
            reason=reason,
            source=source,
            api_version=None,
            grain=None,
            at=None,
            collected_at=None,
        )


def _of(metric: SocialMetric) -> Any:
    """The field of a metric."""
    return strawberry.field(description=metric.description)


@strawberry.type(description="A metric that the project defines, computed from the numbers next to it.")
class SocialCustomValue:
    """What a formula gives."""

    name: str = strawberry.field(description="Name of the metric.")
    title: str = strawberry.field(description="What people call it.")
    value: float | None = strawberry.field(description="The number; null if there is none.")
    provenance: Provenance = strawberry.field(description="ESTIMATED if one of the numbers it is computed from is.")
    reason: str | None = strawberry.field(description="Why it is not measured, or not there; null if it is measured.")

    @classmethod
    def from_computed(cls, metric: CustomMetric, found: Computed[Any]) -> Self:
        """The API type of what a formula gives."""
        return cls(
            name=metric.name, title=metric.title, value=found.value, provenance=found.provenance, reason=found.reason
        )


@strawberry.type
class WithCustomMetrics:
    """The ``custom`` field of the latest numbers of accounts and posts."""

    kind: strawberry.Private[FormulaKind]
    numbers: strawberry.Private[Mapping[str, StoredValue]]

    @part(
        description="The metrics that the project defines, by name: see `defineSocialMetric`.",
        metadata=FieldMetadata(length=USUAL_METRICS),
    )
    async def custom(self, info: Info) -> list[SocialCustomValue]:
        """The custom metrics of these numbers."""
        metrics = await info.context.read_once(custom_metrics)
        return [
            SocialCustomValue.from_computed(metric, metric.formula.compute(self.numbers))
            for metric in metrics
            if metric.kind is self.kind
        ]


@strawberry.type(description="The latest numbers of a social account.")
class SocialAccountMetrics(WithCustomMetrics):
    """The metrics of ``ACCOUNT_METRICS``."""

    followers: SocialValue = _of(ACCOUNT_METRICS["followers"])
    following: SocialValue = _of(ACCOUNT_METRICS["following"])
    profile_views: SocialValue = _of(ACCOUNT_METRICS["profileViews"])
    website_clicks: SocialValue = _of(ACCOUNT_METRICS["websiteClicks"])
    email_clicks: SocialValue = _of(ACCOUNT_METRICS["emailClicks"])
    impressions: SocialValue = _of(ACCOUNT_METRICS["impressions"])
    reach: SocialValue = _of(ACCOUNT_METRICS["reach"])

    @classmethod
    def from_stored(cls, network: Network, values: Mapping[str, StoredValue]) -> Self:
        """The API type of the latest numbers of an account."""
        return cls(kind=FormulaKind.ACCOUNT, numbers=values, **_fields(ACCOUNT_METRICS, network, values))


@strawberry.type(description="The latest numbers of a post.")
class SocialPostMetrics(WithCustomMetrics):
    """The metrics of ``POST_METRICS``, and the engagement rate."""

    likes: SocialValue = _of(POST_METRICS["likes"])
    comments: SocialValue = _of(POST_METRICS["comments"])
    shares: SocialValue = _of(POST_METRICS["shares"])
    saves: SocialValue = _of(POST_METRICS["saves"])
    impressions: SocialValue = _of(POST_METRICS["impressions"])
    reach: SocialValue = _of(POST_METRICS["reach"])
    views: SocialValue = _of(POST_METRICS["views"])
    watch_time: SocialValue = _of(POST_METRICS["watchTime"])
    completion_rate: SocialValue = _of(POST_METRICS["completionRate"])
    engagement_rate: SocialValue = strawberry.field(description=RATE_IN_WORDS)

    @classmethod
    def from_stored(cls, network: Network, values: Mapping[str, StoredValue]) -> Self:
        """The API type of the latest numbers of a post."""
        rate = values.get(ENGAGEMENT_RATE)
        shown = SocialValue.absent(NOT_YET) if rate is None else SocialValue.from_stored(rate)
        fields = _fields(POST_METRICS, network, values)
        return cls(kind=FormulaKind.POST, numbers=values, **fields, engagement_rate=shown)


def _fields(metrics: Mapping[str, SocialMetric], network: Network, values: Mapping[str, StoredValue]) -> dict[str, Any]:
    return {to_snake_case(metric.name): _shown(metric, network, values.get(metric.name)) for metric in metrics.values()}


def _shown(metric: SocialMetric, network: Network, stored: StoredValue | None) -> SocialValue:
    if stored is not None:
        return SocialValue.from_stored(stored)
    return SocialValue.absent(reason_of_absence(metric, network), metric.sources.get(network))
