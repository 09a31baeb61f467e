"""Breakdowns by any two dimensions."""

from migrations.plain_sql import run_file

revision = "0033_pairs_of_dimensions"
down_revision = "0032_composed_titles"


def upgrade() -> None:
    """Applies 0033_pairs_of_dimensions.sql."""
    run_file("0033_pairs_of_dimensions.sql")
