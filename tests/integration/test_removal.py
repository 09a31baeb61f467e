"""Events that are removed leave nothing behind: the roll-up is what it would be had they never come."""

from itertools import count
from random import Random
from typing import Any

import pytest

from server.rollup.aggregator import Aggregator
from server.rollup.rebuild import rebuild
from server.rollup.removal import Removal, remove_events
from server.settings import Settings
from server.storage.database import Connection
from tests.integration.rollup_feed import Published, at, event, feed, in_project, snapshot
from tests.integration.test_rollup_properties import dense_history

_projects = count(700)


async def removed(settings: Settings, project: int, removal: Removal, **more: Any) -> Any:
    return await remove_events(settings, Published(), project, removal, **{"dry_run": False, "by": "root", **more})


async def counted(database: Connection, working: Aggregator, events: list[dict[str, Any]]) -> None:
    for start in range(0, len(events), 40):
        await feed(database, events[start : start + 40])
        await working.drain()


@pytest.mark.parametrize("seed", range(6))
async def test_without_some_events_all_is_as_if_they_had_never_come(
    database: Connection, settings: Settings, working: Aggregator, seed: int
) -> None:
    random = Random(seed)
    history = dense_history(random, (10, 30, 60, 120, 250, 500)[seed])
    gone = random.sample(history, max(1, len(history) // random.choice([2, 5, 20])))
    ids = {source["id"] for source in gone}
    corrected, expected = next(_projects), next(_projects)
    await counted(database, working, in_project(history, corrected))
    await counted(database, working, in_project([one for one in history if one["id"] not in ids], expected))
    done = await removed(settings, corrected, Removal(ids=[str(each) for each in ids]))
    assert (done.matched, done.removed) == (len(ids), len(ids))
    found, right = await snapshot(database, corrected), await snapshot(database, expected)
    for table, rows in right.items():
        assert found[table] == rows, table
    assert await rebuild(settings) == []
