"""A table and a kind of subject get their standard names."""

from migrations.plain_sql import run_file

revision = "0018_standard_names"
down_revision = "0017_session_users"


def upgrade() -> None:
    """Applies 0018_standard_names.sql."""
    run_file("0018_standard_names.sql")
