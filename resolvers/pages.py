"""Relay-style connections: pages of lists, forwards and backwards."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Self, TypeAlias, TypeVar

import strawberry

from resolvers.arguments import MAX_ITEMS
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.parts import part
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics.project_state import ProjectState, read_project_state
from server.analytics.raw_events import check_kept
from server.errors import ErrorCode, ViewpulseError
from server.storage.pages import Page, PagedList, PageRequest

PAGE_SIZE = 20
"""Items of a page whose size is left out."""
COST_OF_SEARCH = 500
"""Weight of a list that is searched, for which each of its rows may be looked at."""
COUNTED = FieldMetadata(cost=COST_OF_SEARCH, once=True)
"""Of ``totalCount``: a count looks at each row, too, once for the whole page."""

PageFirstArgument: TypeAlias = Annotated[
    int | None,
    strawberry.argument(description=f"Maximum number of items, 1-{MAX_ITEMS}: from the first on, or after `after`."),
]
AfterArgument: TypeAlias = Annotated[
    str | None, strawberry.argument(description="`endCursor` of a page, for the items after it.")
]
LastArgument: TypeAlias = Annotated[
    int | None,
    strawberry.argument(
        description=f"Instead of `first`, maximum number of items, 1-{MAX_ITEMS}: the last ones, or those right before "
        "`before`. Their order stays."
    ),
]
BeforeArgument: TypeAlias = Annotated[
    str | None, strawberry.argument(description="Instead of `after`: `startCursor` of a page, for the items before it.")
]

Row = TypeVar("Row")


@strawberry.type(description="Information about a page of a list.")
class PageInfo:
    """Relay's page information."""

    has_next_page: bool = strawberry.field(description="Whether there are items after the page.")
    has_previous_page: bool = strawberry.field(description="Whether there are items before the page.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first item of the page; pass it as `before` for the page before."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last item of the page; pass it as `after` for the next page."
    )

    @classmethod
    def from_page(cls, page: Page[Any]) -> Self:
        """The information about a page."""
        return cls(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=page.cursors[0] if page.cursors else None,
            end_cursor=page.cursors[-1] if page.cursors else None,
        )


@strawberry.type
class OfRawEvents:
    """What connections whose nodes are single events have, too."""

    raw_events_since: datetime | None = strawberry.field(
        description="Since when single events are kept: those that occurred before have expired. Null: none have."
    )


@strawberry.type
class Paged:
    """What all connections have. Their own types have ``edges`` and ``nodes``, too."""

    page_info: PageInfo = strawberry.field(description="Information about the page.")
    paged_list: strawberry.Private[PagedList[Any]]

    @part(
        description="Number of items of the whole list; counted when it is selected.",
        metadata=COUNTED,
    )
    async def total_count(self, info: Info) -> Long:
        """The number of items of the whole list."""
        async with info.context.read() as connection:
            return await self.paged_list.count(connection)


def resolve_page(
    info: Info, *, first: int | None, after: str | None, last: int | None, before: str | None
) -> PageRequest:
    """The requested page, by the arguments of a connection.

    Raises:
        ViewpulseError: BAD_INPUT with the path of the invalid argument.
    """
    is_backwards = last is not None or before is not None
    if is_backwards and first not in (None, PAGE_SIZE):
        raise _both_ways("first")
    if is_backwards and after is not None:
        raise _both_ways("after")
    name, size = ("last", last) if is_backwards else ("first", first)
    size = PAGE_SIZE if size is None else size
    if not 0 < size <= MAX_ITEMS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`{name}` is 1-{MAX_ITEMS}.", field=[name])
    other_side = "pageInfo.hasNextPage" if is_backwards else "pageInfo.hasPreviousPage"
    return PageRequest(
        size,
        before if is_backwards else after,
        is_backwards=is_backwards,
        looks_back=other_side in selected_paths(info),
    )


async def read_page(
    info: Info, paged_list: PagedList[Row], request: PageRequest, *, raw_since: datetime | None = None
) -> tuple[Page[Row], ProjectState]:
    """The requested page of a list of the caller's project, and the project's state in the same snapshot.

    Args:
        info: The info of the operation.
        paged_list: The list.
        request: The page.
        raw_since: When the range of a list of raw events begins.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED if raw events are not kept since then.
    """
    async with info.context.read() as connection:
        state = await read_project_state(connection, info.context.caller.project_id)
        if raw_since is not None:
            check_kept(state.raw_since, raw_since)
        return await paged_list.read(connection, request), state


def page_fields(
    paged_list: PagedList[Row], page: Page[Row], edge: Callable[..., Any], show: Callable[[Row], Any]
) -> dict[str, Any]:
    """The fields of a connection.

    Args:
        paged_list: The list.
        page: The page.
        edge: Type of the edges.
        show: Makes a node of a row.
    """
    nodes = [show(row) for row in page.rows]
    return {
        "edges": [edge(node=node, cursor=cursor) for node, cursor in zip(nodes, page.cursors, strict=True)],
        "nodes": nodes,
        "page_info": PageInfo.from_page(page),
        "paged_list": paged_list,
    }


def _both_ways(field: str) -> ViewpulseError:
    message = "Pass `first` and `after`, or `last` and `before`."
    return ViewpulseError(ErrorCode.BAD_INPUT, message, field=[field])
