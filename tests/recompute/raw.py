"""Loads the requests of a data set into DuckDB and computes from them, with its own SQL, what happened.

Nothing here imports the product: the statements follow docs/definitions.md and docs/events.md.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tests.dataset.delivery import Delivery
from tests.dataset.entities import Entities

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STEPS = ("events", "owners", "traffic", "plays", "views", "facts", "sessions", "watching", "broken_down")
_SQL = Path(__file__).parent / "sql"
_EVENT = """STRUCT(
    id VARCHAR, type VARCHAR, name VARCHAR, schemaVersion VARCHAR, contentId VARCHAR, creatorId VARCHAR, userId VARCHAR,
    sessionId VARCHAR, playId VARCHAR, occurredAt TIMESTAMPTZ, viewData JSON, source JSON, device JSON, location JSON,
    network JSON, viewer JSON, properties JSON)"""
_TABLES = {
    "sent": "arrival BIGINT, place BIGINT, received_at TIMESTAMPTZ, sent_at TIMESTAMPTZ, token_user VARCHAR,"
    f" data_center BOOLEAN, event {_EVENT}",
    "contents": "content_id VARCHAR, type VARCHAR, creator_id VARCHAR, duration DOUBLE, in_catalogue BOOLEAN",
    "declared": "viewer_id VARCHAR, ageGroup VARCHAR, gender VARCHAR",
    "classified": "viewer_id VARCHAR, bot BOOLEAN",
}


@cache
def sql(name: str) -> str:
    """The statement of that name."""
    return (_SQL / f"{name}.sql").read_text()


def load(entities: Entities, deliveries: Sequence[Delivery], folder: Path) -> "DuckDBPyConnection":
    """A database with everything that follows from the requests.

    Args:
        entities: What is declared of contents and viewers.
        deliveries: In the order of arrival.
        folder: Where the requests may be written down.
    """
    import duckdb  # noqa: PLC0415  # a module that outlives the tests would make DuckDB complain of leaks

    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    database.execute("SET threads = 1")  # the other cores have workers of their own
    rows: dict[str, list[Any]] = {
        "sent": [
            {
                "arrival": number,
                "place": place,
                "received_at": delivery.received_at.isoformat(),
                "sent_at": delivery.sent_at and delivery.sent_at.isoformat(),
                "token_user": delivery.token_user,
                "data_center": delivery.data_center,
                "event": event,
            }
            for number, delivery in enumerate(deliveries)
            for place, event in enumerate(delivery.events)
        ],
        "contents": [
            {
                "content_id": content.id,
                "type": content.type,
                "creator_id": content.described.get("creatorId"),
                "duration": content.duration,
                "in_catalogue": content.in_catalogue,
            }
            for content in entities.contents
        ],
        "declared": [{"viewer_id": viewer, **said} for viewer, said in entities.declared.items()],
        "classified": [{"viewer_id": viewer, "bot": bot} for viewer, bot in entities.classified.items()],
    }
    for table, columns in _TABLES.items():
        path = folder / f"{table}.ndjson"
        path.write_bytes(b"\n".join(map(msgspec.json.encode, rows[table])))
        database.execute(f"CREATE TABLE {table} ({columns})")
        database.execute(f"COPY {table} FROM '{path}' (FORMAT json)")
    for step in STEPS:
        database.execute(sql(step))
    return database
