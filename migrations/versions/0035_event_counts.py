"""Events are counted by type."""

from migrations.plain_sql import run_file

revision = "0035_event_counts"
down_revision = "0034_families"


def upgrade() -> None:
    """Applies 0035_event_counts.sql."""
    run_file("0035_event_counts.sql")
