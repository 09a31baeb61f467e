"""``topContents``: the best contents of a project."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import PUBLIC_RANKING
from resolvers.arguments import (
    DefinitionArgument,
    IncludeArgument,
    RangeArgument,
    TimezoneArgument,
)
from resolvers.contents.velocity import Trend
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.listed_content import OF_VIEWERS, MeasuredEntry, measured_fields
from resolvers.metrics import Analytics
from resolvers.pages import (
    COUNTED,
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    PageFirstArgument,
    PageInfo,
    resolve_page,
)
from resolvers.ranges import EffectiveRange, resolve_range
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.selection import selected_names
from resolvers.traffic import resolve_traffic
from server.analytics.contents.velocity import WINDOW_HOURS, trend_of
from server.analytics.listed_content import MeasuredContent
from server.analytics.ranges import TimeRange
from server.analytics.rankings.shared_lists import read_cached_list
from server.analytics.rankings.top import TopBy, TopQuery, TopResult, read_top
from server.errors import ErrorCode, ViewpulseError
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION, find_definition

register_enum(
    TopBy,
    "What contents are ranked by; ties by id.",
    {
        TopBy.QUALITY: "Quality score.",
        TopBy.ENGAGEMENT: "Engagement score.",
        TopBy.VIEWS: "Number of views.",
        TopBy.UNIQUE_VIEWERS: "Distinct viewers with a view.",
        TopBy.WATCH_TIME: "Watch time.",
        TopBy.AVERAGE_WATCH_TIME: "Watch time per view.",
        TopBy.COMPLETION: "Completion rate: full completions per view.",
        TopBy.LIKES: "Likes given and not withdrawn since.",
        TopBy.COMMENTS: "Number of comments.",
        TopBy.SHARES: "Number of shares.",
        TopBy.SAVES: "Saves made and not withdrawn since.",
    },
)

ByArgument: TypeAlias = Annotated[TopBy, strawberry.argument(description="What contents are ranked by.")]
_NOW = FieldMetadata(moves=True)
MinimumViewsArgument: TypeAlias = Annotated[
    int | None,
    strawberry.argument(
        description="Views in the range that a content needs to be listed, at least 1. By default 10 (a setting) for "
        "what says little of few views, such as a rate: QUALITY, ENGAGEMENT, AVERAGE_WATCH_TIME, COMPLETION; else 1."
    ),
]
_OF_VELOCITY = ("velocity", "previousVelocity", "trend")


@strawberry.type(description="A content in a ranking, with its metrics in the range.")
class RankedContent(MeasuredEntry):
    """A node of ``topContents``: catalogue fields, metrics of the range, and the velocity now."""

    velocity: float = strawberry.field(
        description="Views per hour in the last 24 hours, whatever the range.", metadata=_NOW
    )
    previous_velocity: float = strawberry.field(
        description="Views per hour in the 24 hours before those.", metadata=_NOW
    )
    trend: Trend = strawberry.field(description="Trend of the views in the last 24 hours.", metadata=_NOW)

    @classmethod
    def from_content(cls, content: MeasuredContent, velocity: tuple[int, int]) -> Self:
        """The API type of a content, with its views in the last 24 hours and in the 24 hours before."""
        views, previous = velocity
        return cls(
            **measured_fields(content),
            velocity=rates.per(views, WINDOW_HOURS),
            previous_velocity=rates.per(previous, WINDOW_HOURS),
            trend=trend_of(views, previous),
        )


@strawberry.type(description="A content and its cursor.")
class RankedContentEdge:
    """Edge of ``topContents``."""

    node: RankedContent = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Opaque cursor of this content; pass it as `after` or `before`.")


@strawberry.type(
    description="A page of the best contents, best first. Up to 30 s old. For all time without bots and self-views, "
    "the order by QUALITY, ENGAGEMENT, VIEWS and WATCH_TIME is as of the last refresh of the scores. Keyset "
    "pagination: contents whose value did not change between two requests are neither repeated nor skipped."
)
class RankedContentConnection(Analytics):
    """Connection of ``topContents``: the ranked contents, and the range and rule that rank them."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    by: TopBy = strawberry.field(description="What the contents are ranked by.")
    minimum_views: Long = strawberry.field(description="Views that a content needs to be listed.")
    edges: list[RankedContentEdge] = strawberry.field(description="The contents of the page, with their cursors.")
    nodes: list[RankedContent] = strawberry.field(description="The contents of the page.")
    page_info: PageInfo = strawberry.field(description="Information about the page.")
    total_count: Long | None = strawberry.field(
        description="Number of contents of the whole ranking; counted when it is selected.",
        metadata=COUNTED,
    )

    @classmethod
    def from_result(cls, query: TopQuery, result: TopResult, timezone: str) -> Self:
        """The API type of a page of a ranking."""
        time_range, as_of, page = result.time_range, result.state.as_of, result.page
        velocities = result.velocities or [(0, 0)] * len(page.rows)
        nodes = [
            RankedContent.from_content(content, velocity)
            for content, velocity in zip(page.rows, velocities, strict=True)
        ]
        return cls(
            as_of=as_of,
            revision=result.state.revision,
            is_final=time_range is not None and time_range.is_final(as_of),
            definition=query.definition.name,
            range=EffectiveRange.from_range(time_range),
            timezone=timezone,
            by=query.by,
            minimum_views=query.minimum_views,
            edges=[
                RankedContentEdge(node=node, cursor=cursor) for node, cursor in zip(nodes, page.cursors, strict=True)
            ],
            nodes=nodes,
            page_info=PageInfo.from_page(page),
            total_count=result.total,
        )


@query_field(
    PUBLIC_RANKING,
    "The best contents of the project. Public: requires the write key or a token. The answer to a query may be up to "
    "30 seconds old; a subscription is always current.",
    is_public=True,
)
async def top_contents(
    info: Info,
    *,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    by: ByArgument = TopBy.QUALITY,
    minimum_views: MinimumViewsArgument = None,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> RankedContentConnection:
    """The best contents; requires the write key or a token."""
    context = info.context
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    if minimum_views is not None and minimum_views < 1:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`minimumViews` must be at least 1.", field=["minimumViews"])
    names = selected_names(info)
    query = TopQuery(
        project_id=context.caller.project_id,
        time_range=resolve_range(time_range, timezone, context.services.now()),
        by=by,
        definition=find_definition(definition),
        traffic=resolve_traffic(include),
        minimum_views=minimum_views or (context.services.settings.top_min_views if by.is_rate else 1),
        page=request,
        now=context.services.now(),
        viewers=not names.isdisjoint(OF_VIEWERS),
        velocity=not names.isdisjoint(_OF_VELOCITY),
        total="totalCount" in names,
    )

    async def compute() -> TopResult:
        async with context.separate_snapshot() as connection:
            return await read_top(connection, query)

    ranked = (by.value, query.minimum_views, request)
    counted = (definition, *query.traffic.classes)
    selection = (query.viewers, query.velocity, query.total)
    key = ("topContents", query.project_id, _key(query.time_range), ranked, counted, selection)
    slots = context.services.public_slots
    result = await read_cached_list(context.public_cache, slots, key, TopResult, compute, live=context.live)
    context.note_revision(result.state.revision)
    return RankedContentConnection.from_result(query, result, timezone)


def _key(time_range: TimeRange | None) -> tuple[str | bool, ...]:
    """The quarter-hours of a range, and whether it ends with them: if it ends now, each request has another end."""
    if time_range is None:
        return ()
    end = time_range.end_bucket
    return (time_range.start.isoformat(), end.isoformat(), time_range.end == end)
