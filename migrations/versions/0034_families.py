"""Refunds, and chat and gifts of live streams."""

from migrations.plain_sql import add_event_words

revision = "0034_families"
down_revision = "0033_pairs_of_dimensions"


def upgrade() -> None:
    """Adds the types of event."""
    add_event_words("refund", "stream_chat", "stream_gift")
