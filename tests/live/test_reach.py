"""Answers that compare a content with others are pushed when only the others change; the rest are not."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from server.access import Role
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.rollup.curves import recompute_curves
from server.rollup.scores import ScoreKeeper
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.http.api import Api
from tests.live.client import Client, socket

TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
UPSERT = "mutation($contents: [ContentInput!]!) { upsertContents(contents: $contents) { stored } }"

RANKS = "benchmarks { rank contents percentile versusPlatform { average } versusCreator { average } }"
AVERAGE = "compare(to: $to) { views { value baseline } qualityScore { baseline } }"
RELATIVE = "retention(curve: RELATIVE, points: 10) { points { value } }"
CONTENT = 'contentAnalytics(contentId: "c1")'
COMPARING = {
    "ranks": f"query($to: Baseline!) {{ {CONTENT} {{ revision {RANKS} {AVERAGE} }} }}",
    "average": f"query($to: Baseline!) {{ {CONTENT} {{ revision ... on ContentAnalytics {{ {AVERAGE} }} }} }}",
    "creator": 'query($to: Baseline!) { creatorAnalytics(creatorId: "k1") { revision ...side } }'
    f"fragment side on CreatorAnalytics {{ {AVERAGE} }}",
    "dashboard": 'query($to: Baseline!) { myDashboard(creatorId: "k1") { revision overview { '
    f"revision {AVERAGE} }} }} }}",
    "relative": f"{{ {CONTENT} {{ revision {RELATIVE} }} }}",
}
PLATFORM = {"to": "PLATFORM_AVERAGE"}


@pytest.fixture
async def publisher(settings: Settings) -> AsyncIterator[Publisher]:
    publisher = Publisher(settings.redis_url, settings)
    yield publisher
    await publisher.close()


@pytest.fixture
async def aggregator(settings: Settings, publisher: Publisher) -> AsyncIterator[Aggregator]:
    aggregator = Aggregator(settings, publish=publisher.publish)
    yield aggregator
    await aggregator.close()


async def play(api: Api, content: str, creator: str, *viewers: str, seconds: float = 5.0) -> None:
    """Each viewer watches the beginning of a content of ten seconds."""
    about = {"contentId": content, "creatorId": creator}
    watched = {"duration": 10.0, "watchTime": seconds, "sections": [{"start": 0.0, "end": seconds}]}
    events = [
        {"type": kind, **about, "sessionId": viewer, **more}
        for viewer in viewers
        for kind, more in (("VIEW_START", {}), ("VIEW_PROGRESS", {"viewData": watched}))
    ]
    answer = await api.ask(TRACK, {"events": events})
    assert answer["data"]["trackEvents"]["accepted"] == len(events)


async def heard(client: Client) -> dict[str, Any]:
    message = await client.hear()
    assert message["type"] == "next", message
    data: dict[str, Any] = message["payload"]["data"]
    return data


async def asked(api: Api, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = await api.ask(query, variables, authorization=api.token("root", Role.ADMIN))
    data: dict[str, Any] = answer["data"]
    return data


def live(query: str) -> str:
    return query.replace("query", "subscription", 1) if query.startswith("query") else f"subscription {query}"


@pytest.mark.parametrize("name", ["average", "creator", "dashboard"])
async def test_a_comparison_with_the_average_follows_everybodys_numbers(
    api: Api, aggregator: Aggregator, name: str
) -> None:
    query = COMPARING[name]
    await play(api, "c1", "k1", "s1")
    await aggregator.run_once()
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("root", Role.ADMIN))
        await client.subscribe(live(query), PLATFORM)
        before = await heard(client)
        assert before == await asked(api, query, PLATFORM)
        await play(api, "c2", "k2", "s2", "s3")
        await aggregator.run_once()
        after = await heard(client)
        assert after == await asked(api, query, PLATFORM)
        assert after != before


async def test_ranks_are_pushed_when_others_are_scored_anew(
    api: Api, aggregator: Aggregator, publisher: Publisher, settings: Settings, pool: Pool
) -> None:
    keeper = ScoreKeeper(settings, publisher.publish)
    query, own = COMPARING["ranks"], {"to": "PREVIOUS_PERIOD"}
    await play(api, "c1", "k1", "s1")
    await aggregator.run_once()
    async with socket(api.url) as client, pool.acquire() as connection:
        await keeper.refresh(connection)
        await client.initialise(authorization=api.token("root", Role.ADMIN))
        await client.subscribe(live(query), own)
        before = (await heard(client))["contentAnalytics"]
        assert (before["benchmarks"]["rank"], before["benchmarks"]["contents"]) == (1, 1)
        await play(api, "c2", "k2", "s2", seconds=10.0)
        await aggregator.run_once()  # the other is viewed, but not ranked yet: nothing to tell
        await keeper.refresh(connection)
        after = await heard(client)
        assert after == await asked(api, query, own)
        assert (
            after["contentAnalytics"]["benchmarks"]["rank"],
            after["contentAnalytics"]["benchmarks"]["contents"],
        ) == (2, 2)
        assert after["contentAnalytics"]["revision"] > before["revision"]


async def test_a_relative_curve_is_pushed_when_anothers_is_drawn_anew(
    api: Api, aggregator: Aggregator, pool: Pool
) -> None:
    query = COMPARING["relative"]
    await play(api, "c1", "k1", "s1")
    await aggregator.run_once()
    async with socket(api.url) as client, pool.acquire() as connection:
        await client.initialise(authorization=api.token("root", Role.ADMIN))
        await client.subscribe(live(query))
        before = await heard(client)
        await play(api, "c2", "k2", "s2", seconds=2.0)
        await aggregator.run_once()
        await recompute_curves(connection, 1)
        await aggregator.run_once()
        after = await heard(client)
        assert after == await asked(api, query)
        assert after != before


async def test_a_comparison_with_the_period_before_stays_silent_when_others_change(
    api: Api, aggregator: Aggregator
) -> None:
    query, own = COMPARING["average"], {"to": "PREVIOUS_PERIOD"}
    await play(api, "c1", "k1", "s1")
    await aggregator.run_once()
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("root", Role.ADMIN))
        await client.subscribe(live(query), own)
        assert (await heard(client))["contentAnalytics"]["revision"] == 1
        await play(api, "c2", "k2", "s2")
        await aggregator.run_once()
        await play(api, "c1", "k1", "s3")
        await aggregator.run_once()
        assert (await heard(client))["contentAnalytics"]["revision"] == 3


async def test_another_title_reaches_whoever_shows_it(api: Api, aggregator: Aggregator) -> None:
    query = '{ creatorContents(creatorId: "k1") { revision edges { node { contentId title } } } }'
    await aggregator.run_once()
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("root", Role.ADMIN))
        await client.subscribe(live(query))
        assert (await heard(client))["creatorContents"]["edges"] == []
        for title in ("First", "Second"):
            content = {"id": "c1", "creatorId": "k1", "title": title}
            await api.ask(UPSERT, {"contents": [content]}, authorization=api.token("root", Role.ADMIN))
            await aggregator.run_once()
            update = await heard(client)
            assert update["creatorContents"]["edges"] == [{"node": {"contentId": "c1", "title": title}}]
            assert update == await asked(api, query)


async def test_a_catalogue_that_says_the_same_again_changes_no_revision(api: Api, aggregator: Aggregator) -> None:
    content = {"id": "c1", "creatorId": "k1", "title": "First"}
    revisions = []
    for _ in range(2):
        await api.ask(UPSERT, {"contents": [content]}, authorization=api.token("root", Role.ADMIN))
        revisions.append((await aggregator.run_once()).revisions)
    assert revisions == [{1: 1}, {}]
