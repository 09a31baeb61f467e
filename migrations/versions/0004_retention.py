"""Retention curves of a content by day."""

from migrations.plain_sql import run_file

revision = "0004_retention"
down_revision = "0003_breakdowns"


def upgrade() -> None:
    """Applies 0004_retention.sql."""
    run_file("0004_retention.sql")
