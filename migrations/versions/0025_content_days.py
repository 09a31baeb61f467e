"""What lists show of each content, by day."""

from migrations.plain_sql import run_file

revision = "0025_content_days"
down_revision = "0024_cells"


def upgrade() -> None:
    """Applies 0025_content_days.sql."""
    run_file("0025_content_days.sql")
