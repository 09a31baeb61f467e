"""The days of social accounts, when they are aggregated, and how long series and days are kept."""

from migrations.plain_sql import run_file

revision = "0052_social_aggregates"
down_revision = "0051_social"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0052_social_aggregates.sql."""
    run_file("0052_social_aggregates.sql")
