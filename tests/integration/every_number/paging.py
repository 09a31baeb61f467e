"""Walks through all pages of a Relay connection."""

from collections.abc import Sequence
from typing import Any

from tests.integration.analytics.stack import Stack
from tests.recompute.comparison import ANYTHING, differences
from tests.recompute.groups import Answer


async def walk(stack: Stack, document: str, wanted: Sequence[Answer], said: Answer, **variables: Any) -> list[str]:
    """The differences between the pages of a connection and the expected nodes.

    Args:
        stack: The API.
        document: With the variable ``$after``.
        wanted: The expected nodes, in order.
        said: The expected fields of every page, apart from its edges.
        variables: The other variables.
    """
    found: list[str] = []
    after = None
    seen = 0
    while True:
        page = await stack.ask(document, after=after, **variables)
        edges = page["edges"]
        rows = wanted[seen : seen + len(edges)] if edges else wanted[seen:]
        cursors = [edge["cursor"] for edge in edges]
        seen += len(edges)
        info = {
            "hasNextPage": seen < len(wanted),
            "hasPreviousPage": after is not None,
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        }
        expected = said | {"edges": [{"node": row, "cursor": ANYTHING} for row in rows], "pageInfo": info}
        found += [f"{sorted(map(str, variables.values()))}{line}" for line in differences(page, expected)]
        if not page["pageInfo"]["hasNextPage"] or found:
            return found
        after = info["endCursor"]
