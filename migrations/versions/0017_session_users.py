"""A session keeps its user, whatever becomes of its raw events."""

from migrations.plain_sql import run_file

revision = "0017_session_users"
down_revision = "0016_first_arrival"


def upgrade() -> None:
    """Applies 0017_session_users.sql."""
    run_file("0017_session_users.sql")
