"""The columns of archived events: those of the view ``events``, without what only ingest needs."""

from server.storage.event_columns import EVENT_COLUMNS, KEY_COLUMNS, EventColumn

PARTITIONS = ("project_id", "day")
"""The columns by which files are in folders; a day is one of UTC."""

_OF_INGEST = {
    *("body_hash", "other_version"),  # what tells a retry
    *("session_uuid", "session_name", "play_uuid", "play_name"),  # session_id and play_key say it
    *("section_start", "section_end"),  # sections says it
}
_TYPES = {
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "double precision": "DOUBLE",
    "boolean": "BOOLEAN",
    "timestamptz": "TIMESTAMPTZ",
}
"""Of DuckDB. Everything else is text: Delta tables have no UUID, and JSON is text."""

ARCHIVED = tuple(
    column
    for column in (*KEY_COLUMNS, *EVENT_COLUMNS)
    if column.name not in _OF_INGEST and column.name not in PARTITIONS
)


def _type(column: EventColumn) -> str:
    return _TYPES.get(column.type, "VARCHAR")


def _value(column: EventColumn) -> str:
    return column.name if column.type in _TYPES or column.type == "text" else f"{column.name}::text"


TYPES: dict[str, str] = {"project_id": "INTEGER", "day": "DATE"} | {column.name: _type(column) for column in ARCHIVED}
"""The columns of the table, and their types in DuckDB."""

VALUES = ", ".join(
    ["project_id", "(occurred_at AT TIME ZONE 'UTC')::date AS day"]
    + [f"{_value(column)} AS {column.name}" for column in ARCHIVED]
)
"""What PostgreSQL selects of ``events`` for them."""

ORDER = "project_id, day, viewer_id, occurred_at, id"
"""The order of rows within a file: what a question about viewers reads comes in the order in which it needs it."""
