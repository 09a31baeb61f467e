"""Sessions of one id are kept apart."""

from migrations.plain_sql import run_file

revision = "0026_sessions_apart"
down_revision = "0025_content_days"


def upgrade() -> None:
    """Applies 0026_sessions_apart.sql."""
    run_file("0026_sessions_apart.sql")
