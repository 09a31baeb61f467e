"""Who did what to whom, in a chain."""

from migrations.plain_sql import run_file

revision = "0043_audit_trail"
down_revision = "0042_tenants"


def upgrade() -> None:
    """Applies 0043_audit_trail.sql."""
    run_file("0043_audit_trail.sql")
