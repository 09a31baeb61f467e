"""Who is watching now."""

from migrations.plain_sql import run_file

revision = "0005_watching"
down_revision = "0004_retention"


def upgrade() -> None:
    """Applies 0005_watching.sql."""
    run_file("0005_watching.sql")
