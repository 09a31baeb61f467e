"""Parts of ``socialAggregates`` about the posts that were published in its range, with their latest numbers."""

from collections.abc import Mapping, Sequence
from typing import Self, TypeVar

import strawberry
from strawberry.utils.str_converters import to_snake_case

from resolvers.arguments import FirstArgument, check_first
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.parts import part
from resolvers.scalars import Long
from resolvers.social.posts import SocialPost
from resolvers.social.sorts import PostSort, PostSortArgument
from server.analytics.ranges import TimeRange
from server.errors import ErrorCode, ViewpulseError
from server.social.listing import PerPost, read_per_post, top_posts
from server.social.metrics import POST_METRICS
from server.social.model import Account, Network, Provenance
from server.social.rates import ENGAGEMENT_RATE, RATE_IN_WORDS

Kind = TypeVar("Kind", bound=type)
TOP = 10
NO_POSTS = "No post that was published in this time has a number of it."
_DESCRIBED = {name: metric.description for name, metric in POST_METRICS.items()} | {ENGAGEMENT_RATE: RATE_IN_WORDS}


@strawberry.type(description="A number of several posts together.")
class SocialPerPost:
    """The API type of ``PerPost``."""

    posts: Long = strawberry.field(description="Posts that have a number; the others are left out.")
    total: float | None = strawberry.field(
        description="The sum; null of people and rates, which are never added up, and without any."
    )
    average: float | None = strawberry.field(description="The mean of a post; null without any.")
    min: float | None = strawberry.field(description="The smallest; null without any.")
    max: float | None = strawberry.field(description="The largest; null without any.")
    provenance: Provenance = strawberry.field(
        description="UNAVAILABLE if no post has a number; ESTIMATED if some are, or if a post has none."
    )
    reason: str | None = strawberry.field(description="Why it is not measured; null if it is.")

    @classmethod
    def from_found(cls, found: PerPost) -> Self:
        """The API type of what was found."""
        reason = " ".join(one for one in (found.estimated, found.missing) if one) or None
        provenance = Provenance.MEASURED if reason is None else Provenance.ESTIMATED
        if not found.posts:
            provenance, reason = Provenance.UNAVAILABLE, found.missing or NO_POSTS
        return cls(
            posts=found.posts,
            total=found.total,
            average=found.average,
            min=found.least,
            max=found.most,
            provenance=provenance,
            reason=reason,
        )


def _with_metrics(kind: Kind) -> Kind:
    for name, description in _DESCRIBED.items():
        kind.__annotations__[to_snake_case(name)] = SocialPerPost
        setattr(kind, to_snake_case(name), strawberry.field(description=description))
    return kind


@strawberry.type(description="The latest numbers of several posts together.")
@_with_metrics
class SocialPostStatistics:
    """The metrics of ``POST_METRICS``, and the engagement rate."""

    @classmethod
    def from_found(cls, found: Mapping[str, PerPost]) -> Self:
        """The API type of what was found, by metric."""
        fields = {to_snake_case(name): SocialPerPost.from_found(found.get(name, PerPost())) for name in _DESCRIBED}
        return cls(**fields)


@strawberry.type(description="A post in a list of several accounts.")
class SocialTopPost:
    """An item of ``topPosts``."""

    account_id: strawberry.ID = strawberry.field(description="The account that published it.")
    network: Network = strawberry.field(description="Its network.")
    post: SocialPost = strawberry.field(description="The post, with its latest numbers.")


@strawberry.type
class OfPublishedPosts:
    """The parts of ``SocialAggregates`` about posts."""

    accounts: strawberry.Private[Sequence[Account]]
    published: strawberry.Private[TimeRange]

    @part(
        description="The posts that were published in `range`, with their latest numbers: as they are now, not as they "
        "were when the range ended. They change for as long as the posts are read.",
        metadata=FieldMetadata(cost=500),
    )
    async def per_post(self, info: Info) -> SocialPostStatistics:
        """The numbers of the posts together."""
        span = (self.published.start, self.published.end)
        async with info.context.read() as connection:
            found = await read_per_post(connection, info.context.caller.project_id, self.accounts, span)
        return SocialPostStatistics.from_found(found)

    @part(
        description="The posts that were published in `range` with the largest latest numbers, the largest first; "
        "those without such a number are left out.",
        metadata=FieldMetadata(cost=500),
    )
    async def top_posts(
        self, info: Info, by: PostSortArgument = PostSort.ENGAGEMENT_RATE, first: FirstArgument = TOP
    ) -> list[SocialTopPost]:
        """The best posts."""
        check_first(first)
        if by is PostSort.RECENT:
            raise ViewpulseError(ErrorCode.BAD_INPUT, "`by` is a metric: `socialPosts` has the newest.", field=["by"])
        span = (self.published.start, self.published.end)
        async with info.context.read() as connection:
            found = await top_posts(
                connection, info.context.caller.project_id, self.accounts, span, metric=by.value, limit=first
            )
        return [
            SocialTopPost(
                account_id=strawberry.ID(account.account_id),
                network=account.network,
                post=SocialPost.from_post(account.account_id, account.network, post),
            )
            for account, post in found
        ]
