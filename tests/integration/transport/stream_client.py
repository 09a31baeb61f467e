"""A plain reader of event streams, as a browser reads them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import httpx

from tests.integration.transport.api import Api

EVENTS = "text/event-stream"
COMPLETE = ("complete", None)
END = ("end of the stream", None)

Event: TypeAlias = tuple[str, Any]
"""Name and data."""


class Stream:
    """An answer that comes event by event.

    Attributes:
        response: Status and headers.
        comments: Number of comments that were read.
    """

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.comments = 0
        self._lines = response.aiter_lines()

    async def line(self) -> str | None:
        """The next line; None at the end of the stream."""
        return await anext(self._lines, None)

    async def hear(self) -> Event:
        """The next event, or ``END``."""
        found: dict[str, str] = {}
        while (line := await self.line()) is not None:
            if line.startswith(":"):
                self.comments += 1
            elif line:
                name, _, value = line.partition(":")
                found[name] = value.removeprefix(" ")
            elif found:
                return found["event"], json.loads(found["data"] or "null")
        return END

    async def rest(self) -> list[Event]:
        """All events until the end."""
        return [event async for event in self]

    async def __aiter__(self) -> AsyncIterator[Event]:
        while (event := await self.hear()) != END:
            yield event


@asynccontextmanager
async def stream(
    api: Api, query: str, variables: Any = None, *, method: str = "POST", **headers: str
) -> AsyncIterator[Stream]:
    """Sends an operation whose answer is a stream; header names are written with underscores."""
    asked = {"query": query} if variables is None else {"query": query, "variables": variables}
    given: dict[str, Any] = {"json": asked}
    if method == "GET":
        given = {"params": {name: one if isinstance(one, str) else json.dumps(one) for name, one in asked.items()}}
    sent = api._headers({"accept": EVENTS, **headers})
    async with api.client.stream(method, "/graphql", headers=sent, **given) as response:
        yield Stream(response)
