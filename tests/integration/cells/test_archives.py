"""Archives of two cells follow a project that moves, and one that is deleted."""

from pathlib import Path

import pytest

from server.archive.archiver import write_all
from server.archive.verifying import verify
from server.rollup import deletion, move
from server.settings import Settings
from server.storage.cell_directory import Cell
from server.storage.database import Connection, connected
from server.storage.projects import archive_project
from tests.integration.cells.moving import in_one_database, nothing, until_counted
from tests.integration.live.dashboard import play
from tests.integration.transport.api import Api

pytestmark = pytest.mark.usefixtures("short_grace")


async def archived(settings: Settings, folder: Path) -> int:
    """Writes an archive, and compares it; how many events it has."""
    async with connected(settings) as connection:
        await write_all(connection, folder)
        events, mismatches = await verify(connection, folder)
        assert mismatches == []
        return events


@in_one_database
async def test_a_project_takes_its_events_along(settings: Settings, cell: Cell, api: Api, tmp_path: Path) -> None:
    theirs = cell.settings(settings)
    assert (await archived(settings, tmp_path / "default"), await archived(theirs, tmp_path / "eu")) == (0, 0)
    await play(api, "c1", "k1", "s1", "s2")
    await until_counted(api, 2)
    before = await archived(settings, tmp_path / "default")
    assert before > 2
    await move.move_project(settings, 1, "eu", nothing)
    assert (await archived(settings, tmp_path / "default"), await archived(theirs, tmp_path / "eu")) == (0, before)
    await move.move_project(settings, 1, "default", nothing)
    assert (await archived(settings, tmp_path / "default"), await archived(theirs, tmp_path / "eu")) == (before, 0)


@in_one_database
async def test_a_deleted_project_leaves_no_events(
    settings: Settings, cell: Cell, database: Connection, api: Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(deletion, "GRACE_SECONDS", 0.2)
    await play(api, "c1", "k1", "s1", "s2")
    await until_counted(api, 2)
    assert await archived(settings, tmp_path / "default") > 2
    await archive_project(database, 1)
    await deletion.delete_project(settings, 1)
    assert await archived(settings, tmp_path / "default") == 0
