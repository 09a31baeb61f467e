"""Since when quarter-hours are kept apart."""

from migrations.plain_sql import run_file

revision = "0046_whole_days"
down_revision = "0045_reader"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0046_whole_days.sql."""
    run_file("0046_whole_days.sql")
