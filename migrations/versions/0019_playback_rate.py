"""Events have the playback rate of a report."""

from migrations.plain_sql import run_sql

revision = "0019_playback_rate"
down_revision = "0018_standard_names"


def upgrade() -> None:
    """Adds the column of events."""
    run_sql("ALTER TABLE events ADD playback_rate double precision")
