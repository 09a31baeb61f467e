"""Marks of stale curves that tell whether another play came meanwhile."""

from migrations.plain_sql import run_file

revision = "0014_marks_of_stale_curves"
down_revision = "0013_what_was_played"


def upgrade() -> None:
    """Applies 0014_marks_of_stale_curves.sql."""
    run_file("0014_marks_of_stale_curves.sql")
