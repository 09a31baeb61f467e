"""Which ids a project takes from requests without a token."""

from migrations.plain_sql import run_file

revision = "0015_unsigned_ids"
down_revision = "0014_marks_of_stale_curves"


def upgrade() -> None:
    """Applies 0015_unsigned_ids.sql."""
    run_file("0015_unsigned_ids.sql")
