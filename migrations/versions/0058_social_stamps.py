"""Stamps of social accounts, by which answers are cached."""

from migrations.plain_sql import run_file

revision = "0058_social_stamps"
down_revision = "0056_social_formulas"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0058_social_stamps.sql."""
    run_file("0058_social_stamps.sql")
