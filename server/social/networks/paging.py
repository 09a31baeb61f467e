"""Lists that networks give page by page: all of them are read here, so none is read for ever; and what is in none."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from server.social.answers import Answer
from server.social.failures import ContractChanged, NotFound

Page = TypeVar("Page")
Cursor = TypeVar("Cursor", str, int)
MAX_PAGES = 1_000
"""Pages of one list; the smallest ones have 20 posts."""


async def follow_pages(
    ask: Callable[[Cursor | None], Awaitable[Page]], next_of: Callable[[Page], Cursor | None]
) -> AsyncIterator[Page]:
    """The pages of a list.

    Args:
        ask: Asks for the page at a cursor; None: the first one.
        next_of: The cursor of the page that follows one; None at the end.

    Raises:
        ContractChanged: A cursor comes again, or the list has no end.
    """
    cursor: Cursor | None = None
    followed: set[Cursor] = set()
    for _ in range(MAX_PAGES):
        page = await ask(cursor)
        yield page
        cursor = next_of(page)
        if cursor is None:
            return
        if cursor in followed:
            raise ContractChanged("The network answers the same page of a list again and again.")
        followed.add(cursor)
    raise ContractChanged(f"The network answers more than {MAX_PAGES:,} pages of a list.")


async def is_missing(asking: Awaitable[Answer]) -> bool:
    """Whether a network says that it does not have what is asked for."""
    try:
        await asking
    except NotFound:
        return True
    return False
