"""Everything that is counted of a content counts for its owner."""

from migrations.plain_sql import run_file

revision = "0021_content_owners"
down_revision = "0020_rated_watch_time"


def upgrade() -> None:
    """Applies 0021_content_owners.sql."""
    run_file("0021_content_owners.sql")
