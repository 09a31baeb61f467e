"""Up to when breakdowns of old days are added up."""

from migrations.plain_sql import run_file

revision = "0050_old_breakdowns"
down_revision = "0049_replay_mark"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0050_old_breakdowns.sql."""
    run_file("0050_old_breakdowns.sql")
