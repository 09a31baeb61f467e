"""Plays and counters sum the watch time whose playback rate is known; no event so far has a rate."""

from migrations.plain_sql import COUNTED, add_counters

revision = "0020_rated_watch_time"
down_revision = "0019_playback_rate"


def upgrade() -> None:
    """Adds the columns."""
    add_counters("rated_watch_ms", "rate_weighted_ms", tables=("plays", *COUNTED))
