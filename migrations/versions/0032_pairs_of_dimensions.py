"""Breakdowns by any two dimensions."""

from migrations.plain_sql import run_file

revision = "0032_pairs_of_dimensions"
down_revision = "0031_owners_of_sessions"


def upgrade() -> None:
    """Applies 0032_pairs_of_dimensions.sql."""
    run_file("0032_pairs_of_dimensions.sql")
