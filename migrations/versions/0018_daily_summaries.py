"""The table of days that have a daily summary is renamed."""

from migrations.plain_sql import run_file

revision = "0018_daily_summaries"
down_revision = "0017_session_users"


def upgrade() -> None:
    """Applies 0018_daily_summaries.sql."""
    run_file("0018_daily_summaries.sql")
