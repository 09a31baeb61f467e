"""Projects have schema versions and custom events of their own."""

from migrations.plain_sql import add_event_column, add_event_words, run_file

revision = "0038_schema_versions"
down_revision = "0037_streams"


def upgrade() -> None:
    """Adds the word and the columns of events, then applies 0038_schema_versions.sql."""
    add_event_words("custom")
    add_event_column("name", "text")
    add_event_column("sdk", "text")
    run_file("0038_schema_versions.sql")
