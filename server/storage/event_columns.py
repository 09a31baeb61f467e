"""The columns of stored events, declared once.

The statements that store and claim events are made from them, and the values of a row that hold a field of the event
(server/events/sent_values.py).
"""

from typing import NamedTuple


class EventColumn(NamedTuple):
    """A column of ``events``.

    Attributes:
        name: Its name.
        type: Its type in PostgreSQL.
        source: The field of ``server.events.model.Event`` that it holds; empty: ``build_row`` makes it.
        value: What is stored of the field, as Python; ``#`` is what was sent.
        absent: What is stored if the field was not sent, as Python.
        is_claimed: Whether the roll-up reads it; ``claimed_events`` then has it too.
        is_required: Whether every event has a value.
        stored_as: SQL expression stored instead of the value; ``catalogued`` is the content in the catalogue.
        claimed_as: SQL expression that the roll-up counts instead of what is stored; ``owner_id`` is the owner of the
            content, if ``is_known`` is true.
    """

    name: str
    type: str
    source: str = ""
    value: str = "#"
    absent: str = "None"
    is_claimed: bool = True
    is_required: bool = False
    stored_as: str | None = None
    claimed_as: str | None = None

    @property
    def sent_as(self) -> str:
        """The type in which its values are sent; text for types that drivers do not know."""
        return "text" if self.type in _SENT_AS_TEXT else self.type

    @property
    def expression(self) -> str:
        """The stored value, as SQL."""
        return self.stored_as or (self.name if self.sent_as == self.type else f"{self.name}::{self.type}")

    @property
    def counted_as(self) -> str:
        """The value that the roll-up counts, as SQL."""
        return self.claimed_as or self.name

    @property
    def declaration(self) -> str:
        """Its declaration in a working table."""
        return f"{self.name} {self.type}{' NOT NULL' if self.is_required else ''}"


_SENT_AS_TEXT = frozenset({"int8multirange", "int8multirange[]", "jsonb"})

MILLISECONDS = "round(# * 1000)"
SHARE = "# / 100"
WORD = "#.stored"
CAPITALS = "#.upper()"

MADE_COLUMNS = (
    EventColumn("project_id", "integer", is_required=True),
    EventColumn("id", "uuid", is_claimed=False, is_required=True),
    EventColumn("subject", "text", is_claimed=False, is_required=True),
    EventColumn("received_at", "timestamptz", is_required=True),
    EventColumn("occurred_at", "timestamptz", is_required=True),
    EventColumn("type", "text", is_required=True),
    EventColumn("user_id", "text"),
    EventColumn("session_id", "text"),
    EventColumn("viewer_id", "text"),
    EventColumn("play_key", "text"),
    EventColumn("schema_version", "text", is_claimed=False, is_required=True),
    EventColumn("sections", "int8multirange"),
    EventColumn("repeated_sections", "int8multirange[]"),
    EventColumn("latitude", "double precision", is_claimed=False),
    EventColumn("longitude", "double precision", is_claimed=False),
    EventColumn("cell", "bigint"),
    EventColumn("bot_reason", "text", is_claimed=False),
    EventColumn("details", "jsonb", is_claimed=False),
    EventColumn("properties", "jsonb", is_claimed=False),
    EventColumn("body_hash", "bigint", is_claimed=False, is_required=True),
)
"""Made by ``build_row``, in this order."""

SENT_COLUMNS = (
    EventColumn("content_id", "text", "content_id"),
    EventColumn("content_type", "text", "content_type", WORD, is_claimed=False),
    EventColumn(
        "creator_id",
        "text",
        "creator_id",
        stored_as="coalesce(catalogued.creator_id, input.creator_id)",
        claimed_as="CASE WHEN is_known THEN owner_id ELSE creator_id END",
    ),
    EventColumn("watch_ms", "bigint", "view_data.watch_time", MILLISECONDS),
    EventColumn("total_watch_ms", "bigint", "view_data.total_watch_time", MILLISECONDS),
    EventColumn("position_ms", "bigint", "view_data.position", MILLISECONDS),
    EventColumn(
        "duration_ms",
        "bigint",
        "view_data.duration",
        MILLISECONDS,
        stored_as="coalesce(input.duration_ms, catalogued.duration_ms)",
    ),
    EventColumn("completion", "double precision", "view_data.completion_percent", SHARE),
    EventColumn("is_rewatch", "boolean", "view_data.is_rewatch", absent="False", is_required=True),
    EventColumn("loop_count", "integer", "view_data.loop_count"),
    EventColumn("playback_rate", "double precision", "view_data.playback_rate"),
    EventColumn("source_type", "text", "source.type", WORD),
    EventColumn("referrer", "text", "source.referrer"),
    EventColumn("entry_point", "text", "source.entry_point", is_claimed=False),
    EventColumn("campaign", "text", "source.campaign"),
    EventColumn("device_type", "text", "device.type", WORD),
    EventColumn("platform", "text", "device.platform", WORD),
    EventColumn("os", "text", "device.os"),
    EventColumn("app_version", "text", "device.app_version"),
    EventColumn("country", "text", "location.country", CAPITALS),
    EventColumn("region", "text", "location.region", is_claimed=False),
    EventColumn("city", "text", "location.city"),
    EventColumn("timezone", "text", "location.timezone"),
    EventColumn("network_type", "text", "network.type", WORD),
    EventColumn("age_group", "text", "viewer.age_group", WORD),
    EventColumn("gender", "text", "viewer.gender", WORD),
)
"""Each holds a field of the event."""

EVENT_COLUMNS = (*MADE_COLUMNS, *SENT_COLUMNS)
"""In the order of a row's values. The storing statement adds ``batch_id``."""

_READ_MOST = ("content_id", "viewer_id", "creator_id", "session_id", "play_key", "user_id")

CLAIMED_COLUMNS = tuple(
    sorted(
        (column for column in EVENT_COLUMNS if column.is_claimed),
        key=lambda column: (not column.is_required, column.name not in _READ_MOST),
    )
)
"""What statements read most comes first: PostgreSQL reads a row from its first column to the last one needed."""
