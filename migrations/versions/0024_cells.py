"""The directory of cells, and the cell of each project."""

from migrations.plain_sql import run_file

revision = "0024_cells"
down_revision = "0023_event_size"


def upgrade() -> None:
    """Applies 0024_cells.sql."""
    run_file("0024_cells.sql")
