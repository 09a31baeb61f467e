"""``creators``: the creators of a project, with the numbers of a range."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import ADMIN
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
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import Analytics
from resolvers.pages import (
    COST_OF_SEARCH,
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    read_page,
    resolve_page,
)
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from server.analytics.creators.listed_creators import CreatorsBy, ListedCreator, listed_creators
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION

register_enum(
    CreatorsBy,
    "What creators are sorted by, most first; ties by id.",
    {
        CreatorsBy.VIEWS: "Views.",
        CreatorsBy.WATCH_TIME: "Watch time.",
        CreatorsBy.LIKES: "Likes given and not withdrawn since.",
        CreatorsBy.COMMENTS: "COMMENT events.",
        CreatorsBy.SHARES: "SHARE events.",
        CreatorsBy.SAVES: "Saves made and not withdrawn since.",
        CreatorsBy.FOLLOWS: "FOLLOW events.",
    },
)

ByArgument: TypeAlias = Annotated[CreatorsBy, strawberry.argument(description="What the creators are sorted by.")]


@strawberry.type(name="ListedCreator", description="A creator in a list, with its metrics in the range.")
class CreatorEntry:
    """A node of ``creators``: the creator's profile, and metrics of all of its contents together."""

    creator_id: strawberry.ID = strawberry.field(description="Id of the creator.")
    name: str | None = strawberry.field(description="Name to show; null unless `upsertCreators` declared one.")
    picture: str | None = strawberry.field(description="URL of a picture; null unless `upsertCreators` declared one.")
    views: Long = strawberry.field(description="Views of the creator's contents.")
    plays: Long = strawberry.field(description="Plays of them, replays included.")
    watch_time: float = strawberry.field(description="Seconds watched.")
    completions: Long = strawberry.field(description="Plays that were completed in full.")
    likes: Long = strawberry.field(description="Likes given in the range and not withdrawn since.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    saves: Long = strawberry.field(description="Saves made in the range and not withdrawn since.")
    follows: Long = strawberry.field(description="FOLLOW events.")

    @classmethod
    def from_creator(cls, found: ListedCreator) -> Self:
        """The API type of a creator with its counters."""
        counts = found.counts
        return cls(
            creator_id=strawberry.ID(found.creator_id),
            name=found.name,
            picture=found.picture,
            views=counts.views,
            plays=counts.plays,
            watch_time=rates.seconds(counts.watch_ms),
            completions=counts.completed_full,
            likes=counts.likes,
            comments=counts.comments,
            shares=counts.shares,
            saves=counts.saves,
            follows=counts.follows,
        )


@strawberry.type(description="A creator and its cursor.")
class ListedCreatorEdge:
    """Edge of ``creators``."""

    node: CreatorEntry = strawberry.field(description="The creator.")
    cursor: str = strawberry.field(description="Opaque cursor of this creator; pass it as `after` or `before`.")


@strawberry.type(
    description="A page of the project's creators: those with a profile, and those for whom something counts. Keyset "
    "pagination: creators whose sort value did not change between two requests are neither repeated nor skipped."
)
class ListedCreatorConnection(Analytics, Paged):
    """Connection of ``creators``."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    by: CreatorsBy = strawberry.field(description="What the creators are sorted by.")
    edges: list[ListedCreatorEdge] = strawberry.field(description="The creators of the page, with their cursors.")
    nodes: list[CreatorEntry] = strawberry.field(description="The creators of the page.")


@query_field(
    ADMIN,
    "Creators of the project with their metrics in a range, most first. For admins.",
    metadata=FieldMetadata(cost=COST_OF_SEARCH),
)
async def creators(
    info: Info,
    *,
    search: SearchArgument = None,
    by: ByArgument = CreatorsBy.VIEWS,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> ListedCreatorConnection:
    """A page of the creators, for an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    query = resolve_scope(info, None, time_range=time_range, timezone=timezone, definition=definition, include=include)
    listed = listed_creators(query, by, resolve_search(search))
    page, state = await read_page(info, listed, request)
    return ListedCreatorConnection(
        range=EffectiveRange.from_range(query.time_range),
        timezone=timezone,
        by=by,
        **page_fields(listed, page, ListedCreatorEdge, CreatorEntry.from_creator),
        **project_fields(info, state, query.definition.name, query.time_range),
    )
