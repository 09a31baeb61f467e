"""``creatorContents``: the contents of a creator, paginated."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import OWN_CREATOR
from resolvers.arguments import (
    DefinitionArgument,
    IncludeArgument,
    RangeArgument,
    SearchArgument,
    TimezoneArgument,
    resolve_search,
)
from resolvers.context import Info
from resolvers.creators.totals import resolve_scope
from resolvers.enums import register_enum
from resolvers.event_enums import ContentType
from resolvers.listed_content import OF_VIEWERS, MeasuredEntry, measured_fields
from resolvers.metrics import Analytics
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    resolve_page,
)
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.selection import selected_names
from server.analytics.creators import contents
from server.analytics.creators.contents import ContentFilter, ContentSort
from server.analytics.listed_content import MeasuredContent
from server.analytics.project_state import read_project_state
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION

register_enum(
    ContentSort,
    "Order of the contents, by their numbers in the range; ties by id.",
    {
        ContentSort.RECENT: "Latest publication first; contents without a publication date by their first event.",
        ContentSort.VIEWS: "Most views first.",
        ContentSort.UNIQUE_VIEWERS: "Most distinct viewers first.",
        ContentSort.WATCH_TIME: "Most watch time first.",
        ContentSort.AVERAGE_WATCH_TIME: "Most watch time per view first.",
        ContentSort.COMPLETION: "Highest completion rate first.",
        ContentSort.LIKES: "Most likes first.",
        ContentSort.COMMENTS: "Most comments first.",
        ContentSort.SHARES: "Most shares first.",
        ContentSort.SAVES: "Most saves first.",
        ContentSort.ENGAGEMENT: "Best engagement score first.",
        ContentSort.QUALITY: "Best quality score first.",
    },
)

SortArgument: TypeAlias = Annotated[ContentSort, strawberry.argument(description="Order of the contents.")]
TypesArgument: TypeAlias = Annotated[
    list[ContentType] | None,
    strawberry.argument(description="Only contents of these types, by the catalogue; all contents when left out."),
]


@strawberry.type(description="A content of a creator, with its metrics in the range.")
class CreatorContent(MeasuredEntry):
    """A node of ``creatorContents``, an item of ``contentsAnalytics``: catalogue fields and metrics of the range."""

    published_at: datetime | None = strawberry.field(description="When the content was published, from the catalogue.")
    duration: float | None = strawberry.field(description="Duration in seconds, from the catalogue.")

    @classmethod
    def from_content(cls, content: MeasuredContent) -> Self:
        """The API type of a content."""
        summary = content.summary
        return cls(
            **measured_fields(content),
            published_at=summary.published_at,
            duration=None if summary.duration_ms is None else rates.seconds(summary.duration_ms),
        )


@strawberry.type(description="A content and its cursor.")
class CreatorContentEdge:
    """Edge of ``creatorContents``."""

    node: CreatorContent = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Opaque cursor of this content; pass it as `after` or `before`.")


@strawberry.type(
    description="A page of a creator's contents. Keyset pagination: contents whose sort value did not change between "
    "two requests are neither repeated nor skipped."
)
class CreatorContentConnection(Analytics, Paged):
    """Connection of ``creatorContents``."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    edges: list[CreatorContentEdge] = strawberry.field(description="The contents of the page, with their cursors.")
    nodes: list[CreatorContent] = strawberry.field(description="The contents of the page.")


@query_field(
    OWN_CREATOR,
    "Contents of a creator, paginated, whether anything happened to them in the range or not. For that creator, or an "
    "admin.",
)
async def creator_contents(
    info: Info,
    *,
    target: str,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    search: SearchArgument = None,
    types: TypesArgument = None,
    sort: SortArgument = ContentSort.RECENT,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> CreatorContentConnection:
    """A page of a creator's contents, for the creator or an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    query = resolve_scope(
        info, target, time_range=time_range, timezone=timezone, definition=definition, include=include
    )
    wanted = ContentFilter(resolve_search(search), None if types is None else {kind.stored for kind in types})
    viewers = not selected_names(info).isdisjoint(OF_VIEWERS)
    async with info.context.read() as connection:
        listed = await contents.creator_contents(connection, query, wanted, sort, viewers=viewers)
        page = await listed.read(connection, request)
        state = await read_project_state(connection, query.project_id)
    return CreatorContentConnection(
        range=EffectiveRange.from_range(query.time_range),
        timezone=timezone,
        **page_fields(listed, page, CreatorContentEdge, CreatorContent.from_content),
        **project_fields(info, state, query.definition.name, query.time_range),
    )
