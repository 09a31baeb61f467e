"""Titles of contents and names of creators are composed characters, which searches find."""

from migrations.plain_sql import run_file

revision = "0032_composed_titles"
down_revision = "0031_owners_of_sessions"


def upgrade() -> None:
    """Applies 0032_composed_titles.sql."""
    run_file("0032_composed_titles.sql")
