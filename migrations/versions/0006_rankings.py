"""Hot hours and scores of contents."""

from migrations.plain_sql import run_file

revision = "0006_rankings"
down_revision = "0005_watching"


def upgrade() -> None:
    """Applies 0006_rankings.sql."""
    run_file("0006_rankings.sql")
