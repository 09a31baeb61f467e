"""What is not in the archive yet."""

from migrations.plain_sql import run_file

revision = "0063_archive"
down_revision = "0062_social_reads"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0063_archive.sql."""
    run_file("0063_archive.sql")
