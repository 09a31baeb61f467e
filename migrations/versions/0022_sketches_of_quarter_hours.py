"""Sketches of viewers: one row for all definitions, merged into all time later."""

from migrations.plain_sql import run_file

revision = "0022_sketches_of_quarter_hours"
down_revision = "0021_content_owners"


def upgrade() -> None:
    """Applies 0022_sketches_of_quarter_hours.sql."""
    run_file("0022_sketches_of_quarter_hours.sql")
