"""Pages of lists, as Relay's connections have them; pages go forward only."""

from collections.abc import Sequence
from typing import Annotated, Self, TypeAlias

import strawberry

AfterArgument: TypeAlias = Annotated[str | None, strawberry.argument(description="`endCursor` of the page before.")]


@strawberry.type(description="Whether there are more pages.")
class PageInfo:
    """Relay's page information."""

    has_next_page: bool = strawberry.field(description="Whether there are further items.")
    has_previous_page: bool = strawberry.field(description="Whether there are items before: whether `after` was given.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first item of the page.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last item of the page; send it as `after`.")

    @classmethod
    def of(cls, cursors: Sequence[str], *, has_next: bool, follows: bool) -> Self:
        """The information about a page.

        Args:
            cursors: Of the page's items, in order.
            has_next: Whether there are further items.
            follows: Whether ``after`` was given.
        """
        return cls(
            has_next_page=has_next,
            has_previous_page=follows,
            start_cursor=cursors[0] if cursors else None,
            end_cursor=cursors[-1] if cursors else None,
        )
