"""Whose the sessions of an id are is read from an index."""

from migrations.plain_sql import run_file

revision = "0031_owners_of_sessions"
down_revision = "0030_equal_scores"


def upgrade() -> None:
    """Applies 0031_owners_of_sessions.sql."""
    run_file("0031_owners_of_sessions.sql")
