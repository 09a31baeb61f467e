"""The trace that a batch belongs to."""

from migrations.plain_sql import run_file

revision = "0047_traces"
down_revision = "0046_whole_days"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0047_traces.sql."""
    run_file("0047_traces.sql")
