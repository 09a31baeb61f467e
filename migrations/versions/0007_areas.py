"""Where events happen."""

from migrations.plain_sql import run_file

revision = "0007_areas"
down_revision = "0006_rankings"


def upgrade() -> None:
    """Applies 0007_areas.sql."""
    run_file("0007_areas.sql")
