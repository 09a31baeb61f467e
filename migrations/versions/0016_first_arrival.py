"""When the first event of each content arrived."""

from migrations.plain_sql import run_file

revision = "0016_first_arrival"
down_revision = "0015_unsigned_ids"


def upgrade() -> None:
    """Applies 0016_first_arrival.sql."""
    run_file("0016_first_arrival.sql")
