"""The schema revision of a database, and the one that this version needs, without loading Alembic."""

from pathlib import Path

import migrations
from server.storage.database import Connection


def newest_revision() -> str:
    """Revision of the last migration; a revision has the name of its file, from ``0001_initial`` on."""
    folder = Path(migrations.__file__).parent / "versions"
    return max(file.stem for file in folder.glob("[0-9]*.py"))


async def schema_revision(connection: Connection) -> str | None:
    """Revision of the database; None before the first migration."""
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return None
    revision: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    return revision
