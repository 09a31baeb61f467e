"""The first schema: raw events, ingest batches, roll-ups, sessions, catalogue."""

from migrations.plain_sql import run_file

revision = "0001_initial"
down_revision = None


def upgrade() -> None:
    """Applies 0001_initial.sql."""
    run_file("0001_initial.sql")
