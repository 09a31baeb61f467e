"""``contentsAnalytics``: the numbers of several contents, and of all of them together."""

from typing import Self

import strawberry

from resolvers.access import OWN_CONTENTS
from resolvers.analytics_query import resolve_query
from resolvers.arguments import DefinitionArgument, IncludeArgument, RangeArgument, TimezoneArgument
from resolvers.context import Info
from resolvers.creators.contents import CreatorContent
from resolvers.field_metadata import FieldMetadata
from resolvers.listed_content import OF_VIEWERS
from resolvers.metrics import Analytics
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics.contents.several import SeveralResult, read_several
from server.analytics.query import SeveralContents, SeveralQuery
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION


@strawberry.type(description="The numbers of several contents together. One that is asked for twice counts once.")
class ContentTotals:
    """The ``totals`` of ``contentsAnalytics``."""

    views: Long = strawberry.field(description="Views of all of them.")
    unique_viewers: Long = strawberry.field(
        description="Distinct viewers with a view of any of them; who viewed several counts once. Exact."
    )
    watch_time: float = strawberry.field(description="Seconds watched.")
    average_watch_time: float = strawberry.field(description="Seconds per view; 0 without views.")
    completion_rate: float = strawberry.field(description="Full completions / views * 100; 0 without views.")
    likes: Long = strawberry.field(description="Likes given in the range and not withdrawn since.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    saves: Long = strawberry.field(description="Saves made in the range and not withdrawn since.")
    engagement_rate: float = strawberry.field(description="(likes + comments + shares) / views * 100; 0 without views.")
    engagement_score: float = strawberry.field(description="Engagement score of all counts together, 0-100.")

    @classmethod
    def from_result(cls, result: SeveralResult) -> Self:
        """The API type of the totals."""
        counts = result.totals
        return cls(
            views=counts.views,
            unique_viewers=result.unique_viewers,
            watch_time=rates.seconds(counts.watch_ms),
            average_watch_time=rates.seconds(rates.average_watch_ms(counts)),
            completion_rate=rates.completion_rate(counts),
            likes=counts.likes,
            comments=counts.comments,
            shares=counts.shares,
            saves=counts.saves,
            engagement_rate=rates.social_engagement_rate(counts),
            engagement_score=rates.engagement_score(counts),
        )


@strawberry.type(description="Several contents in a range, and all of them together.")
class ContentsAnalytics(Analytics):
    """The type of ``contentsAnalytics``."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    contents: list[CreatorContent] = strawberry.field(description="One item per id, in the order of the request.")
    totals: ContentTotals = strawberry.field(description="All of them together.")


@query_field(
    OWN_CONTENTS,
    "The numbers of 1-100 contents, and of all of them together, in one question. For their creator, or an admin; if "
    "one of them is of another creator, it is refused as a whole.",
    metadata=FieldMetadata(items="contentIds", cost=5),
)
async def contents_analytics(
    info: Info,
    target: SeveralContents,
    *,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> ContentsAnalytics:
    """The numbers of several contents, for their creator or an admin."""
    query = SeveralQuery(
        content_ids=target.content_ids,
        **resolve_query(info, time_range=time_range, timezone=timezone, definition=definition, include=include),
    )
    paths = selected_paths(info)
    async with info.context.read() as connection:
        result = await read_several(
            connection,
            query,
            viewers=not paths.isdisjoint(f"contents.{name}" for name in OF_VIEWERS),
            total_viewers="totals.uniqueViewers" in paths,
        )
    return ContentsAnalytics(
        range=EffectiveRange.from_range(query.time_range),
        timezone=timezone,
        contents=[CreatorContent.from_content(content) for content in result.contents],
        totals=ContentTotals.from_result(result),
        **project_fields(info, result.state, query.definition.name, query.time_range),
    )
