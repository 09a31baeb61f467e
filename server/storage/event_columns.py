"""The columns of stored events, declared once: the statements that store and claim events are made from them."""

from typing import NamedTuple


class EventColumn(NamedTuple):
    """A column of ``events``.

    Attributes:
        name: Its name.
        type: Its type in PostgreSQL.
        is_claimed: Whether the roll-up reads it; ``claimed_events`` then has it too.
        is_required: Whether every event has a value.
        stored_as: SQL expression stored instead of the value; ``catalogued`` is the content in the catalogue.
    """

    name: str
    type: str
    is_claimed: bool = True
    is_required: bool = False
    stored_as: str | None = None

    @property
    def sent_as(self) -> str:
        """The type in which its values are sent; text for types that drivers do not know."""
        return "text" if self.type in _SENT_AS_TEXT else self.type

    @property
    def expression(self) -> str:
        """The stored value, as SQL."""
        return self.stored_as or (self.name if self.sent_as == self.type else f"{self.name}::{self.type}")

    @property
    def declaration(self) -> str:
        """Its declaration in a working table."""
        return f"{self.name} {self.type}{' NOT NULL' if self.is_required else ''}"


_SENT_AS_TEXT = frozenset({"int8multirange", "int8multirange[]", "jsonb"})

EVENT_COLUMNS = (
    EventColumn("project_id", "integer", is_required=True),
    EventColumn("id", "uuid", is_claimed=False, is_required=True),
    EventColumn("subject", "text", is_claimed=False, is_required=True),
    EventColumn("received_at", "timestamptz", is_required=True),
    EventColumn("occurred_at", "timestamptz", is_required=True),
    EventColumn("type", "text", is_required=True),
    EventColumn("content_id", "text"),
    EventColumn("content_type", "text", is_claimed=False),
    EventColumn("creator_id", "text", stored_as="coalesce(catalogued.creator_id, input.creator_id)"),
    EventColumn("user_id", "text"),
    EventColumn("session_id", "text"),
    EventColumn("viewer_id", "text"),
    EventColumn("play_key", "text"),
    EventColumn("schema_version", "text", is_claimed=False, is_required=True),
    EventColumn("watch_ms", "bigint"),
    EventColumn("total_watch_ms", "bigint"),
    EventColumn("position_ms", "bigint"),
    EventColumn("duration_ms", "bigint", stored_as="coalesce(input.duration_ms, catalogued.duration_ms)"),
    EventColumn("completion", "double precision"),
    EventColumn("is_rewatch", "boolean", is_required=True),
    EventColumn("loop_count", "integer"),
    EventColumn("playback_rate", "double precision"),
    EventColumn("sections", "int8multirange"),
    EventColumn("repeated_sections", "int8multirange[]"),
    EventColumn("source_type", "text"),
    EventColumn("referrer", "text"),
    EventColumn("entry_point", "text", is_claimed=False),
    EventColumn("campaign", "text"),
    EventColumn("device_type", "text"),
    EventColumn("platform", "text"),
    EventColumn("os", "text"),
    EventColumn("app_version", "text"),
    EventColumn("country", "text"),
    EventColumn("region", "text", is_claimed=False),
    EventColumn("city", "text"),
    EventColumn("timezone", "text"),
    EventColumn("latitude", "double precision", is_claimed=False),
    EventColumn("longitude", "double precision", is_claimed=False),
    EventColumn("cell", "bigint"),
    EventColumn("network_type", "text"),
    EventColumn("age_group", "text"),
    EventColumn("gender", "text"),
    EventColumn("bot_reason", "text", is_claimed=False),
    EventColumn("details", "jsonb", is_claimed=False),
    EventColumn("properties", "jsonb", is_claimed=False),
    EventColumn("body_hash", "bigint", is_claimed=False, is_required=True),
)
"""In the order of a row's values (``server/events/rows.py``). The storing statement adds ``batch_id``."""

CLAIMED_COLUMNS = tuple(column for column in EVENT_COLUMNS if column.is_claimed)
