"""An index of bots."""

from migrations.plain_sql import run_file

revision = "0039_bots"
down_revision = "0038_schema_versions"


def upgrade() -> None:
    """Applies 0039_bots.sql."""
    run_file("0039_bots.sql")
