"""Metrics that a project defines for itself."""

from migrations.plain_sql import run_file

revision = "0056_social_formulas"
down_revision = "0055_social_links"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0056_social_formulas.sql."""
    run_file("0056_social_formulas.sql")
