"""Puts events straight into the raw tables, batch by batch, and reads the roll-up tables back."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from server.rollup.aggregator import Aggregator
from server.rollup.hints import Publish
from server.rollup.sketches import merge_all_sketches
from server.rollup.tables import CONTENT_TABLES, SHARED_TABLES, ZERO_IS_ABSENT, RollupTable
from server.settings import Settings
from server.storage.database import Connection
from server.storage.sketches import estimate

BASE = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)


def at(minutes: float = 0, seconds: float = 0) -> datetime:
    """A moment after a fixed quarter-hour."""
    return BASE + timedelta(minutes=minutes, seconds=seconds)


def event(type_: str, occurred_at: datetime = BASE, **columns: Any) -> dict[str, Any]:
    """A stored event; viewer and play key follow from user, session and content unless given."""
    made: dict[str, Any] = {"id": uuid4(), "type": type_, "occurred_at": occurred_at, "project_id": 1, **columns}
    user, session = made.get("user_id"), made.get("session_id")
    if made.get("content_id") is not None:
        made.setdefault("play_key", f"s:{session}" if session else f"u:{user}:{occurred_at:%Y-%m-%d}")
    return attributed(made)


def attributed(found: dict[str, Any]) -> dict[str, Any]:
    """The same event with its viewer; a suspicious one belongs to a viewer and a play of its own."""
    named = f"u:{found['user_id']}" if found.get("user_id") else None
    named = named or (f"s:{found['session_id']}" if found.get("session_id") else None)
    if not found.get("bot_reason"):
        return {**found, "viewer_id": named}
    key = found.get("play_key")
    return {**found, "viewer_id": named and f"b{named}", "play_key": key and f"b{key}"}


def _row(source: Mapping[str, Any], batch_id: int) -> dict[str, Any]:
    row = {
        "received_at": min(source["occurred_at"], datetime.now(UTC)),
        "schema_version": "1.1.0",
        "body_hash": 0,
        "is_rewatch": False,
    }
    row |= {**source, "batch_id": batch_id}
    row["subject"] = str(row["id"])  # before 0023
    if row.get("sections") is not None:
        row["sections"] = "{" + ",".join(f"[{start},{end})" for start, end in row["sections"]) + "}"
    return row


SAME = """
    project_id, batch_id, id, received_at, occurred_at, body_hash, completion, playback_rate, cell, latitude, longitude,
    watch_ms, total_watch_ms, position_ms, duration_ms, sections, repeated_sections, loop_count, is_rewatch, content_id,
    creator_id, user_id, os, app_version, country, region, city, timezone, referrer, campaign, entry_point, bot_reason,
    client_id, properties
"""
WORDS = (
    *("type", "schema_version", "content_type", "source_type", "device_type", "platform", "network_type", "age_group"),
    "gender",
)
STORE = f"""
INSERT INTO raw_events ({SAME}, {", ".join(WORDS)}, session_uuid, session_name, play_name)
SELECT
    {SAME}, {", ".join(f"event_word_code({word})" for word in WORDS)}, spelled_uuid(session_id),
    CASE WHEN spelled_uuid(session_id) IS NULL THEN session_id END, substring(play_key FROM '^b?p:(.*)$')
FROM jsonb_populate_recordset(NULL::events, $1)
"""
STORE_BEFORE_0023 = "INSERT INTO events SELECT * FROM jsonb_populate_recordset(NULL::events, $1)"


async def feed(connection: Connection, *batches: Iterable[Mapping[str, Any]]) -> None:
    """Ingests each batch in a transaction of its own; an event known already is a duplicate."""
    is_view = await connection.fetchval("SELECT relkind = 'v' FROM pg_class WHERE oid = 'events'::regclass")
    for batch in batches:
        async with connection.transaction():
            batch_id = await connection.fetchval("SELECT nextval('ingest_batch_ids')")
            await connection.execute(
                f"""
                WITH stored AS (
                    {STORE if is_view else STORE_BEFORE_0023}
                    ON CONFLICT DO NOTHING RETURNING project_id, batch_id
                )
                INSERT INTO ingest_batches (project_id, batch_id, events)
                SELECT project_id, batch_id, count(*) FROM stored GROUP BY project_id, batch_id
                """,
                [_row(source, batch_id) for source in batch],
            )


async def viewers_of_all_time(connection: Connection, definition: str = "start") -> list[int]:
    """The number of viewers in each sketch of all time, by creator and class; the platform's come first."""
    async with connection.transaction():
        await merge_all_sketches(connection)
    rows = await connection.fetch(
        f"SELECT {definition} AS sketch FROM viewer_sketches WHERE bucket = '-infinity' AND {definition} IS NOT NULL"
        " ORDER BY project_id, creator_id, traffic"
    )
    return [estimate(row["sketch"]) for row in rows]


class Published:
    """What an aggregator published."""

    def __init__(self) -> None:
        self.runs: list[tuple[dict[int, int], Sequence[str]]] = []

    async def __call__(self, revisions: dict[int, int], subjects: Sequence[str]) -> None:
        self.runs.append((revisions, subjects))


@asynccontextmanager
async def aggregating(settings: Settings, published: Publish | None = None) -> AsyncIterator[Aggregator]:
    """An aggregator whose hints are kept, closed in the end."""
    aggregator = Aggregator(settings, publish=published or Published())
    try:
        yield aggregator
    finally:
        await aggregator.close()


async def snapshot(connection: Connection, project_id: int) -> dict[str, list[dict[str, Any]]]:
    """All roll-up rows of a project, without project and revision; rows of zeros left out where they mean nothing.

    All sketches are merged first: when that happens changes no answer.
    """
    async with connection.transaction():
        await merge_all_sketches(connection)
    found = {}
    for name in (*CONTENT_TABLES, *SHARED_TABLES):
        table = await RollupTable.describe(connection, name)
        condition = table.meaningful if name in ZERO_IS_ABSENT else "true"
        rows = await connection.fetch(
            f"SELECT to_jsonb(t) - 'project_id' - 'revision' AS row FROM {name} AS t"
            f" WHERE project_id = $1 AND ({condition}) ORDER BY {', '.join(table.keys)}",
            project_id,
        )
        found[name] = [row["row"] for row in rows]
    return found


def in_project(events: Iterable[Mapping[str, Any]], project_id: int) -> list[dict[str, Any]]:
    """The same events in another project."""
    return [{**source, "project_id": project_id} for source in events]


def ids_in_order(events: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same events with small ids, so that ties by id can be read in a test."""
    return [{**source, "id": UUID(int=number + 1)} for number, source in enumerate(events)]
