"""What changes beside the events."""

from migrations.plain_sql import run_file

revision = "0008_changed_subjects"
down_revision = "0007_areas"


def upgrade() -> None:
    """Applies 0008_changed_subjects.sql."""
    run_file("0008_changed_subjects.sql")
