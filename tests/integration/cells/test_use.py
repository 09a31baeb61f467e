"""A process works for a cell while it has requests, and says which cells do not work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from resolvers.context import publish_nothing
from server import open_cells
from server.access import Caller
from server.errors import ErrorCode, ViewpulseError
from server.events.ingest import Status
from server.events.model import decode_event
from server.open_cells import OpenCells
from server.settings import Settings
from server.storage.cell_directory import Cell, find_cell
from server.storage.database import Pool, connected
from server.storage.shared_cache import SharedCache
from tests.databases import drop, name_of, run_sql
from tests.integration.cells.conftest import Viewpulse
from tests.integration.live.dashboard import TRACK, play
from tests.integration.test_doctor import findings
from tests.integration.transport.api import Api

THEIRS = Caller(project_id=2, may_track=True)
EVENT = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}


@dataclass
class Clock:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@asynccontextmanager
async def opened(settings: Settings, clock: Clock) -> AsyncIterator[OpenCells]:
    lists = SharedCache(settings.redis_url, settings.database_url, 1.0)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(lists.close)
        cells = OpenCells(settings, stack, publish=publish_nothing, public_lists=lists, now=clock)
        await cells.start()
        yield cells


@pytest.fixture
async def cells(settings: Settings, clock: Clock) -> AsyncIterator[OpenCells]:
    async with opened(settings, clock) as cells:
        yield cells


@asynccontextmanager
async def without_directory(pool: Pool) -> AsyncIterator[None]:
    """All connections of the default cell's pool are in use."""
    async with AsyncExitStack() as stack:
        for _ in range(pool.get_max_size()):
            await stack.enter_async_context(pool.acquire())
        yield


async def is_unavailable(cells: OpenCells, caller: Caller = THEIRS) -> bool:
    """Whether a caller's event is answered UNAVAILABLE."""
    with pytest.raises(ViewpulseError) as refused:
        await pool_in_use(cells, caller)
    return refused.value.code is ErrorCode.UNAVAILABLE


async def close_project(cell: Cell, settings: Settings) -> None:
    """As a move does first."""
    async with connected(cell.settings(settings)) as connection:
        await connection.execute("UPDATE rollup_state SET accepts_since = 'infinity' WHERE project_id = 2")


async def pool_in_use(cells: OpenCells, caller: Caller = THEIRS) -> Pool:
    """The pool of a caller's cell, after a request of the caller."""
    services = await cells.services_of(caller)
    [result] = await services.ingest.track(caller, [decode_event(EVENT)])
    assert result.status is Status.ACCEPTED
    return services.pool


async def test_a_cell_without_requests_is_closed_and_opened_by_the_next(
    cell: Cell, cells: OpenCells, clock: Clock
) -> None:
    ours, first = await pool_in_use(cells, Caller(project_id=1, may_track=True)), await pool_in_use(cells)
    assert 2 in await cells.read_progress()
    clock.seconds += open_cells.IDLE_SECONDS + 1

    await cells.close_idle()

    assert (first.is_closing(), ours.is_closing()) == (True, False), "the default cell stays"
    assert list(await cells.read_progress()) == [1]
    assert await pool_in_use(cells) is not first
    assert 2 in await cells.read_progress()


async def test_a_cell_with_requests_stays_open(cell: Cell, cells: OpenCells, clock: Clock) -> None:
    first = await pool_in_use(cells)
    for _ in range(3):
        clock.seconds += open_cells.IDLE_SECONDS / 2
        await cells.close_idle()

        assert await pool_in_use(cells) is first


async def test_settings_in_the_address_of_a_cell_reach_its_connections(
    settings: Settings, pool: Pool, viewpulse: Viewpulse
) -> None:
    mark = "&" if "?" in settings.database_url else "?"
    address = f"{settings.database_url}{mark}citus.enable_schema_based_sharding=on"
    viewpulse("cell", "create", "eu", "--database-url", address)

    cell = await find_cell(pool, settings, "eu")

    async with connected(cell.settings(settings)) as connection:
        assert await connection.fetchval("SHOW citus.enable_schema_based_sharding") == "on"
        assert await connection.fetchval("SELECT current_schema()") == "eu"


