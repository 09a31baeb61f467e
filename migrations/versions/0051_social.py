"""Accounts on social networks, their posts and their numbers."""

from migrations.plain_sql import run_file

revision = "0051_social"
down_revision = "0050_old_breakdowns"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0051_social.sql."""
    run_file("0051_social.sql")
