"""Raw events expire by whole days of when they happened."""

from migrations.plain_sql import run_file

revision = "0011_raw_retention"
down_revision = "0010_kinds_of_viewers"


def upgrade() -> None:
    """Applies 0011_raw_retention.sql."""
    run_file("0011_raw_retention.sql")
