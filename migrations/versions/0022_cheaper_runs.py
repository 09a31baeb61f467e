"""Runs of the aggregator that cost less: fewer sketches, fewer partitions."""

from migrations.plain_sql import run_file

revision = "0022_cheaper_runs"
down_revision = "0021_content_owners"


def upgrade() -> None:
    """Applies 0022_cheaper_runs.sql."""
    run_file("0022_cheaper_runs.sql")
