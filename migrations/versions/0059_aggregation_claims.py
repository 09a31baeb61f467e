"""Aggregations are claimed in the row of their workspace."""

from migrations.plain_sql import run_file

revision = "0059_aggregation_claims"
down_revision = "0058_social_stamps"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0059_aggregation_claims.sql."""
    run_file("0059_aggregation_claims.sql")
