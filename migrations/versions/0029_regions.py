"""Plays have a region, and breakdowns the dimension."""

from migrations.plain_sql import run_file

revision = "0029_regions"
down_revision = "0028_minutes"


def upgrade() -> None:
    """Applies 0029_regions.sql."""
    run_file("0029_regions.sql")
