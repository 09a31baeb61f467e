"""When numbers of posts were read."""

from migrations.plain_sql import run_file

revision = "0062_social_reads"
down_revision = "0060_share_links"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0062_social_reads.sql."""
    run_file("0062_social_reads.sql")
