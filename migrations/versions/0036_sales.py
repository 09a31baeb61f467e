"""Purchases, refunds and gifts are kept as amounts of money, and what campaigns cost."""

from migrations.plain_sql import run_file

revision = "0036_sales"
down_revision = "0035_event_counts"


def upgrade() -> None:
    """Applies 0036_sales.sql."""
    run_file("0036_sales.sql")
