"""Relay-style pagination, forward only."""

from collections.abc import Sequence
from typing import Annotated, Protocol, Self, TypeAlias

import strawberry

AfterArgument: TypeAlias = Annotated[str | None, strawberry.argument(description="`endCursor` of the previous page.")]


class Edge(Protocol):
    """An item and its cursor; every list has its own type."""

    cursor: str


@strawberry.type(description="Information about a page of a list.")
class PageInfo:
    """Relay's page information."""

    has_next_page: bool = strawberry.field(description="Whether there are more items.")
    has_previous_page: bool = strawberry.field(
        description="Whether there are earlier items: true if `after` was given."
    )
    start_cursor: str | None = strawberry.field(description="Cursor of the first item of the page.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last item of the page; pass it as `after`.")

    @classmethod
    def from_edges(cls, edges: Sequence[Edge], *, has_next: bool, after: str | None) -> Self:
        """The information about a page.

        Args:
            edges: The edges of the page, in order.
            has_next: Whether there are more items.
            after: The cursor that the page comes after; None for the first page.
        """
        return cls(
            has_next_page=has_next,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )
