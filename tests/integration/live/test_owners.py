"""A creator's numbers are pushed when its contents change, whichever creator the events name."""

from typing import Any

import pytest

from server.access import Role
from server.rollup.aggregator import Aggregator
from server.storage.database import Pool
from tests.integration.live.dashboard import play, track, upsert, watched
from tests.integration.transport.api import Api

OWN = 'creatorId: "k1"'
HELD = f"{{ creatorAnalytics({OWN}) {{ revision contents }} }}"
LISTED = f"{{ creatorContents({OWN}) {{ revision totalCount edges {{ node {{ contentId }} }} }} }}"
SHOWING = {
    "ranking": f"{{ creatorAnalytics({OWN}) {{ revision topContents {{ contentId views }} }} }}",
    "audience": f"{{ creatorAnalytics({OWN}) {{ revision audience {{ devices {{ value views }} }} }} }}",
    "overview": f"{{ myDashboard({OWN}) {{ revision overview {{ revision topContents {{ contentId views }} }} }} }}",
    "dashboard": f"{{ myDashboard({OWN}) {{ revision topContents {{ contentId views }} }} }}",
    "contents": f"{{ creatorContents({OWN}, sort: VIEWS) {{ revision edges {{ node {{ contentId views }} }} }} }}",
}


@pytest.mark.parametrize("name", SHOWING)
async def test_an_owner_is_notified_of_events_that_name_another(api: Api, aggregator: Aggregator, name: str) -> None:
    await upsert(api, "c1", "k1")
    await play(api, "c1", "k2", "s1")
    await aggregator.run_once()
    async with watched(api, SHOWING[name]) as dashboard:
        before = await dashboard.shown()
        await play(api, "c1", "k2", "s2", "s3")
        await aggregator.run_once()
        after = await dashboard.shown()
        assert after["revision"] > before["revision"]
        assert _without_revisions(after) != _without_revisions(before)


@pytest.mark.parametrize("query", [HELD, LISTED])
async def test_an_event_that_names_another_creator_takes_no_content_away(
    api: Api, aggregator: Aggregator, query: str
) -> None:
    await play(api, "c1", "k1", "s1")
    await play(api, "c2", "k1", "s2")
    await aggregator.run_once()
    async with watched(api, query) as dashboard:
        assert held(await dashboard.shown()) == 2
        await track(api, {"type": "CLICK", "contentId": "c2", "creatorId": "k2", "sessionId": "s3"})
        await play(api, "c3", "k1", "s4")
        await aggregator.run_once()
        assert held(await dashboard.shown()) == 3


@pytest.mark.parametrize("query", [HELD, LISTED])
async def test_an_owner_whose_earlier_claim_was_still_waiting_is_notified(
    api: Api, aggregator: Aggregator, pool: Pool, query: str
) -> None:
    """Two batches are folded in the other order: who is shown the content meanwhile hears of it."""
    await play(api, "c1", "k2", "s1")
    first = await pool.fetch("DELETE FROM ingest_batches RETURNING *")
    await play(api, "c1", "k1", "s2")
    await play(api, "c2", "k1", "s2")
    await aggregator.run_once()
    async with watched(api, query) as dashboard:
        assert held(await dashboard.shown()) == 2
        await pool.executemany(
            "INSERT INTO ingest_batches (project_id, batch_id, events) VALUES ($1, $2, $3)",
            [(row["project_id"], row["batch_id"], row["events"]) for row in first],
        )
        await aggregator.run_once()
        assert held(await dashboard.shown()) == 1


@pytest.mark.parametrize("query", [HELD, LISTED])
async def test_an_unknown_creator_is_notified_of_its_first_contents(
    api: Api, aggregator: Aggregator, query: str
) -> None:
    await play(api, "c9", "k9", "s9")  # the project is no new one
    await aggregator.run_once()
    async with watched(api, query) as dashboard:
        assert held(await dashboard.shown()) == 0
        for count in (1, 2):
            await upsert(api, f"c{count}", "k1")
            await aggregator.run_once()
            assert held(await dashboard.shown()) == count


async def test_a_creator_watches_its_uploads_from_the_first_on(api: Api, aggregator: Aggregator) -> None:
    token = api.token("k1", Role.CREATOR)
    async with watched(api, "{ creatorAnalytics { revision contents } }", token=token) as dashboard:
        assert await dashboard.shown() == {"revision": 0, "contents": 0}
        uploaded = await api.ask(
            'mutation { upsertContents(contents: [{ id: "c1", title: "Mine" }]) { accepted } }', authorization=token
        )
        assert uploaded["data"]["upsertContents"]["accepted"] == 1
        await aggregator.run_once()
        assert (await dashboard.shown())["contents"] == 1


@pytest.mark.parametrize("query", [HELD, LISTED])
@pytest.mark.parametrize("is_viewed", [True, False])
async def test_a_creator_that_loses_its_only_content_is_notified(
    api: Api, aggregator: Aggregator, query: str, *, is_viewed: bool
) -> None:
    await upsert(api, "c1", "k1")
    if is_viewed:
        await play(api, "c1", "k1", "s1")
    await aggregator.run_once()
    async with watched(api, query) as dashboard:
        before = await dashboard.shown()
        assert held(before) == 1
        await upsert(api, "c1", "k2")
        await aggregator.run_once()
        after = await dashboard.shown()
        assert held(after) == 0
        assert after["revision"] > before["revision"]


def held(value: dict[str, Any]) -> int:
    """How many contents the creator has."""
    count: int = value["contents"] if "contents" in value else value["totalCount"]
    return count


def _without_revisions(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_revisions(part) for name, part in value.items() if name != "revision"}
    return [_without_revisions(part) for part in value] if isinstance(value, list) else value
