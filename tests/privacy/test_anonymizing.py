"""Viewers who have not come for long are nobody any more, and no number changes."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from server.events.viewer_profiles import ViewerRecord, upsert_viewers
from server.live.subjects import session_subject, viewer_subject
from server.rollup import alias_slices, anonymizing
from server.rollup.aggregator import Aggregator
from server.rollup.anonymizing import Anonymizer, find_inactive
from server.rollup.eraser import Eraser
from server.rollup.held import HELD
from server.rollup.rebuild import rebuild
from server.rollup.retention_report import retain_and_report
from server.settings import Settings
from server.storage.audit_trail import read_entries
from server.storage.database import Connection, Pool
from server.storage.tombstones import Tombstones
from tests.drawing import thinned
from tests.integration.analytics.stack import ADMIN
from tests.integration.rollup.days import assert_days_add_up
from tests.integration.rollup.feed import Published, event, feed, snapshot, viewers_of_all_time
from tests.integration.rollup.test_raw_expiry import DAY, NOW, OLDEST
from tests.integration.rollup.test_raw_expiry import expired as let_expire
from tests.integration.rollup.test_raw_expiry import history as aging_history
from tests.privacy.erased import called, tables_with

ANN, GONE = "ann-63d1", "gone-63d1"
NAMES = {"u1": ANN, "u2": "bea-63d1", "s1": GONE, "s2": "lost-63d1", "s3": "past-63d1"}
"""Who comes on old days only; k1 keeps coming, and so its sessions keep their ids."""

SESSIONS = {name for name in NAMES.values() if name not in (ANN, NAMES["u2"])}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"raw_retention_days": 10, "anonymize_after_days": 10})


async def counted(database: Connection, aggregator: Aggregator, events: list[dict[str, Any]]) -> None:
    for start in range(0, len(events), 60):
        await feed(database, events[start : start + 60])
        await aggregator.drain()


async def anonymized(connection: Connection, settings: Settings, now: datetime = NOW) -> tuple[int, Published]:
    """All are who can be; how many these are, and what was published."""
    published = Published()
    anonymizer, total = Anonymizer(connection, settings, published), 0
    while (done := await anonymizer.run_once(now)) is not None:
        total += done
    return total, published


def nameless(table: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Rows without what names viewers, in an order that does not depend on it."""
    return sorted(
        repr(sorted((name, value) for name, value in row.items() if name not in HELD.get(table, {}))) for row in rows
    )


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_ids_become_unlinkable_and_no_number_changes(
    database: Connection,
    settings: Settings,
    aggregator: Aggregator,
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alias_slices, "VIEWERS_AT_ONCE", (500, 2, 1)[seed])
    events = aging_history(seed, (60, 200, 400)[seed])
    old = [one for one in events if one["occurred_at"] < OLDEST]
    young = [one for one in events if one["occurred_at"] >= OLDEST]
    await counted(database, aggregator, [*called(old[::2], NAMES), *old[1::2], *young])
    assert await let_expire(database, settings) > 0
    before, viewers = await snapshot(database, 1), await viewers_of_all_time(database)
    [found] = await find_inactive(database, settings, NOW)
    names = [viewer.partition(":")[2] for viewer in found.viewers]
    assert {ANN, NAMES["u2"]} <= set(names) <= set(NAMES.values())
    assert len(await tables_with(database, names)) > 5

    total, published = await anonymized(database, settings)

    assert total == len(found.viewers)
    entries = [entry for entry, _ in await read_entries(database, 1, 0, 10_000)]
    assert {(entry.action, entry.role, entry.actor, *entry.subjects) for entry in entries} == {
        ("anonymize viewers", "viewpulse", None)
    }
    assert sum(entry.items or 0 for entry in entries) == total
    assert await tables_with(database, names) == set()
    after = await snapshot(database, 1)
    for table, rows in before.items():
        assert nameless(table, after[table]) == nameless(table, rows), table
        assert table in HELD or after[table] == rows, table
    assert await viewers_of_all_time(database) == viewers
    await assert_days_add_up(database)
    assert await rebuild(settings, now=NOW) == []
    assert await rebuild(settings, "c1", now=NOW) == []
    subjects = {subject for _, named in published.runs for subject in named}
    assert {viewer_subject(1, ANN), *(session_subject(1, name) for name in names if name in SESSIONS)} <= subjects
    assert await find_inactive(database, settings, NOW) == []

    back = [event("view_start", OLDEST + DAY, content_id="c1", user_id=ANN, session_id=GONE)]
    unique = "SELECT sum(unique_viewers) FROM content_totals WHERE content_id = 'c1'"
    count = await database.fetchval(unique)
    await counted(database, aggregator, back)
    assert await database.fetchval(unique) == count + 1, "who comes back is a new viewer"
    assert await rebuild(settings, now=NOW) == []


