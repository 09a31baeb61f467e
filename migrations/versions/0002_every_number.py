"""Classes of traffic, definitions of a view, viewers; the roll-up is made anew."""

from migrations.plain_sql import run_file

revision = "0002_every_number"
down_revision = "0001_initial"


def upgrade() -> None:
    """Applies 0002_every_number.sql."""
    run_file("0002_every_number.sql")
