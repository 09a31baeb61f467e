"""Contents are kept by the creator who is named first, and sessions are bounded."""

from migrations.plain_sql import run_file

revision = "0012_first_come"
down_revision = "0011_raw_retention"


def upgrade() -> None:
    """Applies 0012_first_come.sql."""
    run_file("0012_first_come.sql")
