"""Erases viewers, and searches for what is left of them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import redis.asyncio as redis

from server.access import Role
from server.rollup.eraser import Eraser
from server.rollup.erasures import Erasure, find_erasure, request_erasure
from server.rollup.hints import Publish
from server.settings import Settings
from server.storage.database import Connection
from tests.integration.rollup.feed import Published, attributed
from tests.integration.transport.api import Api

ERASE = """mutation($id: ID!, $kind: ViewerKind! = USER) {
    eraseViewer(id: $id, kind: $kind) { erasureId state requestedAt deadline finishedAt tables { table rows } }
}"""
TRACK = """mutation($events: [EventInput!]!) { trackEvents(events: $events) {
    accepted rejected results { status code path message eventId }
} }"""


async def requested(connection: Connection, settings: Settings, viewer_id: str, project: int = 1) -> Erasure:
    """Requests the erasure of a viewer, by its key."""
    return await request_erasure(connection, settings, project, viewer_id, datetime.now(UTC), by="root")


async def erase_all(settings: Settings, published: Publish | None = None) -> int:
    """Does what was requested, without a pause."""
    async with Eraser(settings, published or Published(), settle=timedelta(0)) as eraser:
        return await eraser.run_once()


async def erased(connection: Connection, settings: Settings, viewer_id: str, project: int = 1) -> Erasure:
    """Erases a viewer; the receipt."""
    receipt = await requested(connection, settings, viewer_id, project)
    assert await erase_all(settings) == 1
    found = await find_erasure(connection, project, receipt.erasure_id)
    assert found is not None
    assert found.finished_at is not None
    return found


async def asked_to_erase(api: Api, viewer: str, kind: str = "USER") -> dict[str, Any]:
    """Requests it as an admin; the payload."""
    answer = await api.ask(ERASE, {"id": viewer, "kind": kind}, authorization=api.token("root", Role.ADMIN))
    found: dict[str, Any] = answer["data"]["eraseViewer"]
    return found


async def tracked(api: Api, *events: Mapping[str, Any], **headers: str) -> list[dict[str, Any]]:
    """Sends events; the result of each."""
    answer = await api.ask(TRACK, {"events": events}, **headers)
    found: list[dict[str, Any]] = answer["data"]["trackEvents"]["results"]
    return found


async def tables_with(connection: Connection, texts: Collection[str]) -> set[str]:
    """The tables in which any row contains any of the texts, in any column."""
    names = await connection.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
    )
    found = set()
    for (name,) in names:
        sql = f"SELECT EXISTS (SELECT 1 FROM {name} AS one, unnest($1::text[]) AS t WHERE strpos(one::text, t) > 0)"
        if await connection.fetchval(sql, list(texts)):
            found.add(name)
    return found


async def keys_with(redis_url: str, texts: Collection[str]) -> set[str]:
    """The keys of Redis of which the name or the value contains any of the texts."""
    found = set()
    async with redis.from_url(redis_url) as client:
        async for key in client.scan_iter():
            held = key + (await client.dump(key) or b"")
            if any(text.encode() in held for text in texts):
                found.add(key.decode(errors="replace"))
    return found


def called(events: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The same stored events, with other names of users and sessions."""
    found = []
    for source in events:
        user, session = (names.get(source.get(field) or "", source.get(field)) for field in ("user_id", "session_id"))
        key = source.get("play_key")
        if key and "p:" not in key:
            key = f"s:{session}" if session else f"u:{user}:{source['occurred_at']:%Y-%m-%d}"
        elif key:
            key = key.removeprefix("b")
        found.append(attributed({**source, "user_id": user, "session_id": session, "play_key": key}))
    return found


def about(events: Iterable[Mapping[str, Any]], user: str) -> list[Mapping[str, Any]]:
    """The events of a user, and those before it signed in: of sessions that no other user has used."""
    events = [*events]
    own = {one["session_id"] for one in events if one["user_id"] == user}
    shared = {one["session_id"] for one in events if one["user_id"] not in (user, None)}
    return [
        one
        for one in events
        if one["user_id"] == user or (one["user_id"] is None and one["session_id"] in own - shared - {None})
    ]
