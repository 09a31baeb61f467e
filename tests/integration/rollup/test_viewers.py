"""The viewer of an event: user, guest, bot or the creator itself; and which of two events with equal times decides."""

from typing import Any
from uuid import UUID

import pytest

from server.events.ids import stored_id
from server.rollup.aggregator import Aggregator
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Connection
from tests.drawing import thinned
from tests.integration.rollup.feed import at, event, feed, snapshot, viewers_of_all_time
from tests.integration.rollup.test_classes import declare


async def test_a_suspicious_event_changes_nothing_of_the_viewer_that_it_names(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    facts = {"content_id": "c1", "creator_id": "k1"}
    await feed(
        database,
        [event("view_start", at(n), **facts, session_id="s1", play_key=f"p:{n}", watch_ms=4000) for n in range(3)]
        + [event("like", at(3), **facts, session_id="s1"), event("view_start", at(1), **facts, session_id="s2")],
    )
    await aggregator.run_once()
    before = await snapshot(database, 1)
    junk: dict[str, Any] = {**facts, "session_id": "s1", "bot_reason": "rate"}
    await feed(
        database,
        [
            event("view_progress", at(30), **junk, play_key="p:1", watch_ms=90_000),
            event("unlike", at(30), **junk),
            event("click", at(29), session_id="s1", bot_reason="user_agent"),
        ]
        + [event("view_start", at(4), **junk, play_key=f"p:x{n}") for n in range(200)],
    )
    await aggregator.run_once()
    after = await snapshot(database, 1)
    for table, old in before.items():
        if table not in ("content_states", "sessions", "schema_usage"):  # these count the events of all viewers
            assert [row for row in old if row not in after[table]] == [], table
            assert all(row.get("traffic", 1) & 1 for row in after[table] if row not in old), table
    rows = await database.fetch(
        "SELECT traffic, views, plays, unique_viewers, likes FROM content_totals"
        " WHERE content_id = 'c1' ORDER BY traffic"
    )
    assert [tuple(row) for row in rows] == [(0, 4, 4, 2, 1), (1, 200, 201, 1, 0)]
    assert await rebuild(settings) == []


async def test_a_suspicious_event_counts_for_people_only_while_an_admin_says_so(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    async def views() -> list[tuple[int, int, int, int]]:
        rows = await database.fetch(
            "SELECT traffic, views, unique_viewers, (SELECT sum(sessions) FROM platform_totals AS p"
            " WHERE p.traffic = t.traffic) FROM content_totals AS t WHERE views <> 0 ORDER BY traffic"
        )
        return [tuple(row) for row in rows]

    facts = {"content_id": "c1", "creator_id": "k1", "user_id": "u1"}
    await feed(
        database,
        [
            event("view_start", at(0), **facts, session_id="s1"),
            event("view_start", at(9), **facts, session_id="s2", bot_reason="data_center"),
        ],
    )
    await aggregator.run_once()
    apart = [(0, 1, 1, 1), (1, 1, 1, 1)]
    assert await views() == apart
    await declare(database, "u:u1", is_bot=False)
    await aggregator.run_once()
    assert await views() == [(0, 2, 2, 2)], "as a viewer of its own"
    assert await rebuild(settings) == []
    await declare(database, "u:u1", is_bot=True)
    await aggregator.run_once()
    assert await views() == [(1, 2, 2, 2)]
    await declare(database, "u:u1")
    assert await rebuild(settings) == [], "a decision that waits is no difference"
    await aggregator.run_once()
    assert await views() == apart
    await feed(database, [event("view_start", at(10), **facts, session_id="s2", bot_reason="data_center")])
    await declare(database, "s:u1", is_bot=False)  # a guest whose session is named like the user
    await aggregator.run_once()
    assert await views() == [(0, 1, 1, 1), (1, 2, 1, 1)]
    assert await rebuild(settings) == []


async def test_a_guest_named_like_a_user_is_another_viewer(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    facts = {"content_id": "c1", "creator_id": "k1"}
    await feed(
        database,
        [
            event("view_start", at(0), **facts, user_id="x"),
            event("view_start", at(1), **facts, session_id="x"),
            event("like", at(2), **facts, user_id="x"),
            event("unlike", at(3), **facts, session_id="x"),
            event("click", at(4), user_id="x", age_group="age_18_24"),
        ],
    )
    await declare(database, "s:x", is_bot=False, gender="female")
    await aggregator.run_once()
    row = await database.fetchrow("SELECT unique_viewers, views, likes FROM content_totals")
    assert row is not None
    assert tuple(row) == (2, 2, 1)
    assert set(await viewers_of_all_time(database)) == {2}
    known = await database.fetch("SELECT viewer_id, age_group, gender FROM viewers ORDER BY viewer_id")
    assert [tuple(row) for row in known] == [("s:x", None, "female"), ("u:x", "age_18_24", None)]
    assert await rebuild(settings) == []


@pytest.mark.parametrize("seed", thinned(range(4), 4))
async def test_events_of_one_time_are_ordered_by_the_ids_that_were_sent(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    def sent(client_id: str, type_: str, **more: Any) -> dict[str, Any]:
        return event(
            type_,
            at(1),
            id=UUID(stored_id(client_id)),
            client_id=client_id,
            content_id="c1",
            user_id=f"u{seed}",
            **more,
        )

    uuid = "0f8fad5b-d9cb-469f-a165-70867728950e"
    histories = [
        [sent(f"tie-{seed}-1", "like"), sent(f"tie-{seed}-2", "unlike")],
        [sent(f"{seed}-Z", "unlike"), sent(f"{seed}-a", "like")],  # by code points, whatever the database's language
        [sent("~later than any digit", "like"), sent(uuid, "unlike")],
        [sent(uuid.upper(), "unlike"), sent(f"1{seed}", "like")],  # a UUID in any spelling is its canonical text
    ]
    for number, pair in enumerate(histories):
        await feed(database, [{**one, "content_id": f"c{number}"} for one in reversed(pair)])
        await aggregator.run_once()
    rows = await database.fetch("SELECT liked FROM content_viewers ORDER BY content_id")
    assert [row["liked"] for row in rows] == [False, True, True, True]
    shown = [sent(f"a-{seed}", "view_start", country="DE", age_group="age_18_24", play_key="p:1")]
    shown += [sent(f"b-{seed}", "view_progress", country="FR", age_group="age_25_34", play_key="p:1")]
    for one in shown[:: 1 if seed % 2 else -1]:
        await feed(database, [{**one, "content_id": "c9"}])
        await aggregator.run_once()
    assert await database.fetchval("SELECT country FROM plays WHERE content_id = 'c9'") == "DE"
    assert await database.fetchval("SELECT age_group FROM viewers") == "age_25_34"
    assert await rebuild(settings) == []


async def test_a_creator_that_follows_itself_is_classed_like_one_that_watches_itself(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await feed(
        database,
        [
            event("follow", at(0), creator_id="k1", user_id="k1", session_id="s1"),
            event("follow", at(1), creator_id="k1", user_id="u1", session_id="s2"),
            event("follow", at(1), creator_id="k1", session_id="k1"),
        ],
    )
    await aggregator.run_once()
    rows = await database.fetch("SELECT traffic, follows, sessions FROM creator_totals ORDER BY traffic")
    assert [tuple(row) for row in rows] == [(0, 2, 2), (2, 1, 1)]
    await declare(database, "u:k1", is_bot=True)
    await aggregator.run_once()
    rows = await database.fetch("SELECT traffic, follows, sessions FROM platform_totals WHERE follows > 0 ORDER BY 1")
    assert [tuple(row) for row in rows] == [(0, 2, 2), (3, 1, 1)]
    assert await rebuild(settings) == []


async def test_a_session_counts_by_its_events_that_count(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    async def counted(*classes: int) -> tuple[int, int]:
        row = await database.fetchrow(
            "SELECT sum(sessions)::int, sum(session_ms)::int / 60000 FROM platform_totals WHERE traffic = ANY ($1)",
            classes,
        )
        assert row is not None
        return row[0], row[1]

    own = {"content_id": "c1", "creator_id": "k1", "user_id": "k1"}
    await feed(
        database,
        [
            event("view_start", at(0), session_id="s1", **own),
            event("view_start", at(20), session_id="s1", content_id="c2", user_id="k1"),
            event("click", at(22), session_id="s1", content_id="c2", user_id="k1"),
            event("view_start", at(3), session_id="own only", **own),
            event("click", at(40), session_id="s1", bot_reason="rate"),
        ],
    )
    await aggregator.run_once()
    assert await counted(0) == (1, 2)
    assert await counted(0, 2) == (2, 22)
    assert await counted(0, 1) == (1, 20)
    assert await counted(0, 1, 2, 3) == (2, 40)
    await declare(database, "u:k1", is_bot=True)
    await aggregator.run_once()
    assert await counted(0) == (0, 0)
    assert await counted(0, 1) == (1, 20)
    assert await counted(0, 2) == (0, 0)
    assert await counted(0, 1, 2, 3) == (2, 40)
    assert await rebuild(settings) == []
