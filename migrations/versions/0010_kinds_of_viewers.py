"""Viewers of a kind, sessions by class, ties by the client's id; the roll-up is made anew."""

from migrations.plain_sql import run_file

revision = "0010_kinds_of_viewers"
down_revision = "0009_reads_of_digests"


def upgrade() -> None:
    """Applies 0010_kinds_of_viewers.sql."""
    run_file("0010_kinds_of_viewers.sql")