@pytest.mark.parametrize("cell", ["one database"], indirect=True)
async def test_no_other_cell_takes_the_events_while_the_directory_cannot_be_read(
    settings: Settings, cell: Cell, clock: Clock, pool: Pool
) -> None:
    impatient = settings.model_copy(update={"database_pool_size": 2, "database_timeout": 0.5})
    async with opened(impatient, clock) as cells:
        default = await pool_in_use(cells, Caller(project_id=1, may_track=True))
        async with without_directory(default):
            assert await is_unavailable(cells), "its cell is not known yet"
            with pytest.raises(OSError, match="No such file"):
                await (await cells.services_of(Caller(project_id=2, user_id="ada"))).pool.fetchval("SELECT 1")
        theirs = await pool_in_use(cells)
        async with without_directory(default):
            assert await pool_in_use(cells) is theirs, "its cell is known"
        await close_project(cell, settings)
        assert await is_unavailable(cells)
        async with without_directory(default):
            assert await is_unavailable(cells), "it may have moved"
    assert await pool.fetchval("SELECT array_agg(DISTINCT project_id) FROM events") == [1]


@pytest.mark.parametrize("cell", ["one database"], indirect=True)
async def test_a_cell_that_does_not_answer_keeps_no_other_waiting(
    settings: Settings, cell: Cell, clock: Clock, pool: Pool
) -> None:
    patient = settings.model_copy(update={"database_timeout": 300.0})
    async with opened(patient, clock) as cells:
        await pool_in_use(cells, Caller(project_id=1, may_track=True))
        await pool_in_use(cells)
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("LOCK TABLE eu.rollup_state")
            async with asyncio.timeout(30):
                assert list(await cells.read_progress()) == [1]
            assert cells.failing() == ["eu"]
        assert sorted(await cells.read_progress()) == [1, 2]
        assert cells.failing() == []


@pytest.mark.parametrize("cell", ["one database"], indirect=True)
async def test_the_poll_notices_a_move(settings: Settings, cell: Cell, cells: OpenCells, pool: Pool) -> None:
    moved: list[int] = []
    cells.on_moved = moved.append
    await pool_in_use(cells)
    await close_project(cell, settings)
    await cells.read_progress()
    assert moved == []
    await pool.execute("UPDATE projects SET cell = 'default' WHERE project_id = 2")

    await cells.read_progress()
    await cells.read_progress()

    assert moved == [2]


@pytest.mark.parametrize("cell", ["one database"], indirect=True)
async def test_the_projects_whose_cell_was_asked_for_last_are_remembered(
    cell: Cell, cells: OpenCells, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_cells, "PROJECTS_KEPT", 2)
    default = await pool_in_use(cells, Caller(project_id=1, may_track=True))
    cells.note(2, "eu")
    cells.note(3, "default")
    theirs = await pool_in_use(cells)
    cells.note(4, "default")
    async with without_directory(default):
        assert await pool_in_use(cells) is theirs


@pytest.mark.parametrize("cell", ["two servers"], indirect=True)
async def test_a_cell_that_does_not_work_is_named(
    settings: Settings, cell: Cell, api: Api, viewpulse: Viewpulse, other_postgres_url: str
) -> None:
    theirs = replace(api, write_key=viewpulse("key", "create", "--project", "2"))
    await play(theirs, "c1", "k1", "s1")
    assert (await api.client.get("/health/ready")).json()["cells"] == {"ok": True, "failing": []}
    assert (await findings(settings))["Schema of cell eu"].advice == ""
    await run_sql(other_postgres_url, drop(name_of(cell.database_url)))
    await theirs.ask(TRACK, {"events": [EVENT]})

    ready = await api.client.get("/health/ready")

    assert (ready.status_code, ready.json()["cells"]) == (200, {"ok": False, "failing": ["eu"]})
    assert (await findings(settings))["PostgreSQL of cell eu"].advice == "Start it."
