"""Members of workspaces, the last collections, and accounts that were disconnected."""

from migrations.plain_sql import run_file

revision = "0054_social_operations"
down_revision = "0052_social_aggregates"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0054_social_operations.sql."""
    run_file("0054_social_operations.sql")
