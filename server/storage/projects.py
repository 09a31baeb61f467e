"""Projects, and which ids each accepts without a token."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.access import UnsignedIds
from server.errors import ErrorCode, ViewpulseError
from server.storage.database import Connection, Pool


@dataclass(frozen=True)
class ProjectRecord:
    """A project.

    Attributes:
        project_id: Number of the project.
        name: Name of the project.
        created_at: When it was created.
        unsigned_ids: Which ids it takes from requests without a token.
        cell: Name of the cell that holds its data.
    """

    project_id: int
    name: str
    created_at: datetime
    unsigned_ids: UnsignedIds
    cell: str


@dataclass(frozen=True, slots=True)
class KeyGrant:
    """What a valid write key grants.

    Attributes:
        project_id: The project.
        unsigned_ids: Which ids the project takes from requests without a token.
        cell: Name of the cell that holds the project's data.
    """

    project_id: int
    unsigned_ids: UnsignedIds
    cell: str


async def list_projects(connection: Connection) -> Sequence[ProjectRecord]:
    """All projects, by number."""
    rows = await connection.fetch(
        "SELECT project_id, name, created_at, unsigned_ids, cell FROM projects ORDER BY project_id"
    )
    return [ProjectRecord(**{**row, "unsigned_ids": UnsignedIds(row["unsigned_ids"])}) for row in rows]


async def set_unsigned_ids(connection: Connection, project_id: int, unsigned_ids: UnsignedIds) -> None:
    """Changes which ids a project accepts from requests without a token; API processes follow within 30 s.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such project.
    """
    status = await connection.execute(
        "UPDATE projects SET unsigned_ids = $2 WHERE project_id = $1", project_id, unsigned_ids.value
    )
    if status != "UPDATE 1":
        raise ViewpulseError(ErrorCode.NOT_FOUND, f"There is no project {project_id}.")


async def find_grants(pool: Pool, key_hashes: Collection[bytes]) -> dict[bytes, KeyGrant]:
    """The grants of write keys, without keys that are unknown or revoked, or whose project does not exist."""
    rows = await pool.fetch(
        """
        SELECT write_keys.key_hash, projects.project_id, projects.unsigned_ids, projects.cell
        FROM write_keys
        JOIN projects ON projects.project_id = write_keys.project_id
        WHERE write_keys.key_hash = ANY ($1::bytea[]) AND write_keys.revoked_at IS NULL
        """,
        list(key_hashes),
    )
    return {row["key_hash"]: KeyGrant(row["project_id"], UnsignedIds(row["unsigned_ids"]), row["cell"]) for row in rows}


async def known_projects(database: "Pool | Connection", project_ids: Collection[int]) -> dict[int, str]:
    """Those of the given projects that exist, and the cell of each."""
    rows = await database.fetch(
        "SELECT project_id, cell FROM projects WHERE project_id = ANY ($1::integer[])", list(project_ids)
    )
    return {row["project_id"]: row["cell"] for row in rows}
