"""The application with a second cell: a schema of the same database, or of another server."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
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
from tests.databases import new_name
from tests.folders import server_folder
from tests.integration.transport.api import Api, served
from tests.unit.forked_command import run_forked

Viewpulse: TypeAlias = Callable[..., str]


@pytest.fixture
def viewpulse(settings: Settings) -> Viewpulse:
    """Runs a command on the test's database; returns what it printed."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VIEWPULSE_")}
    environment = {
        **inherited,
        "VIEWPULSE_DATABASE_URL": settings.database_url,
        "VIEWPULSE_DATA_DIR": str(settings.data_dir),
    }

    def run(*arguments: str) -> str:
        done = run_forked(arguments, environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture(scope="session")
def other_postgres_url() -> Iterator[str]:
    """Address of a second PostgreSQL server."""
    with server_folder("other") as folder:
        server = EmbeddedPostgres(folder, {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}).start()
        yield server.url
        server.stop()


@pytest.fixture(params=["one database", "two servers"])
def cell(request: pytest.FixtureRequest, settings: Settings, viewpulse: Viewpulse) -> Iterator[Cell]:
    """A cell named ``eu`` with project 2."""
    with ExitStack() as stack:
        if request.param == "one database":
            url = settings.database_url
            viewpulse("cell", "create", "eu")
        else:
            url = stack.enter_context(
                database_copy(request.getfixturevalue("other_postgres_url"), new_name(), "template1")
            )
            viewpulse("cell", "create", "eu", "--database-url", url)
        assert viewpulse("project", "create", "--cell", "eu") == "2"
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
