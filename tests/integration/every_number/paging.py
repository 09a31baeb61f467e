"""Walks through all pages of a Relay connection, in both directions."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

from tests.integration.analytics.stack import Stack
from tests.recompute.comparison import ANYTHING, differences
from tests.recompute.groups import Answer

Ask: TypeAlias = Callable[..., Awaitable[Answer]]


async def walk(
    stack: Stack,
    document: str,
    wanted: Sequence[Answer],
    said: Answer,
    *,
    size: int,
    within: str = "",
    **variables: Any,
) -> list[str]:
    """The differences between the pages of a connection and the expected nodes, first page by page, then backwards.

    Args:
        stack: The API.
        document: With the variables ``$first``, ``$after``, ``$last`` and ``$before``.
        wanted: The expected nodes, in order.
        said: The expected fields of every page that no list has.
        size: Items of a page.
        within: The field of the answer that is the connection; the answer itself by default.
        variables: The other variables.
    """

    async def ask(**place: Any) -> Answer:
        answer: Answer = await stack.ask(document, **place, **variables)
        return answer[within] if within else answer

    found = await _forwards(ask, wanted, said, size, variables)
    return found or await _backwards(ask, wanted, said, size, variables)


async def _forwards(ask: Ask, wanted: Sequence[Answer], said: Answer, size: int, variables: Answer) -> list[str]:
    seen, after = 0, None
    while True:
        page = await ask(first=size, after=after)
        until = min(seen + size, len(wanted))
        found = _differences(page, wanted, seen, until, said, variables)
        if found or until == len(wanted):
            return found
        seen, after = until, page["pageInfo"]["endCursor"]


async def _backwards(ask: Ask, wanted: Sequence[Answer], said: Answer, size: int, variables: Answer) -> list[str]:
    left, before = len(wanted), None
    while True:
        page = await ask(last=size, before=before)
        start = max(left - size, 0)
        found = _differences(page, wanted, start, left, said, variables)
        if found or start == 0:
            return found
        left, before = start, page["pageInfo"]["startCursor"]


def _differences(
    page: Answer, wanted: Sequence[Answer], start: int, end: int, said: Answer, variables: Answer
) -> list[str]:
    """Of a page that should have the rows from ``start`` to ``end``."""
    rows = list(wanted[start:end])
    cursors = [edge["cursor"] for edge in page["edges"]]
    expected = {
        **said,
        "edges": [{"node": row, "cursor": ANYTHING} for row in rows],
        "nodes": rows,
        "totalCount": len(wanted),
        "pageInfo": {
            "hasNextPage": end < len(wanted),
            "hasPreviousPage": start > 0,
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        },
    }
    return [f"{sorted(map(str, variables.values()))}{line}" for line in differences(page, expected)]
