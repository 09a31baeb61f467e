"""Runs a migration that is written as one plain SQL file."""

from pathlib import Path
from typing import Any

from alembic import op
from sqlalchemy.util import await_only

VERSIONS = Path(__file__).parent / "versions"


def run_file(name: str) -> None:
    """Runs every statement of a file in the migration's transaction.

    asyncpg's simple protocol takes many statements at once; SQLAlchemy's prepared one does not.
    """
    driver: Any = op.get_bind().connection.driver_connection
    await_only(driver.execute((VERSIONS / name).read_text()))
