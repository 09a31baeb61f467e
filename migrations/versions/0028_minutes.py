"""What was counted by minute, for the last hours."""

from migrations.plain_sql import run_file

revision = "0028_minutes"
down_revision = "0027_creator_profiles"


def upgrade() -> None:
    """Applies 0028_minutes.sql."""
    run_file("0028_minutes.sql")
