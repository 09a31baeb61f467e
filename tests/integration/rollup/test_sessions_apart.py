"""Half an hour without an event ends a session: whatever the order and the batches, after removals and in a rebuild."""

from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

import msgspec
import pytest

from server.rollup.aggregator import Aggregator
from server.rollup.fold import Fold
from server.rollup.leader import connect
from server.rollup.rebuild import rebuild
from server.rollup.removal import remove_events
from server.rollup.removal_filter import Removal
from server.settings import Settings
from server.storage.database import Connection, Pool
from tests.drawing import thinned
from tests.integration.rollup.feed import BASE, Published, at, event, feed, in_project, snapshot
from tests.integration.rollup.test_plans import nodes
from tests.integration.rollup.test_properties import CHOICES, assert_equals_oracle, completed
from tests.oracle import Oracle

_projects = count(900)

MICROSECOND = timedelta(microseconds=1)
TIMEOUT = timedelta(minutes=30)
PAUSES = [
    *(timedelta(0), timedelta(seconds=1), timedelta(minutes=14), timedelta(minutes=15), timedelta(minutes=29)),
    *(TIMEOUT - MICROSECOND, TIMEOUT, TIMEOUT + MICROSECOND, timedelta(minutes=31), timedelta(minutes=59)),
    *(timedelta(hours=1), timedelta(hours=1) + MICROSECOND, timedelta(days=3)),
]


def kept_ids(random: Random, size: int) -> list[dict[str, Any]]:
    """Events of two session ids that are kept, with pauses around half an hour; of all classes, in order of time."""
    found, moment = [], BASE
    for _ in range(size):
        moment += random.choice(PAUSES)
        drawn = {name: random.choice(values) for name, values in CHOICES.items()}
        drawn |= {"id": UUID(int=random.getrandbits(64)), "session_id": random.choice(["s1", "s1", "s2", None])}
        found.append(
            completed({**drawn, "occurred_at": moment, "watch_ms": random.choice([None, 4000]), "sections": None})
        )
    return found


