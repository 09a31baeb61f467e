"""A project of another cell: written, counted, read and pushed there, by the same API as projects of the default."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg

from server.access import Role
from server.settings import Settings
from server.storage.cell_directory import Cell
from tests.integration.cells.conftest import Viewpulse
from tests.integration.live.dashboard import Dashboard, play, upsert, watched
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.api import Api

VIEWS = '{ contentAnalytics(contentId: "c1") { views { total } } }'
COUNTED = """
SELECT
    (SELECT count(*) FROM events) AS events,
    (SELECT coalesce(sum(views), 0)::int FROM platform_totals) AS views,
    (SELECT array_agg(DISTINCT project_id) FROM events) AS projects,
    (SELECT count(*) FROM contents) AS contents
"""


async def counted(database_url: str) -> dict[str, Any]:
    connection = await asyncpg.connect(database_url)
    try:
        [row] = await connection.fetch(COUNTED)
        return dict(row)
    finally:
        await connection.close()


async def shows(dashboard: Dashboard, views: int) -> None:
    """Waits until that many views are pushed."""
    while (await dashboard.pushed())["views"]["total"] != views:
        pass
    assert await dashboard.asked() == {"views": {"total": views}}


async def test_each_project_lives_in_its_cell(settings: Settings, cell: Cell, api: Api, viewpulse: Viewpulse) -> None:
    theirs = replace(api, write_key=viewpulse("key", "create", "--project", "2"))
    token = api.token("root", Role.ADMIN, project=2)
    async with watched(api, VIEWS) as here, watched(theirs, VIEWS, token=token) as there:
        await play(theirs, "c1", "k1", "s1", "s2")
        await shows(there, 2)
        await play(api, "c1", "k1", "s1")
        await shows(here, 1)
        await play(theirs, "c1", "k1", "s3")
        await shows(there, 3)
    await upsert(api, "c1", "k1")

    assert await counted(settings.database_url) == {"events": 2, "views": 1, "projects": [1], "contents": 1}
    assert await counted(cell.database_url) == {"events": 6, "views": 3, "projects": [2], "contents": 0}


async def test_repeated_events_of_both_cells_are_duplicates(api: Api, cell: Cell, viewpulse: Viewpulse) -> None:
    theirs = replace(api, write_key=viewpulse("key", "create", "--project", "2"))
    event = {"id": "0197a0b5-7f52-7a51-9a4b-3f6f1d0c9a11", "type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}
    track = "mutation($event: EventInput!) { trackEvent(event: $event) { results { status } } }"
    answers = [await one.ask(track, {"event": event}) for one in (api, theirs, api, theirs)]

    assert [answer["data"]["trackEvent"]["results"][0]["status"] for answer in answers] == [
        *("ACCEPTED", "ACCEPTED"),
        *("DUPLICATE", "DUPLICATE"),
    ]


async def test_the_list_of_cells_says_what_each_holds(api: Api, cell: Cell, viewpulse: Viewpulse) -> None:
    default, eu = viewpulse("cell", "list").splitlines()

    assert default.startswith("default  ")
    assert "  1 project  " in default
    assert eu.startswith("eu  ")
    assert "/eu  1 project  " in eu
    assert eu.endswith("0 events wait, the oldest for 0.0 s")
    assert viewpulse("project", "list").splitlines()[1].endswith("project 2  in cell eu")


async def test_commands_work_for_the_cell_of_a_project(
    settings: Settings, cell: Cell, viewpulse: Viewpulse, tmp_path: Path
) -> None:
    history = tmp_path / "history.ndjson"
    line = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1", "occurredAt": f"{datetime.now(UTC):%FT%TZ}"}
    history.write_text(f"{json.dumps(line)}\n")
    assert "accepted:   1" in viewpulse("import", str(history), "--project", "2")
    async with aggregating(cell.settings(settings)) as aggregator:
        await aggregator.drain()

    assert await counted(cell.database_url) == {"events": 1, "views": 1, "projects": [2], "contents": 0}
    assert viewpulse("rebuild", "--cell", "eu") == "No differences."
    assert viewpulse("expire", "--cell", "eu") == "0 raw events expired."
    assert viewpulse("migrate").splitlines()[1].startswith("The schema of cell eu is at revision ")
