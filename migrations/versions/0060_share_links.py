"""Share links."""

from migrations.plain_sql import run_file

revision = "0060_share_links"
down_revision = "0059_aggregation_claims"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0060_share_links.sql."""
    run_file("0060_share_links.sql")
