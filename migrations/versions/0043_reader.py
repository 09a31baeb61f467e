"""Requests read as a role that sees one project: isolation.sql, which follows each migration, needs a first one."""

revision = "0043_reader"
down_revision = "0042_tenants"


def upgrade() -> None:
    """Changes nothing itself."""
