"""What was played, and two more definitions of a view."""

from migrations.plain_sql import run_file

revision = "0013_what_was_played"
down_revision = "0012_first_come"


def upgrade() -> None:
    """Applies 0013_what_was_played.sql."""
    run_file("0013_what_was_played.sql")
