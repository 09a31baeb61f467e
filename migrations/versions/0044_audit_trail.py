"""Who did what to whom, in a chain."""

from migrations.plain_sql import run_file

revision = "0044_audit_trail"
down_revision = "0043_reader"


def upgrade() -> None:
    """Applies 0044_audit_trail.sql."""
    run_file("0044_audit_trail.sql")