def in_any_order(random: Random, events: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Batches of any size, in any order, some events twice."""
    sent = events + random.sample(events, len(events) // 4)
    random.shuffle(sent)
    batches = []
    while sent:
        size = random.choice([1, 1, 2, 5, 20])
        batches.append(sent[:size])
        del sent[:size]
    return batches


@pytest.mark.parametrize("seed", thinned(range(8), 4))
async def test_any_order_gives_the_sessions_of_a_plain_recomputation(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random, project = Random(seed), next(_projects)
    history = in_project(kept_ids(random, (8, 15, 25, 40, 60, 90, 130, 200)[seed]), project)
    known: list[dict[str, Any]] = []
    batches = in_any_order(random, history)
    for number, batch in enumerate(batches):
        await feed(database, batch)
        await aggregator.drain()
        known += batch
        if number % 16 == 5:
            await assert_equals_oracle(database, project, Oracle(known, project))
    await assert_equals_oracle(database, project, Oracle(history, project))
    assert await rebuild(settings.model_copy(update={"aggregation_max_events": 9})) == []


@pytest.mark.parametrize("seed", thinned(range(4), 4))
async def test_a_removal_splits_sessions_again(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random = Random(seed + 50)
    corrected, expected = next(_projects), next(_projects)
    history = kept_ids(random, (12, 30, 60, 120)[seed])
    gone = {source["id"] for source in random.sample(history, len(history) // random.choice([2, 4]))}
    left = [source for source in history if source["id"] not in gone]
    for project, events in ((corrected, history), (expected, left)):
        await feed(database, *in_any_order(random, in_project(events, project)))
        await aggregator.drain()
    removal = Removal(ids=[str(each) for each in gone])
    await remove_events(settings, Published(), corrected, removal, dry_run=False, by="root")
    await aggregator.drain()  # the owner of a content may be another without them
    found, right = await snapshot(database, corrected), await snapshot(database, expected)
    for table, rows in right.items():
        assert found[table] == rows, table
    assert await rebuild(settings) == []


async def sessions(database: Connection) -> list[tuple[datetime, datetime, int]]:
    rows = await database.fetch("SELECT first_event_at, last_event_at, events FROM sessions ORDER BY first_event_at")
    return [tuple(row) for row in rows]


async def counted(database: Connection) -> list[tuple[Any, ...]]:
    """Number and seconds of the sessions of the platform and of each creator, by quarter-hour."""
    rows = await database.fetch(
        """
        SELECT '' AS creator_id, bucket, sessions, session_ms / 1000 FROM platform_buckets WHERE sessions <> 0
        UNION ALL
        SELECT creator_id, bucket, sessions, session_ms / 1000 FROM creator_buckets WHERE sessions <> 0
        ORDER BY 1, 2
        """
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(("pause", "number"), [(TIMEOUT, 1), (TIMEOUT + MICROSECOND, 2)])
@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("later_first", [True, False])
async def test_more_than_half_an_hour_ends_a_session(
    database: Connection, aggregator: Aggregator, pause: timedelta, number: int, at_once: bool, later_first: bool
) -> None:
    both = [event("view_start", BASE, content_id="c1", session_id="s1")]
    both.append(event("view_start", BASE + pause, content_id="c1", session_id="s1"))
    if later_first:
        both.reverse()
    for batch in [both] if at_once else [[one] for one in both]:
        await feed(database, batch)
        await aggregator.drain()
    assert len(await sessions(database)) == number


async def test_a_late_event_joins_sessions_of_all_creators_and_its_removal_parts_them(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    visits = [
        event("view_start", at(minutes), content_id=content, creator_id=creator, session_id="s1")
        for minutes, content, creator in ((0, "c1", "k1"), (5, "c2", "k2"), (50, "c1", "k1"), (60, "c3", "k3"))
    ]
    between = event("click", at(30), session_id="s1")
    await feed(database, visits)
    await aggregator.drain()
    apart = [(at(0), at(5), 2), (at(50), at(60), 2)]
    numbers = [
        *(("", at(0), 1, 300), ("", at(45), 1, 600), ("k1", at(0), 1, 0), ("k1", at(45), 1, 0)),
        *(("k2", at(0), 1, 0), ("k3", at(60), 1, 0)),
    ]
    assert (await sessions(database), await counted(database)) == (apart, numbers)
    await feed(database, [between])
    await aggregator.drain()
    assert await sessions(database) == [(at(0), at(60), 5)]
    assert await counted(database) == [
        *(("", at(0), 1, 3600), ("k1", at(0), 1, 3000), ("k2", at(0), 1, 0), ("k3", at(60), 1, 0)),
    ]
    removal = Removal(ids=[str(between["id"])])
    await remove_events(settings, Published(), 1, removal, dry_run=False, by="root")
    assert (await sessions(database), await counted(database)) == (apart, numbers)
    assert await rebuild(settings) == []


async def test_an_event_after_a_session_end_continues_the_session(database: Connection, aggregator: Aggregator) -> None:
    """Whatever comes first: the end may arrive last."""
    done = [
        event(kind, at(minutes), session_id="s1") for minutes, kind in ((0, "click"), (1, "session_end"), (2, "click"))
    ]
    for events in (done, done[::-1]):
        await database.execute("TRUNCATE raw_events, sessions, session_spans")
        for one in events:
            await feed(database, [one])
            await aggregator.drain()
        assert await sessions(database) == [(at(0), at(2), 3)]
        assert await database.fetchval("SELECT closed_at FROM sessions") == at(1)


MANY = """
INSERT INTO sessions (project_id, session_id, first_event_at, last_event_at, revision)
SELECT 1, 's1', moment, moment, 1
FROM generate_series(1, 5000) AS n,
    LATERAL (SELECT now() - n * interval '1 hour' + interval '45 minutes' AS moment) AS at;
INSERT INTO session_spans (project_id, session_id, creator_id, first_event_at, traffic, last_event_at)
SELECT project_id, session_id, creator_id, first_event_at, 0, last_event_at
FROM sessions, unnest(ARRAY['', 'k1']) AS creator_id;
INSERT INTO claimed_events (
    project_id, event_key, seen_at, bucket, occurred_at, received_at, type, session_id, creator_id, viewer_id,
    feeds_play, is_increment, has_owner, is_rewatch, schema_version)
SELECT 1, '', now(), date_bin('15 minutes', now(), '1970-01-01Z'), now(), now(), 'click', 's1', 'k1',
    's:s1', false, false, true, false, '1.1.0';
INSERT INTO run_revisions VALUES (1, 2);
"""


async def test_an_update_costs_the_same_however_many_sessions_an_id_has_had(pool: Pool, settings: Settings) -> None:
    folding = await connect(settings, "test")
    fold = await Fold.prepare(folding, settings)
    read = {}
    async with folding.transaction():
        await folding.execute(MANY)
        for name in ("session_parts", "sessions", "session_spans"):
            statement = fold.statements[name]
            explain = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement.text}"
            plan = await folding.fetchval(explain, *statement.arguments(fold.values_of(name)))
            found = list(nodes(msgspec.json.decode(plan)[0]["Plan"] if isinstance(plan, str) else plan[0]["Plan"]))
            read[name] = sum(
                node["Actual Rows"] * node["Actual Loops"] + node.get("Rows Removed by Filter", 0)
                for node in found
                if node.get("Relation Name") in ("sessions", "session_spans") and "Scan" in node["Node Type"]
            )
        kept = await folding.fetchval("SELECT count(*) FROM sessions")
    await folding.close()
    assert kept == 5000, "the newest continues"
    assert read == {"session_parts": 3, "sessions": 0, "session_spans": 2}
