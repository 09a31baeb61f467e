"""A subscription and the same query, and the changes that affect both."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from server.access import Role
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import Client, socket

TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
PATIENCE = 60.0  # seconds
UPSERT = "mutation($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }"


@dataclass(frozen=True, slots=True)
class Dashboard:
    """One live query.

    Attributes:
        api: The API.
        client: The socket of the subscription.
        query: The document of the query.
        variables: The variables of both.
        token: The token of both.
    """

    api: Api
    client: Client
    query: str
    variables: dict[str, Any] | None
    token: str

    async def pushed(self) -> dict[str, Any]:
        """The next pushed value of the field, not compared with the query.

        Raises:
            TimeoutError: Nothing was pushed.
        """
        async with asyncio.timeout(PATIENCE):
            message = await self.client.hear()
        assert message["type"] == "next", message
        return _only(message["payload"]["data"])

    async def shown(self) -> dict[str, Any]:
        """The next pushed value of the field, which must equal the query's."""
        pushed = await self.pushed()
        assert pushed == await self.asked()
        return pushed

    async def asked(self) -> dict[str, Any]:
        """The current answer of the query."""
        return _only((await self.api.ask(self.query, self.variables, authorization=self.token))["data"])


@asynccontextmanager
async def watched(
    api: Api, query: str, variables: dict[str, Any] | None = None, token: str | None = None
) -> AsyncIterator[Dashboard]:
    """Subscribes to the subscription of a query, by default as an admin."""
    token = token or api.token("root", Role.ADMIN)
    live = query.replace("query", "subscription", 1) if query.startswith("query") else f"subscription {query}"
    async with socket(api.url) as client:
        await client.initialise(authorization=token)
        await client.subscribe(live, variables)
        yield Dashboard(api, client, query, variables, token)


async def play(api: Api, content: str, creator: str, *viewers: str, seconds: float = 5.0) -> None:
    """Each viewer watches the beginning of a content of ten seconds; the events name a creator."""
    about = {"contentId": content, "creatorId": creator}
    watching = {"duration": 10.0, "watchTime": seconds, "sections": [{"start": 0.0, "end": seconds}]}
    await track(
        api,
        *(
            {"type": kind, **about, "sessionId": viewer, **more}
            for viewer in viewers
            for kind, more in (("VIEW_START", {}), ("VIEW_PROGRESS", {"viewData": watching}))
        ),
    )


async def track(api: Api, *events: dict[str, Any]) -> None:
    """Sends events; all of them must be accepted."""
    answer = await api.ask(TRACK, {"events": events})
    assert answer["data"]["trackEvents"]["accepted"] == len(events)


async def upsert(api: Api, content: str, creator: str, title: str = "A title") -> None:
    """Adds a content to the catalogue as an admin, so that it may belong to another creator already."""
    described = {"id": content, "creatorId": creator, "title": title}
    answer = await api.ask(UPSERT, {"contents": [described]}, authorization=api.token("root", Role.ADMIN))
    assert answer["data"]["upsertContents"]["accepted"] == 1


def _only(data: dict[str, Any]) -> dict[str, Any]:
    [value] = data.values()
    found: dict[str, Any] = value
    return found
