"""Quality scores have nine decimals, so that equal scores are equal."""

from migrations.plain_sql import run_file

revision = "0030_equal_scores"
down_revision = "0029_regions"


def upgrade() -> None:
    """Applies 0030_equal_scores.sql."""
    run_file("0030_equal_scores.sql")
