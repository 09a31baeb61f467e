"""Raw events take less than half the space."""

from migrations.plain_sql import run_file

revision = "0022_event_size"
down_revision = "0021_content_owners"


def upgrade() -> None:
    """Writes all raw events once more, in a table of fewer and narrower columns, with smaller indexes."""
    run_file("0022_event_size.sql")
