"""A row by which a restored backup is known."""

from migrations.plain_sql import run_file

revision = "0049_replay_mark"
down_revision = "0048_guests_of_users"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0049_replay_mark.sql."""
    run_file("0049_replay_mark.sql")
