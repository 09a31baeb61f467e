"""``realtime``: the last minutes of a content, a creator or the platform, and what is watched now."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import OWN_SCOPE
from resolvers.arguments import DefinitionArgument, FirstArgument, IncludeArgument, check_first
from resolvers.concurrent_viewers import CONCURRENT
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.listed_content import ListedContent, summary_fields
from resolvers.metrics import Analytics
from resolvers.parts import part
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.scope import resolve_scope_query
from resolvers.selection import selected_paths
from resolvers.series.point import Point
from resolvers.series.rows import LAST_MINUTES
from resolvers.series.series import COST, Reading, selection_of
from server.analytics.concurrent_viewers import read_content_watchers, read_scope_watchers
from server.analytics.query import ContentQuery, Scope
from server.analytics.series.calendar import Interval
from server.analytics.series.minutes import MAX_MINUTES, ContentNow, read_realtime, read_top_now
from server.analytics.series.series import SeriesQuery, SeriesResult
from server.errors import ErrorCode, ViewpulseError
from server.live.subjects import minute_subject
from server.metrics.view_definitions import DEFAULT_DEFINITION

MinutesArgument: TypeAlias = Annotated[
    int, strawberry.argument(description=f"How many minutes, 1-{MAX_MINUTES}; the current one is the last of them.")
]


@strawberry.type(description="A content that is viewed now.")
class RealtimeContent(ListedContent):
    """A row of ``RealtimeAnalytics.top``."""

    views: Long = strawberry.field(description="Views in the minutes of the answer.")
    concurrent_viewers: Long = strawberry.field(description="Viewers watching the content now.")

    @classmethod
    def from_content(cls, found: ContentNow) -> Self:
        """The API type of a content that is viewed now."""
        return cls(**summary_fields(found.summary), views=found.views, concurrent_viewers=found.concurrent_viewers)


@strawberry.type(
    description="The last minutes of a content, a creator or the platform. A subscription also sends a new answer when "
    "the minute turns."
)
class RealtimeAnalytics(Analytics):
    """The type of ``realtime``."""

    range: EffectiveRange = strawberry.field(
        description="From the beginning of the first minute until now. It is shorter than asked for as long as the "
        "server has not kept as many minutes, in the hours after an upgrade."
    )
    points: list[Point] = strawberry.field(
        description="Each minute, oldest first, without gaps; the current one is not over. `uniqueViewers` are exact.",
        metadata=LAST_MINUTES,
    )
    totals: Point = strawberry.field(description="The minutes as one point. `uniqueViewers` are exact.")
    query: strawberry.Private[SeriesQuery]
    result: strawberry.Private[SeriesResult]

    @part(description=CONCURRENT.format(who="Distinct viewers watching the content, or any of the contents,"))
    async def concurrent_viewers(self, info: Info) -> Long:
        """The number of viewers watching."""
        async with info.context.read() as connection:
            if isinstance(self.query, ContentQuery):
                return await read_content_watchers(connection, self.query)
            return await read_scope_watchers(connection, self.query)

    @part(
        description="The contents with the most views in these minutes, ties by id; of a content, itself. Contents "
        "without a view are left out.",
        metadata=FieldMetadata(cost=300),
    )
    async def top(self, info: Info, first: FirstArgument = 5) -> list[RealtimeContent]:
        """The contents that are viewed most."""
        check_first(first)
        minutes = [point.start for point in self.result.points or ()]
        async with info.context.read() as connection:
            found = await read_top_now(connection, self.query, minutes, first)
        return [RealtimeContent.from_content(one) for one in found]


@query_field(
    OWN_SCOPE,
    "The last minutes of a content, a creator or the platform: views and viewers by minute, who is watching now, and "
    "what is viewed most. For the content's creator, that creator, or an admin.",
    metadata=FieldMetadata(cost=COST, shows=LiveDependency(minute_subject), moves=True),
)
async def realtime(
    info: Info,
    target: Scope,
    *,
    minutes: MinutesArgument = 30,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> RealtimeAnalytics:
    """The last minutes, for whom may see them."""
    if not 0 < minutes <= MAX_MINUTES:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`minutes` is 1-{MAX_MINUTES}.", field=["minutes"])
    query = resolve_scope_query(info, target, time_range=None, timezone="UTC", definition=definition, include=include)
    paths = selected_paths(info)
    async with info.context.read() as connection:
        result = await read_realtime(connection, query, minutes, selection_of(paths))
    info.context.note_revision(result.revision)
    reading = Reading(query, Interval.MINUTE, paths, result)
    return RealtimeAnalytics(
        as_of=result.as_of,
        revision=result.revision,
        is_final=False,
        definition=query.definition.name,
        range=EffectiveRange.from_range(result.covered),
        query=query,
        result=result,
        points=reading.points(result, "points", result.as_of),
        totals=reading.totals(result, "totals", result.as_of),
    )
