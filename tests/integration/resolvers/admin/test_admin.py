"""Fields for admins."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from server.access import Caller
from server.rollup.leader import FOLD_LOCK
from server.rollup.on_demand import PAUSE_SECONDS, process_events
from server.settings import Settings
from server.storage.database import Pool
from server.storage.locks import lock
from tests.integration.analytics.stack import ADMIN, APP, Stack, at, creator, event, user
from tests.integration.live.stand_ins import until
from tests.integration.rollup.feed import Published

PROCESS = "mutation { processEvents { batches events seconds lag paused backlog } }"
REMOVE = 'mutation { removeEvents(filter: { userId: "u1" }) { matched removed } }'
RECOMPUTE = "mutation { recomputeScores { contents finishedAt } }"
STATS = """
query ($definition: String! = "start@1", $include: TrafficInput) {
  platformStats(definition: $definition, include: $include) {
    asOf revision isFinal definition contents cataloguedContents creators views plays watchTime
    uniqueViewers { count estimated } sessions openSessions staleScores pendingBatches pendingEvents lag
  }
}
"""


async def views_of(stack: Stack) -> int:
    answer = await stack.ask('{ contentAnalytics(contentId: "c1") { views { total } } }')
    views: int = answer["views"]["total"]
    return views


async def test_everything_acknowledged_before_is_counted_after(stack: Stack) -> None:
    await stack.track([event("VIEW_START", who=f"u{n}") for n in range(150)])
    assert await views_of(stack) == 0
    report = await stack.ask(PROCESS)
    assert (report["batches"], report["events"], report["paused"], report["backlog"]) == (2, 150, False, False)
    assert report["seconds"] > 0
    assert await views_of(stack) == 150
    assert (await stack.ask(PROCESS))["events"] == 0


async def test_many_callers_take_one_connection_and_learn_of_their_own_project(stack: Stack, pool: Pool) -> None:
    await stack.track([event("VIEW_START", who=f"u{n}") for n in range(3)])
    await stack.track([event("VIEW_START", who=f"u{n}") for n in range(150)], replace(APP, project_id=2))
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1"
    async with pool.acquire() as connection:
        before = await connection.fetchval(others, "viewpulse-aggregator")
        await lock(connection, FOLD_LOCK)
        asked = [asyncio.create_task(stack.ask(PROCESS, replace(ADMIN, project_id=1 + n % 2))) for n in range(40)]
        await until(lambda: len(stack.services.runs._waiting) == len(asked))
        await asyncio.sleep(4 * PAUSE_SECONDS)  # some runs, none of which finds the tables free
        assert await connection.fetchval(others, "viewpulse-aggregator") <= max(before, 1), "some may have been left"
        await connection.execute("SELECT pg_advisory_unlock_all()")
    reports = await asyncio.gather(*asked)
    assert [(report["batches"], report["events"]) for report in reports] == [(1, 3), (2, 150)] * 20
    assert not any(report["paused"] or report["backlog"] for report in reports)
    assert all(report["lag"] > 0 for report in reports)
    await until(lambda: stack.services.runs._worker is None)


async def test_removals_of_one_project_take_one_connection(stack: Stack, pool: Pool) -> None:
    for project in (1, 2):
        await stack.track([event("VIEW_START", who=f"u{n}") for n in range(3)], replace(APP, project_id=project))
    await stack.aggregator.drain()
    connections = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1"
    async with pool.acquire() as connection:
        await lock(connection, FOLD_LOCK)
        callers = [replace(ADMIN, project_id=1 + n % 2) for n in range(20)]
        asked = [asyncio.create_task(stack.ask(REMOVE, caller)) for caller in callers]
        async with asyncio.timeout(20):
            while await connection.fetchval(connections, "viewpulse-removal") < 2:  # noqa: ASYNC110 - another session
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        assert await connection.fetchval(connections, "viewpulse-removal") == 2
        await connection.execute("SELECT pg_advisory_unlock_all()")
    removed = [answer["removed"] for answer in await asyncio.gather(*asked)]
    assert [sum(removed[project::2]) for project in (0, 1)] == [1, 1]


async def test_many_runs_are_reported_as_one(stack: Stack, settings: Settings) -> None:
    await stack.track([event("VIEW_START", who=f"u{n}") for n in range(300)])
    published = Published()
    report = await process_events(settings.model_copy(update={"aggregation_max_events": 100}), published, 20.0)
    assert (report.batches, report.events, report.backlog) == (3, 300, False)
    assert [revisions for revisions, _ in published.runs] == [{1: 1}, {1: 2}, {1: 3}]
    assert await views_of(stack) == 300


async def test_a_call_whose_time_is_up_leaves_the_rest_and_reports_it(stack: Stack, settings: Settings) -> None:
    await stack.track([event("VIEW_START", who=f"u{n}") for n in range(300)])
    report = await process_events(settings.model_copy(update={"aggregation_max_events": 100}), Published(), 0.0)
    assert (report.events, report.backlog) == (100, True)


async def test_a_rebuild_makes_it_wait_and_in_the_end_say_that_nothing_was_done(
    stack: Stack, settings: Settings, pool: Pool
) -> None:
    await stack.track([event("VIEW_START")])
    async with pool.acquire() as connection:
        await lock(connection, FOLD_LOCK)
        report = await process_events(settings, Published(), 0.2)
        await connection.execute("SELECT pg_advisory_unlock_all()")
    assert (report.paused, report.events) == (True, 0)
    assert (await process_events(settings, Published(), 20.0)).events == 1


async def test_scores_are_computed_at_once(stack: Stack) -> None:
    await stack.count(*(event("VIEW_START", "c1", f"u{n}") for n in range(12)), event("VIEW_START", "c2"))
    top = "{ topContents(by: VIEWS) { edges { node { contentId views } } } }"
    assert (await stack.ask(top))["edges"] == []
    await stack.track([event("VIEW_START", who="u1")], replace(APP, project_id=2))
    await stack.aggregator.drain()
    answer = await stack.ask(RECOMPUTE)
    assert answer["contents"] == 2, "of the own project"
    assert answer["finishedAt"] == "2026-11-20T12:07:00+00:00"
    ranked = [edge["node"] for edge in (await stack.ask(top))["edges"]]
    assert ranked == [{"contentId": "c1", "views": 12}, {"contentId": "c2", "views": 1}]


async def test_the_statistics_count_all_there_is(stack: Stack, pool: Pool) -> None:
    await stack.ask('mutation { upsertContents(contents: [{ id: "a", creatorId: "k1" }, { id: "z" }]) { accepted } }')
    await stack.count(
        event("VIEW_START", "a", "u1", sessionId="s1", **at("2026-11-20T11:50"), viewData={"watchTime": 7}),
        event("VIEW_START", "b", "u2", creatorId="k2", sessionId="s2", **at("2026-11-20T11:00")),
        event("VIEW_START", "b", "u3", creatorId="k2", sessionId="s3", **at("2026-11-20T11:55")),
        {"type": "SESSION_END", "sessionId": "s3", **at("2026-11-20T11:56")},
        event("VIEW_START", "a", "k1", sessionId="s4", **at("2026-11-20T11:50")),
    )
    await stack.set_as_of("2026-11-20T12:00:00Z")
    answer = await stack.ask(STATS)
    assert answer.pop("revision") == 1
    assert answer == {
        "asOf": "2026-11-20T12:00:00+00:00",
        "isFinal": False,
        "definition": "start@1",
        "contents": 2,
        "cataloguedContents": 2,
        "creators": 2,
        "views": 3,
        "plays": 3,
        "watchTime": 7.0,
        "uniqueViewers": {"count": 3, "estimated": True},
        "sessions": 3,
        "openSessions": 2,
        "staleScores": 2,
        "pendingBatches": 0,
        "pendingEvents": 0,
        "lag": 0.0,
    }
    assert (await stack.ask(STATS, definition="engaged@1"))["views"] == 1
    assert (await stack.ask(STATS, include={"selfViews": True}))["views"] == 4

    await stack.track([event("VIEW_START"), event("LIKE")])
    now = stack.services.now()
    await pool.execute("UPDATE ingest_batches SET created_at = $1", now - timedelta(seconds=9))
    waiting = await stack.ask(STATS)
    assert (waiting["pendingBatches"], waiting["pendingEvents"], waiting["lag"]) == (1, 2, 9.0)


@pytest.mark.parametrize("document", [PROCESS, RECOMPUTE, STATS])
@pytest.mark.parametrize(
    ("caller", "code"),
    [(creator("k1"), "FORBIDDEN"), (user("u1"), "FORBIDDEN"), (APP, "UNAUTHENTICATED"), (Caller(), "UNAUTHENTICATED")],
)
async def test_only_an_admin_may(stack: Stack, document: str, caller: Caller, code: str) -> None:
    assert (await stack.refusal(document, caller))["code"] == code
    assert ADMIN.is_admin
