"""Who attends live streams."""

from migrations.plain_sql import run_file

revision = "0037_streams"
down_revision = "0036_sales"


def upgrade() -> None:
    """Applies 0037_streams.sql."""
    run_file("0037_streams.sql")
