"""What a cell costs the others: nothing, neither when there is none nor when one is unavailable."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from server import open_cells
from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.storage.cell_directory import Cell
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.databases import drop, name_of, run_sql
from tests.integration.cells.conftest import Viewpulse
from tests.integration.cells.test_two_cells import VIEWS, shows
from tests.integration.live.dashboard import TRACK, play, watched
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket


async def test_without_other_cells_the_directory_is_not_asked(
    settings: Settings, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked(*_: Any) -> None:
        raise AssertionError("the directory is asked")

    monkeypatch.setattr(open_cells, "known_projects", asked)
    monkeypatch.setattr(open_cells, "find_cell", asked)
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    async with served(create_app(settings), settings) as api:
        assert "data" in await api.ask("{ definitions { __typename } }")
        assert "data" in await api.ask(VIEWS, authorization=api.token("root", Role.ADMIN))
        await play(replace(api, write_key=key), "c1", "k1", "s1")
        async with socket(api.url) as client:
            await client.initialise(authorization=api.token("root", Role.ADMIN))
            await client.subscribe(f"subscription {VIEWS}")
            assert (await client.hear())["type"] == "next"


@pytest.mark.parametrize("cell", ["two servers"], indirect=True)
async def test_an_unavailable_cell_does_not_concern_the_others(
    cell: Cell, api: Api, viewpulse: Viewpulse, other_postgres_url: str
) -> None:
    theirs = replace(api, write_key=viewpulse("key", "create", "--project", "2"))
    token = api.token("root", Role.ADMIN, project=2)
    await play(theirs, "c1", "k1", "s1")
    async with watched(api, VIEWS) as here:
        await run_sql(other_postgres_url, drop(name_of(cell.database_url)))
        for number in (1, 2, 3):
            await play(api, "c1", "k1", f"s{number}")
            await shows(here, number)
        event = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s2"}
        refused = await asyncio.gather(theirs.ask(TRACK, {"events": [event]}), theirs.ask(VIEWS, authorization=token))
    assert [one["errors"][0]["extensions"]["code"] for one in refused] == ["UNAVAILABLE", "UNAVAILABLE"]
    assert viewpulse("cell", "list").splitlines()[1].endswith("  1 project  cannot be reached")
    assert (await api.client.get("/health/ready")).status_code == 200
