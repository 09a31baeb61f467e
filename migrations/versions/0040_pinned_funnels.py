"""Funnels that are pinned to the dashboard of a project."""

from migrations.plain_sql import run_file

revision = "0040_pinned_funnels"
down_revision = "0039_bots"


def upgrade() -> None:
    """Applies 0040_pinned_funnels.sql."""
    run_file("0040_pinned_funnels.sql")
