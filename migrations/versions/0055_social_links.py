"""Which content a post of a social network shows."""

from migrations.plain_sql import run_file

revision = "0055_social_links"
down_revision = "0054_social_operations"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0055_social_links.sql."""
    run_file("0055_social_links.sql")
