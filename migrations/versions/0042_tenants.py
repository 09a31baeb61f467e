"""Projects that are archived or deleted, their quotas, and write keys that end by themselves."""

from migrations.plain_sql import run_file

revision = "0042_tenants"
down_revision = "0041_erasures"


def upgrade() -> None:
    """Applies 0042_tenants.sql."""
    run_file("0042_tenants.sql")
