"""Requests read as a role that sees one project; isolation.sql, which follows all migrations, makes the role."""

from migrations.plain_sql import run_file

revision = "0045_reader"
down_revision = "0044_consent"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0045_reader.sql."""
    run_file("0045_reader.sql")
