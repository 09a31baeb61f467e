"""Who agreed to what, and what projects demand."""

from migrations.plain_sql import run_file

revision = "0044_consent"
down_revision = "0043_audit_trail"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0044_consent.sql."""
    run_file("0044_consent.sql")