async def test_who_still_comes_keeps_its_ids(database: Connection, settings: Settings, aggregator: Aggregator) -> None:
    old, young = OLDEST - DAY, OLDEST + DAY
    events = [
        event("view_start", old, content_id="c1", user_id="zoe", session_id="of-zoe"),
        event("view_start", young, content_id="c2", user_id="zoe", session_id="of-zoe-2"),
        event("like", old, content_id="c1", session_id="guest"),
        event("view_start", young, content_id="c1", session_id="guest"),
        event("view_start", old, content_id="c1", user_id=ANN, session_id=GONE),
        event("view_start", old, content_id="c1", user_id="bob"),
        event("view_start", old, content_id="c1", user_id="max"),
    ]
    await counted(database, aggregator, events)
    assert await find_inactive(database, settings, NOW) == [], "nothing has expired yet"
    await let_expire(database, settings)
    gone = {f"u:{ANN}", f"s:{GONE}", "u:bob", "u:max"}
    [found] = await find_inactive(database, settings, NOW)
    assert set(found.viewers) == gone
    [limited] = await find_inactive(database, settings, NOW, limit=1)
    assert len(limited.viewers) == 1
    for other in ({"anonymize_after_days": 0}, {"anonymize_after_days": 12}):
        assert await find_inactive(database, settings.model_copy(update=other), NOW) == []

    anonymizer = Anonymizer(database, settings, Published())
    anonymizer._waiting = [found]
    await feed(database, [event("view_start", young, content_id="c1", user_id="bob")])  # not counted yet
    await database.execute("INSERT INTO changed_profiles (project_id, viewer_id) VALUES (1, 'u:max')")
    assert await anonymizer.run_once(NOW) == 2
    assert await tables_with(database, [ANN, GONE]) == set()
    rows = await database.fetch("SELECT viewer_id FROM content_viewers WHERE viewer_id !~ ':anonymized-'")
    assert {row["viewer_id"] for row in rows} == {"u:zoe", "s:guest", "u:bob", "u:max"}
    assert await tables_with(database, ["of-zoe"]) >= {"sessions", "plays"}
    await database.execute("DELETE FROM changed_profiles")  # there is no such profile
    await aggregator.drain()
    assert await rebuild(settings, now=NOW) == []


async def test_the_eraser_does_it_some_at_a_time_and_then_rests(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alias_slices, "VIEWERS_AT_ONCE", 1)
    old = [event("view_start", OLDEST - DAY, content_id="c1", user_id=name) for name in (ANN, GONE)]
    await counted(database, aggregator, old)
    await let_expire(database, settings)
    left = "SELECT count(*) FROM content_viewers WHERE viewer_id !~ ':anonymized-'"
    async with Eraser(settings, Published(), settle=timedelta(0), now=lambda: NOW) as eraser:
        await eraser.anonymize_some()
        assert await database.fetchval(left) == 2, "another process may erase"
        await eraser.run_once()
        for number in (1, 0, 0):
            await eraser.anonymize_some()
            assert await database.fetchval(left) == number
        await database.execute("UPDATE content_viewers SET viewer_id = replace(viewer_id, 'anonymized', 'named')")
        await eraser.anonymize_some()
        assert await database.fetchval(left) == 2, "it rests for an hour"


