"""Viewers can be erased, and stay refused."""

from migrations.plain_sql import run_file

revision = "0041_erasures"
down_revision = "0040_pinned_funnels"


def upgrade() -> None:
    """Applies 0041_erasures.sql."""
    run_file("0041_erasures.sql")
