"""Answers that compare a content with others are pushed when only the others change; the rest are not."""

import pytest

from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.rollup.curves import recompute_curves
from server.rollup.scores import ScoreKeeper
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.live.dashboard import play, upsert, watched
from tests.integration.transport.api import Api

RANKS = "benchmarks { rank contents percentile versusPlatform { average } versusCreator { contents average } }"
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
PLATFORM, CREATOR, BEFORE = ({"to": name} for name in ("PLATFORM_AVERAGE", "CREATOR_AVERAGE", "PREVIOUS_PERIOD"))


@pytest.fixture
def keeper(settings: Settings, publisher: Publisher) -> ScoreKeeper:
    return ScoreKeeper(settings, publisher.publish)


@pytest.mark.parametrize("name", ["average", "creator", "dashboard"])
async def test_a_comparison_with_the_average_follows_the_numbers_of_all_contents(
    api: Api, aggregator: Aggregator, name: str
) -> None:
    await play(api, "c1", "k1", "s1")
    await aggregator.run_once()
    async with watched(api, COMPARING[name], PLATFORM) as dashboard:
        before = await dashboard.shown()
        await play(api, "c2", "k2", "s2", "s3")
        await aggregator.run_once()
        assert await dashboard.shown() != before


async def test_ranks_are_pushed_when_other_contents_are_scored_again(
    api: Api, aggregator: Aggregator, keeper: ScoreKeeper, pool: Pool
) -> None:
    await play(api, "c1", "k1", "s1")
    await aggregator.run_once()
    async with pool.acquire() as connection, watched(api, COMPARING["ranks"], BEFORE) as dashboard:
        assert (await dashboard.shown())["benchmarks"]["rank"] is None
        await keeper.refresh(connection)
        before = await dashboard.shown()
        assert (before["benchmarks"]["rank"], before["benchmarks"]["contents"]) == (1, 1)
        await play(api, "c2", "k2", "s2", seconds=10.0)
        await aggregator.run_once()  # the other is viewed, but not ranked yet: nothing to tell
        await keeper.refresh(connection)
        after = await dashboard.shown()
        assert (after["benchmarks"]["rank"], after["benchmarks"]["contents"]) == (2, 2)
        assert after["revision"] > before["revision"]


@pytest.mark.parametrize(("name", "to"), [("ranks", BEFORE), ("average", CREATOR)])
async def test_what_compares_within_a_creator_follows_a_content_that_changes_hands(
    api: Api, aggregator: Aggregator, keeper: ScoreKeeper, pool: Pool, name: str, to: dict[str, str]
) -> None:
    for content, creator, viewers in (("c1", "k1", ["s1"]), ("c2", "k2", ["s2", "s3"])):
        await upsert(api, content, creator)
        await play(api, content, creator, *viewers)
    await aggregator.run_once()
    async with pool.acquire() as connection:
        await keeper.refresh(connection)
    async with watched(api, COMPARING[name], to) as dashboard:
        before = await dashboard.shown()
        await upsert(api, "c2", "k1")
        await aggregator.run_once()
        after = await dashboard.shown()
        assert after != before | {"revision": after["revision"]}
        if name == "ranks":
            held = [value["benchmarks"]["versusCreator"]["contents"] for value in (before, after)]
            assert held == [1, 2]


async def test_a_relative_curve_is_pushed_when_the_curve_of_another_content_changes(
    api: Api, aggregator: Aggregator, pool: Pool
) -> None:
    await play(api, "c1", "k1", "s1")
    await aggregator.run_once()
    async with pool.acquire() as connection, watched(api, COMPARING["relative"]) as dashboard:
        before = await dashboard.shown()
        await play(api, "c2", "k2", "s2", seconds=2.0)
        await aggregator.run_once()
        await recompute_curves(connection, 1)
        await aggregator.run_once()
        assert await dashboard.shown() != before


async def test_a_comparison_with_the_previous_period_is_not_pushed_when_others_change(
    api: Api, aggregator: Aggregator
) -> None:
    await play(api, "c1", "k1", "s1")
    await aggregator.run_once()
    async with watched(api, COMPARING["average"], BEFORE) as dashboard:
        assert (await dashboard.shown())["revision"] == 1
        await play(api, "c2", "k2", "s2")
        await aggregator.run_once()
        await play(api, "c1", "k1", "s3")
        await aggregator.run_once()
        assert (await dashboard.shown())["revision"] == 3
