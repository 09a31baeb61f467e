# ruff: noqa: S608  # names of our own columns, never input
"""Projects: what each takes from requests, how much it may hold, and whether it is archived."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import asyncpg

from server.access import UnsignedIds
from server.consent import ConsentPolicy
from server.errors import ErrorCode, ViewpulseError
from server.quotas import NO_QUOTAS, Quotas
from server.storage.database import Connection, Pool
from server.storage.pages import BACKWARDS, FORWARDS, PagedList, each
from server.storage.statement import Statement

_GRANTED = (
    "project_id, unsigned_ids, cell, archived_at, events_per_day, sessions_per_day, contents, custom_types, consent"
)
_RECORDED = f"{_GRANTED}, name, created_at, deleted_at"
_LISTED = {
    direction["asc"]: Statement(
        f"SELECT {_RECORDED} FROM projects "
        f"WHERE :after_number::integer IS NULL OR project_id {direction['more']} :after_number "
        f"ORDER BY project_id {direction['asc']} LIMIT :limit::bigint"
    )
    for direction in (FORWARDS, BACKWARDS)
}


@dataclass(frozen=True)
class ProjectRecord:
    """A project.

    Attributes:
        project_id: Number of the project.
        name: Name of the project.
        created_at: When it was created.
        unsigned_ids: Which ids it takes from requests without a token.
        cell: Name of the cell that holds its data.
        archived_at: Since when its events are refused; None while they are accepted.
        deleted_at: Since when its rows are being deleted; None while it exists.
        quotas: How much it may hold.
        consent: What becomes of its events without consent.
    """

    project_id: int
    name: str
    created_at: datetime
    unsigned_ids: UnsignedIds
    cell: str
    archived_at: datetime | None = None
    deleted_at: datetime | None = None
    quotas: Quotas = NO_QUOTAS
    consent: ConsentPolicy = ConsentPolicy.OFF


@dataclass(frozen=True, slots=True)
class Grant:
    """What valid credentials of a project grant: a write key, or the project of a token.

    Attributes:
        project_id: The project.
        unsigned_ids: Which ids the project takes from requests without a token.
        cell: Name of the cell that holds the project's data.
        is_archived: Whether the project takes no events.
        quotas: How much the project may hold.
        consent: What becomes of its events without consent.
    """

    project_id: int
    unsigned_ids: UnsignedIds
    cell: str
    is_archived: bool = False
    quotas: Quotas = NO_QUOTAS
    consent: ConsentPolicy = ConsentPolicy.OFF


async def list_projects(connection: Connection) -> Sequence[ProjectRecord]:
    """All projects, by number; those that are being deleted, too."""
    rows = await connection.fetch(f"SELECT {_RECORDED} FROM projects ORDER BY project_id")
    return [_record(row) for row in rows]


def listed_projects() -> PagedList[ProjectRecord]:
    """All projects of the directory, by number; those that are being deleted, too."""
    return PagedList(
        load=lambda direction: _LISTED[direction["asc"]],
        values={},
        key={"project_id": int},
        after={"after_number": None},
        make=each(_record),
    )


async def find_project(connection: Connection, project_id: int) -> ProjectRecord:
    """A project, also one that is being deleted.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such project.
    """
    row = await connection.fetchrow(f"SELECT {_RECORDED} FROM projects WHERE project_id = $1", project_id)
    if row is None:
        raise _no_project(project_id)
    return _record(row)


async def set_unsigned_ids(connection: Connection, project_id: int, unsigned_ids: UnsignedIds) -> None:
    """Changes which ids a project accepts from requests without a token; API processes follow within 30 s.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such project.
    """
    await _update(connection, project_id, {"unsigned_ids": unsigned_ids.value})


async def set_quotas(connection: Connection, project_id: int, changed: Mapping[str, int | None]) -> Quotas:
    """Changes some quotas of a project; API processes follow within 30 s.

    Args:
        connection: The directory.
        project_id: The project.
        changed: The new quotas, by the names that ``Quotas`` has for them; None: no quota.

    Returns:
        All of its quotas.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such project.
    """
    unknown = changed.keys() - asdict(NO_QUOTAS).keys()
    assert not unknown, unknown
    await _update(connection, project_id, changed)
    return (await find_project(connection, project_id)).quotas


async def set_consent_policy(connection: Connection, project_id: int, policy: ConsentPolicy) -> None:
    """Changes what becomes of a project's events without consent; API processes follow within 30 s.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such project.
    """
    await _update(connection, project_id, {"consent": policy.value})


async def archive_project(connection: Connection, project_id: int) -> None:
    """Lets a project take no more events; API processes follow within 30 s. Again: changes nothing.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such project.
    """
    status = await connection.execute(
        "UPDATE projects SET archived_at = coalesce(archived_at, now()) WHERE project_id = $1 AND deleted_at IS NULL",
        project_id,
    )
    if status != "UPDATE 1":
        raise _no_project(project_id)


async def restore_project(connection: Connection, project_id: int) -> None:
    """Lets an archived project take events again; API processes follow within 30 s.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such project.
    """
    await _update(connection, project_id, {"archived_at": None})


async def find_grants(pool: Pool, key_hashes: Collection[bytes]) -> dict[bytes, Grant]:
    """The grants of write keys, without keys that are unknown or no longer valid, or whose project does not exist."""
    rows = await pool.fetch(
        f"""
        SELECT key_hash, {_GRANTED}
        FROM write_keys JOIN projects USING (project_id)
        WHERE key_hash = ANY ($1::bytea[]) AND revoked_at IS NULL
            AND (expires_at IS NULL OR expires_at > now()) AND deleted_at IS NULL
        """,
        list(key_hashes),
    )
    return {row["key_hash"]: _grant(row) for row in rows}


async def find_projects(database: "Pool | Connection", project_ids: Collection[int]) -> dict[int, Grant]:
    """What tokens of projects grant, by project; without projects that do not exist or are being deleted."""
    rows = await database.fetch(
        f"SELECT {_GRANTED} FROM projects WHERE project_id = ANY ($1::integer[]) AND deleted_at IS NULL",
        list(project_ids),
    )
    return {row["project_id"]: _grant(row) for row in rows}


async def known_projects(database: "Pool | Connection", project_ids: Collection[int]) -> dict[int, str]:
    """Those of the given projects that exist, and the cell of each."""
    return {project_id: grant.cell for project_id, grant in (await find_projects(database, project_ids)).items()}


async def _update(connection: Connection, project_id: int, changed: Mapping[str, object]) -> None:
    settings = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, 2))
    sql = f"UPDATE projects SET {settings} WHERE project_id = $1 AND deleted_at IS NULL"
    if await connection.execute(sql, project_id, *changed.values()) != "UPDATE 1":
        raise _no_project(project_id)


def _no_project(project_id: int) -> ViewpulseError:
    return ViewpulseError(ErrorCode.NOT_FOUND, f"There is no project {project_id}.")


def _record(row: asyncpg.Record) -> ProjectRecord:
    return ProjectRecord(
        project_id=row["project_id"],
        name=row["name"],
        created_at=row["created_at"],
        unsigned_ids=UnsignedIds(row["unsigned_ids"]),
        cell=row["cell"],
        archived_at=row["archived_at"],
        deleted_at=row["deleted_at"],
        quotas=_quotas(row),
        consent=ConsentPolicy(row["consent"]),
    )


def _grant(row: asyncpg.Record) -> Grant:
    is_archived = row["archived_at"] is not None
    return Grant(
        row["project_id"],
        UnsignedIds(row["unsigned_ids"]),
        row["cell"],
        is_archived,
        _quotas(row),
        ConsentPolicy(row["consent"]),
    )


def _quotas(row: asyncpg.Record) -> Quotas:
    return Quotas(row["events_per_day"], row["sessions_per_day"], row["contents"], row["custom_types"])
