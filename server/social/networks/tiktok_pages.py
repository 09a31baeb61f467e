"""What both APIs of TikTok have in common: lists of videos, the newest first, page by page, and fields they refuse."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from server.social.failures import MetricUnsupported
from server.social.fetcher import Calls
from server.social.networks.paging import follow_pages

AskPage = Callable[[Sequence[str], int | None], Awaitable[dict[str, Any]]]
"""Asks for a page of the list with some numbers, from a cursor on; None: the first one."""

_OF_ALL = re.compile(
    r"\b(not|no longer) (a )?(valid|known|supported)|\b(invalid|unknown|unsupported) field", re.IGNORECASE
)
"""A field is unknown or retired; with any other text other accounts may have it."""


def refused_fields(text: str, known: Collection[str]) -> MetricUnsupported:
    """The failure of a request that TikTok refuses because of its fields, or of something else in it.

    Args:
        text: What it says.
        known: The fields that are asked for anywhere.
    """
    names = [name for name in re.findall(r"\w+", text) if name in known]
    return MetricUnsupported(text, names, is_of_all=bool(names) and _OF_ALL.search(text) is not None)


async def iter_pages(calls: Calls, names: Sequence[str], ask: AskPage) -> AsyncIterator[dict[str, Any]]:
    """The pages of a list of videos, with those of the numbers that TikTok does not refuse.

    Args:
        calls: The calls.
        names: The numbers, as TikTok calls them.
        ask: Asks for one page.
    """

    async def ask_first(some: Sequence[str]) -> dict[str, Any]:
        return await ask(some, None)

    found = await calls.ask_supported("video", names, ask_first)
    names = [name for name in names if name not in found.refused]
    first = found.answers[0] if len(found.answers) == 1 else await ask(names, None)

    async def ask_next(cursor: int | None) -> dict[str, Any]:
        return first if cursor is None else await ask(names, cursor)

    def next_of(page: Mapping[str, Any]) -> int | None:
        return page["cursor"] if page.get("has_more") else None

    async for page in follow_pages(ask_next, next_of):
        yield page
