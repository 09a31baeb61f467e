"""The directory of cells: which schema of which database holds a project.

A cell is a schema with all tables, usually with many projects, and folded by an aggregator of its own. The cell
``default`` is the database of the settings itself; its tables ``cells`` and ``projects`` are the directory.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.storage.database import Connection, Pool

DEFAULT_CELL = "default"
_NAME = re.compile(r"(?!pg_|public$|default$|information_schema$)[a-z][a-z0-9_]{0,47}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell.

    Attributes:
        name: Its name, which is also that of its schema; the cell ``default`` is in the schema of the settings.
        database_url: Its database; its ``search_path`` names the schema.
    """

    name: str
    database_url: str

    def settings(self, settings: Settings) -> Settings:
        """The settings of a process that works for this cell alone; a pooler is one of the default cell."""
        pooler = settings.pooler_url if self.name == DEFAULT_CELL else None
        return settings.model_copy(update={"database_url": self.database_url, "pooler_url": pooler})


def default_cell(settings: Settings) -> Cell:
    """The cell of a set-up that has no other."""
    return Cell(DEFAULT_CELL, settings.database_url)


def in_schema(database_url: str, schema: str) -> str:
    """The address of a schema of a database: connections to it find no other tables."""
    parts = urlsplit(database_url)
    parameters = {**dict(parse_qsl(parts.query)), "search_path": schema}
    return parts._replace(query=urlencode(parameters)).geturl()


def place_of(database_url: str) -> str:
    """An address without its user and password."""
    parts = urlsplit(database_url)
    schema = dict(parse_qsl(parts.query)).get("search_path", "public")
    return f"{parts.hostname}:{parts.port or 5432}{parts.path}/{schema}"


async def list_cells(database: "Pool | Connection", settings: Settings) -> Sequence[Cell]:
    """All cells, the default one first."""
    rows = await database.fetch("SELECT name, database_url FROM cells ORDER BY name")
    return [default_cell(settings), *(_cell(row["name"], row["database_url"], settings) for row in rows)]


async def find_cell(database: "Pool | Connection", settings: Settings, name: str) -> Cell:
    """The cell of that name.

    Raises:
        ViewpulseError: NOT_FOUND if there is none.
    """
    if name == DEFAULT_CELL:
        return default_cell(settings)
    row = await database.fetchrow("SELECT database_url FROM cells WHERE name = $1", name)
    if row is None:
        raise ViewpulseError(ErrorCode.NOT_FOUND, f"There is no cell {name}; create it with `viewpulse cell create`.")
    return _cell(name, row["database_url"], settings)


async def require_new(connection: Connection, name: str) -> None:
    """Returns if a new cell may have that name.

    Raises:
        ViewpulseError: BAD_INPUT if not.
    """
    if not _NAME.fullmatch(name):
        message = "The name of a cell has lower-case letters, digits and underscores, and begins with a letter."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message)
    if await connection.fetchval("SELECT EXISTS (SELECT 1 FROM cells WHERE name = $1)", name):
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"There is a cell {name} already.")


async def register_cell(connection: Connection, cell: Connection, name: str, database_url: str | None) -> None:
    """Adds a cell to the directory, once its schema is migrated.

    Args:
        connection: The directory.
        cell: The schema.
        name: Name of the cell.
        database_url: Its database without the schema; None: the directory's.

    Raises:
        ViewpulseError: BAD_INPUT if the schema belongs to a set-up of its own.
    """
    if await cell.fetchval("SELECT EXISTS (SELECT 1 FROM write_keys) OR EXISTS (SELECT 1 FROM raw_events)"):
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"The schema {name} is not empty: it belongs to another set-up.")
    await cell.execute("DELETE FROM projects")  # the first migration makes one
    await cell.execute("DELETE FROM rollup_state")
    await connection.execute("INSERT INTO cells (name, database_url) VALUES ($1, $2)", name, database_url)


async def create_project(
    connection: Connection, cell: Connection, cell_name: str, *, project_id: int | None, name: str | None
) -> int:
    """Creates a project in a cell.

    Args:
        connection: The directory.
        cell: The cell.
        cell_name: Name of the cell.
        project_id: Its number; None: the next one that no other project has, or had before it was deleted.
        name: Its name; None: one made of its number.

    Returns:
        The project's number.

    Raises:
        ViewpulseError: BAD_INPUT if the project exists.
    """
    async with connection.transaction():
        await connection.execute("LOCK TABLE projects IN SHARE ROW EXCLUSIVE MODE")
        number = project_id or await connection.fetchval(
            "SELECT greatest(max(project_id), (SELECT last_value FROM deleted_projects)) + 1 FROM projects"
        )
        if await connection.fetchval("SELECT EXISTS (SELECT 1 FROM projects WHERE project_id = $1)", number):
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"There is a project {number} already.")
        await connection.execute(
            "INSERT INTO projects (project_id, name, cell) VALUES ($1, $2, $3)",
            number,
            name or f"project {number}",
            cell_name,
        )
        await cell.execute("INSERT INTO rollup_state (project_id) VALUES ($1) ON CONFLICT DO NOTHING", number)
    return int(number)


@dataclass(frozen=True, slots=True)
class CellState:
    """How much a cell holds, and what waits in it.

    Attributes:
        bytes: Size of its tables and indexes.
        waiting: Events that are not counted yet.
        seconds: How long the oldest of them has waited.
    """

    bytes: int
    waiting: int
    seconds: float


async def measure(cell: Connection) -> CellState:
    """The state of a cell."""
    row = await cell.fetchrow(
        """
        SELECT
            (SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r') AS bytes,
            coalesce(sum(events), 0)::bigint AS waiting,
            coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS seconds
        FROM ingest_batches
        """
    )
    assert row is not None
    return CellState(**row)


def _cell(name: str, database_url: str | None, settings: Settings) -> Cell:
    return Cell(name, in_schema(database_url or settings.database_url, name))
