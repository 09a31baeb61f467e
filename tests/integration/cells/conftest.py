"""The application with a second cell: a schema of the same database, or of another server."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from server.app import create_app
from server.embedded import EmbeddedPostgres
from server.live.publish import Publisher
from server.rollup import move
from server.rollup.every_cell import aggregate_cells
from server.settings import Settings
from server.storage.cell_directory import Cell, in_schema
from tests.conftest import database_copy
from tests.databases import RUN, copy_database, drop, name_of, new_name, run_sql, with_database
from tests.folders import server_folder
from tests.integration.transport.api import Api, served
from tests.unit.forked_command import run_forked

Viewpulse: TypeAlias = Callable[..., str]
WAYS = {"one database": "with_schema", "two servers": "with_server"}
"""Where the second cell is, and what makes it once for all tests."""
ELSEWHERE, MADE = f"viewpulse_test_{RUN}_eu", f"viewpulse_template_{RUN}_eu"


def commands(database_url: str, folder: Path) -> Viewpulse:
    """Runs commands on a database."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VIEWPULSE_")}
    environment = {**inherited, "VIEWPULSE_DATABASE_URL": database_url, "VIEWPULSE_DATA_DIR": str(folder)}

    def run(*arguments: str) -> str:
        done = run_forked(arguments, environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture
def viewpulse(settings: Settings) -> Viewpulse:
    """Runs a command on the test's database; returns what it printed."""
    return commands(settings.database_url, settings.data_dir)


@pytest.fixture(scope="session")
def other_postgres_url() -> Iterator[str]:
    """Address of a second PostgreSQL server."""
    with server_folder("other") as folder:
        server = EmbeddedPostgres(folder, {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}).start()
        yield server.url
        server.stop()


def create_cell(viewpulse: Viewpulse, *options: str) -> None:
    """A cell ``eu`` with project 2."""
    viewpulse("cell", "create", "eu", *options)
    assert viewpulse("project", "create", "--cell", "eu") == "2"


@pytest.fixture(scope="session")
def with_schema(postgres_url: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name of a database to be copied: it has a cell in a schema of its own."""
    with database_copy(postgres_url, new_name(), template) as url:
        create_cell(commands(url, tmp_path_factory.mktemp("schema")))
        yield name_of(url)


@pytest.fixture(scope="session")
def with_server(
    postgres_url: str, other_postgres_url: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Name of a database to be copied: its cell is in the database ``ELSEWHERE``, to be copied from ``MADE``."""
    asyncio.run(run_sql(other_postgres_url, f"CREATE DATABASE {ELSEWHERE}"))
    with database_copy(postgres_url, new_name(), template) as url:
        address = with_database(other_postgres_url, ELSEWHERE)
        create_cell(commands(url, tmp_path_factory.mktemp("server")), "--database-url", address)
        asyncio.run(run_sql(other_postgres_url, f"ALTER DATABASE {ELSEWHERE} RENAME TO {MADE}"))
        yield name_of(url)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, postgres_url: str, template: str, left_behind: list[str]) -> str:
    """A migrated database of the test's own, with the cell if the test has one."""
    if "cell" in request.fixturenames:
        template = request.getfixturevalue(WAYS[request.node.callspec.params["cell"]])
    name = new_name()
    asyncio.run(copy_database(postgres_url, name, template, *map(drop, left_behind)))
    left_behind[:] = [name]
    return with_database(postgres_url, name)


@pytest.fixture(params=[*WAYS])
def cell(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Cell]:
    """A cell named ``eu`` with project 2."""
    if request.param == "one database":
        yield Cell("eu", in_schema(settings.database_url, "eu"))
        return
    with database_copy(request.getfixturevalue("other_postgres_url"), ELSEWHERE, MADE) as url:
        yield Cell("eu", in_schema(url, "eu"))


@pytest.fixture
async def api(settings: Settings, cell: Cell, viewpulse: Viewpulse) -> AsyncIterator[Api]:
    """The application with both cells, and what aggregates them; its write key is of project 1."""
    stop = asyncio.Event()
    publisher = Publisher(settings.redis_url, settings)
    aggregating = asyncio.create_task(aggregate_cells(settings, publisher.publish, stop))
    async with served(create_app(settings), settings) as api:
        api.write_key = viewpulse("key", "create")
        yield api
    stop.set()
    await aggregating
    await publisher.close()


@pytest.fixture
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Old rows are deleted soon after a move."""
    monkeypatch.setattr(move, "GRACE_SECONDS", 4.0)
