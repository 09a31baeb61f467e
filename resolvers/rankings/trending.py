"""``trending``: contents with many views per hour that rise."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import PUBLIC_RANKING
from resolvers.arguments import DefinitionArgument, FirstArgument, IncludeArgument, check_first
from resolvers.contents.velocity import Trend
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.listed_content import ListedContent, summary_fields
from resolvers.metrics import Analytics
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.traffic import resolve_traffic
from server.analytics.rankings.shared_lists import read_cached_list
from server.analytics.rankings.trending import TrendingContent, TrendingResult, Window, find_window, read_trending
from server.analytics.scores import quality_score
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION, ViewDefinition, find_definition

WindowArgument: TypeAlias = Annotated[
    str,
    strawberry.argument(
        description="Length of the window, which ends on the quarter-hour at or after now: a number of hours or days "
        "up to 7 days, such as `24h` or `7d`."
    ),
]


@strawberry.type(name="TrendingContent", description="A content that is trending.")
class TrendingRow(ListedContent):
    """A row of ``trending``: catalogue fields, views and views per hour of the window and of the one before."""

    views: Long = strawberry.field(description="Views in the window.")
    velocity: float = strawberry.field(description="Views per hour of the window until now.")
    previous_velocity: float = strawberry.field(description="Views per hour of the whole previous window.")
    trend: Trend = strawberry.field(description="Trend of the views; always RISING here.")
    likes: Long = strawberry.field(description="Likes given in the window and not withdrawn since.")
    shares: Long = strawberry.field(description="SHARE events in the window.")
    quality_score: float = strawberry.field(description="Quality score, 0-100, over all time.")

    @classmethod
    def from_content(cls, found: TrendingContent, window: Window) -> Self:
        """The API type of a trending content."""
        content = found.content
        return cls(
            **summary_fields(content.summary),
            views=found.views,
            velocity=rates.per(found.views, window.hours),
            previous_velocity=rates.per(found.previous_views, window.previous_hours),
            trend=Trend.RISING,
            likes=found.likes,
            shares=found.shares,
            quality_score=quality_score(content.counts, content.rewatches, content.unique_viewers).score,
        )


@strawberry.type(
    description="Contents with many views per hour, more than 1.2 times those of the previous window. Most views "
    "first, ties by id. Up to 30 s old."
)
class Trending(Analytics):
    """The type of ``trending``: the window, the minimum velocity, and the contents that exceed it and rise."""

    range: EffectiveRange = strawberry.field(
        description="The window until now; up to a quarter-hour of the window is still to come."
    )
    minimum_velocity: Long = strawberry.field(description="Views per hour that a content needs to trend.")
    contents: list[TrendingRow] = strawberry.field(description="The trending contents.")

    @classmethod
    def from_result(cls, result: TrendingResult, definition: ViewDefinition) -> Self:
        """The API type of the trending contents."""
        return cls(
            as_of=result.state.as_of,
            revision=result.state.revision,
            is_final=result.window.is_final(result.state.as_of),
            definition=definition.name,
            range=EffectiveRange.from_range(result.window.time_range),
            minimum_velocity=result.least_velocity,
            contents=[TrendingRow.from_content(found, result.window) for found in result.contents],
        )


@query_field(
    PUBLIC_RANKING,
    "Contents with many views per hour, and a rising number of them. Public: requires the write key or a token.",
    is_public=True,
    metadata=FieldMetadata(moves=True),
)
async def trending(
    info: Info,
    first: FirstArgument = 10,
    window: WindowArgument = "24h",
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> Trending:
    """What is trending; requires the write key or a token."""
    context = info.context
    check_first(first)
    view = find_definition(definition)
    traffic = resolve_traffic(include)
    query = find_window(window, context.services.now())

    async def compute() -> TrendingResult:
        async with context.separate_snapshot() as connection:
            return await read_trending(
                connection,
                context.caller.project_id,
                query,
                view,
                traffic,
                least_velocity=context.services.settings.trending_min_views_per_hour,
                first=first,
            )

    counted = (view.name, *traffic.classes)
    key = ("trending", context.caller.project_id, first, query.time_range.start.isoformat(), window, counted)
    slots = context.services.public_slots
    result = await read_cached_list(context.public_cache, slots, key, TrendingResult, compute, live=context.live)
    context.note_revision(result.state.revision)
    return Trending.from_result(result, view)
