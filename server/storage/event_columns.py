"""The columns of stored events, declared once.

The statements that store and claim events are made from them, and the values of a row that hold a field of the event
(server/events/sent_values.py). Events are stored in the table ``raw_events`` and read from the view ``events``, which
has words instead of their numbers, and keys that follow from other columns (ADR 30).
"""

from typing import NamedTuple


class EventColumn(NamedTuple):
    """A column of ``raw_events``, and of ``events`` if it has one of the same name.

    Attributes:
        name: Its name.
        type: Its type in ``events``.
        source: The field of ``server.events.model.Event`` that it holds; empty: ``build_row`` makes it.
        value: What is stored of the field, as Python; ``#`` is what was sent.
        absent: What is stored if the field was not sent, as Python.
        is_claimed: Whether the roll-up reads it; ``claimed_events`` then has it too.
        is_required: Whether every event has a value.
        stored_as: SQL expression stored instead of the value; ``catalogued`` is the content in the catalogue.
        claimed_as: SQL expression that the roll-up counts instead of what is stored; ``owner_id`` is the owner of the
            content, if ``is_known`` is true.
        kept: Its type in ``raw_events``, if that is another.
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
    kept: str = ""

    @property
    def sent_as(self) -> str:
        """The type in which its values are sent; text for types that drivers do not know."""
        return "text" if self.type in _SENT_AS_TEXT else self.kept or self.type

    @property
    def expression(self) -> str:
        """The stored value, as SQL."""
        return self.stored_as or (f"{self.name}::{self.type}" if self.type in _SENT_AS_TEXT else self.name)

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
WORD = "#.code"
CAPITALS = "#.upper()"

CODE = "smallint"
"""Of a column of words in ``raw_events``: their numbers, see server/storage/event_words.py."""

MADE_COLUMNS = (
    EventColumn("project_id", "integer", is_required=True),
    EventColumn("id", "uuid", is_claimed=False, is_required=True),
    EventColumn("received_at", "timestamptz", is_required=True),
    EventColumn("occurred_at", "timestamptz", is_required=True),
    EventColumn("type", "text", is_required=True, kept=CODE),
    EventColumn("user_id", "text"),
    EventColumn("session_uuid", "uuid", is_claimed=False),
    EventColumn("session_name", "text", is_claimed=False),
    EventColumn("play_uuid", "uuid", is_claimed=False),
    EventColumn("play_name", "text", is_claimed=False),
    EventColumn("schema_version", "text", is_required=True, kept=CODE),
    EventColumn("section_start", "integer", is_claimed=False),
    EventColumn("section_end", "integer", is_claimed=False),
    EventColumn("sections", "int8multirange"),
    EventColumn("repeated_sections", "int8multirange[]"),
    EventColumn("latitude", "double precision", is_claimed=False),
    EventColumn("longitude", "double precision", is_claimed=False),
    EventColumn("cell", "bigint"),
    EventColumn("bot_reason", "text", is_claimed=False),
    EventColumn("client_id", "text", is_claimed=False),
    EventColumn("properties", "jsonb", is_claimed=False),
    EventColumn("body_hash", "bigint", is_claimed=False, is_required=True),
    EventColumn("other_version", "text", is_claimed=False),
)
"""Made by ``build_row``, in this order."""

SENT_COLUMNS = (
    EventColumn("name", "text", "name"),
    EventColumn("content_id", "text", "content_id"),
    EventColumn("content_type", "text", "content_type", WORD, is_claimed=False, kept=CODE),
    EventColumn(
        "creator_id",
        "text",
        "creator_id",
        stored_as="coalesce(catalogued.creator_id, input.creator_id)",
        claimed_as="CASE WHEN is_known THEN owner_id ELSE creator_id END",
    ),
    EventColumn("watch_ms", "bigint", "view_data.watch_time", MILLISECONDS, kept="integer"),
    EventColumn("total_watch_ms", "bigint", "view_data.total_watch_time", MILLISECONDS, kept="integer"),
    EventColumn("position_ms", "bigint", "view_data.position", MILLISECONDS, kept="integer"),
    EventColumn(
        "duration_ms",
        "bigint",
        "view_data.duration",
        MILLISECONDS,
        stored_as="coalesce(input.duration_ms, catalogued.duration_ms::integer)",
        kept="integer",
    ),
    EventColumn("completion", "double precision", "view_data.completion_percent", SHARE),
    EventColumn("is_rewatch", "boolean", "view_data.is_rewatch", absent="False", is_required=True),
    EventColumn("loop_count", "integer", "view_data.loop_count"),
    EventColumn("playback_rate", "double precision", "view_data.playback_rate"),
    EventColumn("source_type", "text", "source.type", WORD, kept=CODE),
    EventColumn("referrer", "text", "source.referrer"),
    EventColumn("entry_point", "text", "source.entry_point", is_claimed=False),
    EventColumn("campaign", "text", "source.campaign"),
    EventColumn("device_type", "text", "device.type", WORD, kept=CODE),
    EventColumn("platform", "text", "device.platform", WORD, kept=CODE),
    EventColumn("os", "text", "device.os"),
    EventColumn("os_version", "text", "device.os_version", is_claimed=False),
    EventColumn("model", "text", "device.model", is_claimed=False),
    EventColumn("screen_width", "integer", "device.screen_width", is_claimed=False),
    EventColumn("screen_height", "integer", "device.screen_height", is_claimed=False),
    EventColumn("app_version", "text", "device.app_version"),
    EventColumn("sdk", "text", "device.sdk"),
    EventColumn("country", "text", "location.country", CAPITALS),
    EventColumn("country_name", "text", "location.country_name", is_claimed=False),
    EventColumn("region", "text", "location.region"),
    EventColumn("city", "text", "location.city"),
    EventColumn("timezone", "text", "location.timezone"),
    EventColumn("network_type", "text", "network.type", WORD, kept=CODE),
    EventColumn("network_quality", "text", "network.quality", WORD, is_claimed=False, kept=CODE),
    EventColumn("age_group", "text", "viewer.age_group", WORD, kept=CODE),
    EventColumn("gender", "text", "viewer.gender", WORD, kept=CODE),
)
"""Each holds a field of the event."""

EVENT_COLUMNS = (*MADE_COLUMNS, *SENT_COLUMNS)
"""In the order of a row's values. The storing statement adds ``batch_id``."""

KEY_COLUMNS = (
    EventColumn("session_id", "text"),
    EventColumn("viewer_id", "text"),
    EventColumn("play_key", "text"),
)
"""Of ``events`` alone: they follow from other columns."""

_READ_MOST = ("content_id", "viewer_id", "creator_id", "session_id", "play_key", "user_id")

CLAIMED_COLUMNS = tuple(
    sorted(
        (column for column in (*KEY_COLUMNS, *EVENT_COLUMNS) if column.is_claimed),
        key=lambda column: (not column.is_required, column.name not in _READ_MOST),
    )
)
"""What statements read most comes first: PostgreSQL reads a row from its first column to the last one needed."""
