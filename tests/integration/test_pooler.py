"""Behind a pooler that lends connections by transaction, no project ever reads the rows of another."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from server.access import Role
from server.analytics.snapshot import read_snapshot
from server.analytics.worker_answers import WorkerAnswers
from server.app import create_app
from server.doctor import examine
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.cell_directory import create_project
from server.storage.database import Connection, open_pool
from server.storage.reader import READER
from server.storage.write_keys import new_write_key, register_write_key
from server.worker.working import Worker
from tests.integration.live.dashboard import watched
from tests.integration.rollup.feed import event, feed
from tests.integration.transport.api import Api, served
from tests.pooler import pooler

ROUNDS = 10
CONNECTIONS = 3
PEOPLE, WORKS = 4, 6
QUESTIONS = (
    """{ topContents(by: VIEWS, range: {last: "7d"}, first: 3) { edges { node { contentId views } } } }""",
    """query($creator: ID!) { creatorContents(creatorId: $creator, first: 4) { totalCount nodes { contentId } } }""",
    """query($creator: ID!) { creatorAnalytics(creatorId: $creator) { views { total } uniqueViewers { count } } }""",
    """query($user: ID!) { interactionHistory(userId: $user, first: 9) { edges { node { contentId } } } }""",
    """{ platformStats { contents } }""",
    """{ contents(first: 50) { nodes { contentId } } }""",
)
"""Lists by cursor, sketches by cursor, raw events, and rows by key."""
FUNNEL = """{ funnel(steps: [{types: [VIEW_START]}, {types: [LIKE]}]) { started steps { viewers } } }"""
LIVE = "{ platformAnalytics { views { total } } }"
WORDS = {1: "ours", 2: "theirs"}
TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"


def history(project: int) -> list[dict[str, Any]]:
    """Views of one project; all of its ids contain its word."""
    word, now = WORDS[project], datetime.now(UTC)
    return [
        event(
            kind,
            now - timedelta(minutes=10 * person + work),
            project_id=project,
            content_id=f"{word}-{work}",
            creator_id=f"{word}-maker",
            user_id=f"{word}-{person}",
        )
        for person in range(PEOPLE * project)
        for work in range(WORKS)
        for kind in ("view_start", "like")
    ]


async def answers(api: Api, project: int, questions: Sequence[str] = QUESTIONS) -> list[Any]:
    token, word = api.token("root", Role.ADMIN, project=project), WORDS[project]
    variables = {"creator": f"{word}-maker", "user": f"{word}-0"}
    return [(await api.ask(query, variables, authorization=token))["data"] for query in questions]


@pytest.mark.own_database
async def test_what_shares_connections_shares_no_rows(
    settings: Settings, database: Connection, aggregator: Aggregator, tmp_path: Path
) -> None:
    await create_project(database, database, "default", project_id=2, name=None)
    keys = {project: new_write_key() for project in WORDS}
    for project, key in keys.items():
        await register_write_key(database, project, key, "test")
        await feed(database, history(project))
    await aggregator.drain()
    with pooler(settings.database_url, tmp_path, connections=CONNECTIONS) as address:
        lent = settings.model_copy(update={"pooler_url": address})
        stop, answering = asyncio.Event(), WorkerAnswers(lent)
        working = asyncio.create_task(Worker(lent, answering.respond).run(stop))
        async with (
            served(create_app(settings), settings) as direct,
            served(create_app(lent), lent) as one,
            served(create_app(lent), lent) as other,
        ):
            right = {project: await answers(direct, project) for project in WORDS}
            for project, word in WORDS.items():
                assert word in repr(right[project])
                assert WORDS[3 - project] not in repr(right[project])
            await _ask_at_once([one, other], right)
            funnels = await asyncio.gather(*(answers(one, project, [FUNNEL]) for project in (1, 2) * 4))
            assert [found[0]["funnel"]["started"] for found in funnels] == [PEOPLE, 2 * PEOPLE] * 4
            await _pushed_after_tracking(one, other, keys, aggregator)
        stop.set()
        await working
        await answering.close()
        await _nothing_is_left(lent)
        [said] = [finding for finding in await examine(lent) if finding.what == "Pooler"]
        assert not said.advice
    [said] = [finding for finding in await examine(lent) if finding.what == "Pooler"]
    assert "VIEWPULSE_POOLER_URL" in said.advice


async def _ask_at_once(apis: Sequence[Api], right: dict[int, list[Any]]) -> None:
    """Each connection is lent to one project after the other, and each answer has the rows of its own."""
    asked = [(api, project) for _ in range(ROUNDS) for api in apis for project in WORDS]
    found = await asyncio.gather(*(answers(api, project) for api, project in asked))
    for (_, project), answer in zip(asked, found, strict=True):
        assert answer == right[project]


async def _pushed_after_tracking(one: Api, other: Api, keys: dict[int, str], aggregator: Aggregator) -> None:
    tokens = {project: one.token("root", Role.ADMIN, project=project) for project in WORDS}
    async with watched(one, LIVE, token=tokens[1]) as ours, watched(other, LIVE, token=tokens[2]) as theirs:
        before = [(await dashboard.pushed())["views"]["total"] for dashboard in (ours, theirs)]
        assert before == [PEOPLE * WORKS, 2 * PEOPLE * WORKS]
        for number, key in keys.items():
            events = [{"type": "VIEW_START", "contentId": f"new-{view}", "userId": "new"} for view in range(number)]
            await other.ask(TRACK, {"events": events}, x_viewpulse_key=key)
        await aggregator.drain()
        for dashboard, total in ((ours, before[0] + 1), (theirs, before[1] + 2)):
            while (await dashboard.asked())["views"]["total"] != total:
                await aggregator.drain()
            while (await dashboard.pushed())["views"]["total"] != total:
                pass


async def _nothing_is_left(settings: Settings) -> None:
    """What a transaction has set ends with it, on every connection that the pooler has."""
    pool = await open_pool(settings, application="test", size=CONNECTIONS)
    seen = """
        SELECT pg_backend_pid(), current_user::text, current_setting('viewpulse.project', true),
            (SELECT count(*) FROM pg_prepared_statements)
    """

    async def look(_turn: int) -> asyncpg.Record:
        async with pool.acquire() as connection, connection.transaction():
            await asyncio.sleep(0.05)
            found = await connection.fetchrow(seen)
            assert found is not None
            return found

    rows = await asyncio.gather(*map(look, range(CONNECTIONS)))
    assert len({row["pg_backend_pid"] for row in rows}) == CONNECTIONS
    for _pid, user, project, statements in rows:
        assert user != READER
        assert not project
        assert statements == 0
    for project in WORDS:
        async with read_snapshot(pool, project) as connection:
            seen_projects = await connection.fetch("SELECT DISTINCT project_id FROM events")
        assert [row["project_id"] for row in seen_projects] == [project]
    await pool.close()
