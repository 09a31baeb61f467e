"""The guests that an erased user was are refused, too; an erasure can be continued with the same other ids."""

from migrations.plain_sql import run_file

revision = "0048_guests_of_users"
down_revision = "0047_traces"
compatible_since = "0043_audit_trail"


def upgrade() -> None:
    """Applies 0048_guests_of_users.sql."""
    run_file("0048_guests_of_users.sql")
