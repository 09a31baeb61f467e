"""What the reads of digests have in common."""

from migrations.plain_sql import run_file

revision = "0009_reads_of_digests"
down_revision = "0008_changed_subjects"


def upgrade() -> None:
    """Applies 0009_reads_of_digests.sql."""
    run_file("0009_reads_of_digests.sql")