async def test_whom_raw_events_name_is_not_searched_for_and_a_search_in_vain_is_the_last_one(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, young = OLDEST - DAY, OLDEST + DAY
    came = [("ann", 1), ("bob", 1), ("max", 1), ("zoe", 2)]
    views = [event("view_start", old, content_id="c1", user_id=name, project_id=project) for name, project in came]
    follow = event("follow", young, user_id="ann", creator_id="k1")  # in no table but that of raw events
    await counted(database, aggregator, [*views, follow])
    await let_expire(database, settings)
    found = await find_inactive(database, settings, NOW)
    assert [(part.project_id, sorted(part.viewers)) for part in found] == [(1, ["u:bob", "u:max"]), (2, ["u:zoe"])]

    searches = 0

    async def find_and_let_return(connection: Connection, *arguments: Any) -> list[alias_slices.Inactive]:
        """Zoe, whose project is the first, comes back between the first search and the change."""
        nonlocal searches
        searches += 1
        found = await find_inactive(connection, *arguments)
        if searches == 1:
            await feed(connection, [event("view_start", young, content_id="c1", user_id="zoe", project_id=2)])
        return found

    monkeypatch.setattr(anonymizing, "find_inactive", find_and_let_return)
    told = await retain_and_report(database, settings.model_copy(update={"raw_retention_days": 0}), Published())
    assert told[-1] == "2 viewers anonymized."
    rows = await database.fetch("SELECT viewer_id FROM content_viewers WHERE viewer_id !~ ':anonymized-' ORDER BY 1")
    assert [row["viewer_id"] for row in rows] == ["u:ann", "u:zoe"]
    assert searches == 2

    anonymizer = Anonymizer(database, settings, Published())
    anonymizer._waiting, anonymizer._changed = [alias_slices.Inactive(2, ["u:zoe"])], 0
    assert [await anonymizer.run_once(NOW) for _ in range(2)] == [0, None], "it is not tried again and again"
    assert searches == 2


async def test_bots_and_declared_viewers_who_have_never_come_go_too(
    database: Connection, pool: Pool, settings: Settings, aggregator: Aggregator
) -> None:
    tombstones = Tombstones(pool, settings)
    bot, never, later = "bot-63d1", "never-63d1", "later-63d1"
    await upsert_viewers(pool, ADMIN, [ViewerRecord(id=never), ViewerRecord(id=later)], tombstones)
    for name, moment in ((never, OLDEST - DAY), (later, OLDEST + DAY)):
        sql = "UPDATE viewer_profiles SET updated_at = $2 WHERE viewer_id LIKE '%' || $1"
        await database.execute(sql, name, moment)
    follow = event("follow", OLDEST - DAY, user_id=bot, creator_id="k1", bot_reason="rate")
    await counted(database, aggregator, [follow])
    await let_expire(database, settings)
    assert await tables_with(database, [bot]) == {"viewers"}
    [found] = await find_inactive(database, settings, NOW)
    assert set(found.viewers) == {f"u:{bot}", f"u:{never}", f"s:{never}"}
    assert (await anonymized(database, settings))[0] == 3
    assert await tables_with(database, [bot, never]) == set()
    assert await tables_with(database, [later]) == {"viewer_profiles", "viewers"}
    assert await rebuild(settings, now=NOW) == []


async def test_the_command_tells_what_is_due_and_does_it(
    database: Connection, settings: Settings, aggregator: Aggregator, viewpulse: Callable[..., Any]
) -> None:
    await counted(database, aggregator, [event("view_start", OLDEST - DAY, content_id="c1", user_id=ANN)])
    await let_expire(database, settings)
    told = viewpulse("retention", "--dry-run")
    assert told.stdout.splitlines() == ["0 raw events would expire.", "project 1  1 viewer would be anonymized"]
    assert await tables_with(database, [ANN]) != set()
    done = viewpulse("retention")
    assert done.stdout.splitlines() == ["0 raw events expired.", "0 days added up.", "1 viewer anonymized."], (
        done.stderr
    )
    assert await tables_with(database, [ANN]) == set()
