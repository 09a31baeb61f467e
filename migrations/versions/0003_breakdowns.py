"""Breakdowns of a content by day."""

from migrations.plain_sql import run_file

revision = "0003_breakdowns"
down_revision = "0002_every_number"


def upgrade() -> None:
    """Applies 0003_breakdowns.sql."""
    run_file("0003_breakdowns.sql")
