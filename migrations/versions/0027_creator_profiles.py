"""Names and pictures of creators; indexes of lists of contents."""

from migrations.plain_sql import run_file

revision = "0027_creator_profiles"
down_revision = "0026_sessions_apart"


def upgrade() -> None:
    """Applies 0027_creator_profiles.sql."""
    run_file("0027_creator_profiles.sql")
