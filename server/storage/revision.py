"""The schema of a database, and what this version needs, without loading Alembic.

Older code continues on a newer schema that says so: docs/adr/0073-upgrades-while-serving.md.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import migrations
from server.errors import RETRY_AFTER, ErrorCode, ViewpulseError

if TYPE_CHECKING:
    from server.storage.database import Connection
    from server.storage.statement import Source


class SchemaRefused(ViewpulseError):  # noqa: N818 - a fact
    """This version must not work on the schema of the database: another version will answer the same request."""

    def __init__(self, refusal: str) -> None:
        super().__init__(ErrorCode.UNAVAILABLE, refusal, retry_after=RETRY_AFTER)


class SchemaBehindError(ConnectionError):
    """The schema is older than this version needs: until it is migrated, the database counts as unavailable.

    Attributes:
        revision: The schema that was found; None: none.
    """

    def __init__(self, revision: str | None, refusal: str) -> None:
        self.revision = revision
        super().__init__(refusal)


@dataclass(frozen=True, slots=True)
class Schema:
    """What a database says of its schema. Revisions are ordered by the numbers that they begin with.

    Attributes:
        revision: The last migration; None before the first.
        compatible_since: The oldest revision whose code continues on this schema; None: only code of this revision.
    """

    revision: str | None
    compatible_since: str | None = None

    def refusal(self, needed: str) -> str | None:
        """Why code that needs a revision must not work on this schema; None if it may.

        Args:
            needed: The last migration that the code knows.
        """
        if self.revision == needed:
            return None
        if self.revision is None or self.revision < needed:
            return f"The schema must be at {needed}; run viewpulse migrate."
        if self.compatible_since is not None and self.compatible_since <= needed:
            return None
        return f"The schema is at {self.revision}, and this version knows {needed}; start the version that migrated it."


def newest_revision() -> str:
    """Revision of the last migration; a revision has the name of its file, from ``0001_initial`` on."""
    folder = Path(migrations.__file__).parent / "versions"
    return max(file.stem for file in folder.glob("[0-9]*.py"))


async def read_schema(connection: "Connection") -> Schema:
    """What the database says of its schema."""
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return Schema(None)
    return await _read(connection)


async def _read(source: "Source") -> Schema:
    found = await source.fetchrow(
        # as JSON: a schema that was migrated last by a version without this column has none
        "SELECT version_num, to_jsonb(alembic_version) ->> 'compatible_since' FROM alembic_version"
    )
    return Schema(None) if found is None else Schema(*found)


async def schema_revision(connection: "Connection") -> str | None:
    """Revision of the database; None before the first migration."""
    return (await read_schema(connection)).revision


async def require_schema(source: "Source", needed: str) -> None:
    """Returns if code that needs a revision may work on the schema as it is now; one statement.

    Raises:
        SchemaRefused: It must not.
    """
    if (refusal := (await _read(source)).refusal(needed)) is not None:
        raise SchemaRefused(refusal)


async def require_migrated(connection: Any, needed: str) -> None:
    """Returns if the schema is at least what code that needs a revision expects.

    Raises:
        SchemaBehindError: It is older.
    """
    found = await read_schema(connection)
    if (found.revision or "") < needed:
        raise SchemaBehindError(found.revision, found.refusal(needed) or "")
