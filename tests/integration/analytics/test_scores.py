"""Scores in answers, in SQL and in the table of scores."""

from dataclasses import fields
from random import Random

import pytest

from resolvers.context import publish_nothing
from server.analytics.scores import PerformanceRules, performance_score, quality_score
from server.metrics.counters import Counts
from server.metrics.rates import engagement_score
from server.rollup.scores import CONTENTS_AT_ONCE, ScoreKeeper, recompute_scores, refresh_scores
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.analytics.stack import ADMIN, APP, Stack, event

SCORES = """
query ($range: RangeInput) {
  contentAnalytics(contentId: "c1", range: $range) {
    engagementScore
    qualityScore { score completionPart engagementPart viralityPart watchabilityPart }
    performanceScore {
      score viewThroughPart averageWatchPart savePart sharePart skipPart boost
      weights { viewThrough averageWatch save share skip fullWatch fullSaveRate fullShareRate }
    }
  }
}
"""
IN_SQL = """
SELECT
    quality_score(views, completed_full, likes, comments, shares, rewatches, viewers) AS quality,
    engagement_score(views, completed_full, saves, shares, clicks, skips) AS engagement,
    performance_score(views, impressions, watch_ms, saves, shares, skips, $13::double precision[]) AS performance
FROM unnest(
    $1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
    $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[]
) AS given (
    views, impressions, watch_ms, completed_full, likes, comments, shares, saves, clicks, skips, rewatches, viewers)
"""
COUNTED = (
    "views",
    "impressions",
    "watch_ms",
    "completed_full",
    "likes",
    "comments",
    "shares",
    "saves",
    "clicks",
    "skips",
)


@pytest.mark.parametrize("within", [None, {"last": "24h"}])
async def test_scores_come_with_their_parts(stack: Stack, within: dict[str, str] | None) -> None:
    await stack.count(
        *(event("IMPRESSION", who=f"u{n}") for n in range(20)),
        *(event("VIEW_START", who=f"u{n}", playId=f"p{n}", viewData={"totalWatchTime": 15}) for n in range(9)),
        event("VIEW_START", who="u8", playId="p9"),
        event("VIEW_COMPLETE", who="u1", playId="p1"),
        event("LIKE", who="u1"),
        event("SAVE", who="u1"),
        event("SKIP", who="u2", playId="p2"),
    )
    answer = await stack.ask(SCORES, range=within)
    quality, performance = answer["qualityScore"], answer["performanceScore"]
    assert quality == {
        "score": pytest.approx(10 * 0.35 + 50 * 0.30 + 100 / 27 * 10 * 0.15),
        "completionPart": 10.0, "engagementPart": 50.0, "viralityPart": 0.0,
        "watchabilityPart": pytest.approx(1000 / 27),
    }  # fmt: skip
    assert performance == {
        "score": pytest.approx(0.30 * 50 + 0.25 * 45 + 0.20 * 100 - 0.10 * 10),
        "viewThroughPart": 50.0, "averageWatchPart": 45.0, "savePart": 100.0, "sharePart": 0.0, "skipPart": 10.0,
        "boost": 1.0,
        "weights": {
            "viewThrough": 0.3, "averageWatch": 0.25, "save": 0.2, "share": 0.15, "skip": 0.1,
            "fullWatch": 30.0, "fullSaveRate": 10.0, "fullShareRate": 5.0,
        },
    }  # fmt: skip
    assert answer["engagementScore"] == pytest.approx((40 + 30 - 20) / 10)


async def test_skips_without_views_score_nothing(stack: Stack) -> None:
    await stack.count(event("SKIP"), event("SWIPE_AWAY"), event("IMPRESSION"))
    answer = await stack.ask(SCORES)
    assert (answer["engagementScore"], answer["qualityScore"]["score"], answer["performanceScore"]["score"]) == (
        0,
        0,
        0,
    )


async def test_sql_and_python_give_the_same_scores_for_any_counts(pool: Pool) -> None:
    random = Random(3)

    def amount() -> int:
        return random.choice((0, 1, 2, random.randint(0, 100), random.randint(0, 10**9)))

    some = [[amount() for _ in range(12)] for _ in range(3000)]
    rules = PerformanceRules(*(random.uniform(0.1, 3) for _ in fields(PerformanceRules)))
    rows = await pool.fetch(IN_SQL, *zip(*some, strict=True), [getattr(rules, field.name) for field in fields(rules)])
    for row, given in zip(rows, some, strict=True):
        counts = Counts(**dict(zip(COUNTED, given, strict=False)))
        assert row["quality"] == quality_score(counts, given[10], given[11]).score
        assert row["engagement"] == engagement_score(counts)
        assert row["performance"] == performance_score(counts, rules).score


async def kept(pool: Pool, column: str = "views") -> dict[tuple[str, str], float]:
    rows = await pool.fetch(f"SELECT content_id, definition, {column} AS found FROM content_scores")
    return {(row["content_id"], row["definition"]): row["found"] for row in rows}


async def refreshed(stack: Stack) -> int:
    async with stack.services.pool.acquire() as connection:
        return await recompute_scores(connection, stack.services.settings, 1, publish_nothing)


async def test_the_table_agrees_with_the_answers_for_contents_with_a_view(stack: Stack, pool: Pool) -> None:
    await stack.count(
        event("VIEW_START", "c1", playId="p1", viewData={"totalWatchTime": 5}),
        event("VIEW_COMPLETE", "c1", playId="p1"),
        event("VIEW_START", "c2", playId="p2"),
        event("IMPRESSION", "c3"),
    )
    assert await refreshed(stack) == 3
    assert await kept(pool) == {
        ("c1", "start"): 1, ("c1", "engaged"): 1, ("c1", "linkedin"): 1, ("c1", "linkedin2"): 1,
        ("c2", "start"): 1,
    }  # fmt: skip
    answer = await stack.ask(SCORES)
    for column, score in (
        ("quality", answer["qualityScore"]["score"]),
        ("engagement", answer["engagementScore"]),
        ("performance", answer["performanceScore"]["score"]),
    ):
        assert (await kept(pool, column))["c1", "start"] == pytest.approx(score)
        assert score > 0


async def test_stale_score_rows_are_deleted(stack: Stack, pool: Pool) -> None:
    await stack.count(event("VIEW_START", "c1", playId="p1", viewData={"totalWatchTime": 20}))
    await refreshed(stack)
    assert len(await kept(pool)) == 6
    await stack.ask('mutation { classifyViewers(viewers: [{id: "u1", bot: true}]) { accepted } }')
    await stack.aggregator.run_once()
    assert await refreshed(stack) == 1
    assert await kept(pool) == {}


async def test_a_refresh_scores_changed_contents_and_publishes_new_scores(stack: Stack, pool: Pool) -> None:
    await stack.count(event("VIEW_START", "c1"), event("VIEW_START", "c2"))
    settings = stack.services.settings
    async with pool.acquire() as connection:
        first = await refresh_scores(connection, settings)
        again = await refresh_scores(connection, settings)
        await stack.count(event("LIKE", "c2"), event("CONTACT", "c1"))
        third = await refresh_scores(connection, settings)
    assert (first.contents, again.contents, third.contents) == (2, 0, 2)
    assert set(first.subjects) == set(third.subjects) == {"rankings:1", "platform:1"}
    assert again.revisions == {}
    compared = await stack.ask('{ contentAnalytics(contentId: "c2") { revision benchmarks { rank } } }')
    assert compared["revision"] == third.revisions[1] > first.revisions[1]
    alone = await stack.ask('{ contentAnalytics(contentId: "c2") { revision } }')
    assert alone["revision"] < third.revisions[1]


async def test_a_keeper_waits_for_its_interval_once_all_is_scored(stack: Stack, pool: Pool) -> None:
    told: list[dict[int, int]] = []

    async def publish(revisions: dict[int, int], _subjects: object) -> None:
        told.append(revisions)

    keeper = ScoreKeeper(stack.services.settings, publish)
    async with pool.acquire() as connection:
        await stack.count(event("VIEW_START", "c1"))
        assert await keeper.run_due(connection) == 1 < CONTENTS_AT_ONCE
        await stack.count(event("VIEW_START", "c2"))
        assert await keeper.run_due(connection) == 0
        assert await ScoreKeeper(Settings(), publish).run_due(connection) == 1
    assert len(told) == 2


async def test_a_project_without_scores_does_not_wait_for_the_interval(stack: Stack, pool: Pool) -> None:
    keeper = ScoreKeeper(stack.services.settings, publish_nothing)
    top = "{ topContents(by: VIEWS) { edges { node { contentId } } } }"
    async with pool.acquire() as connection:
        assert await keeper.run_due(connection) == 0
        await stack.count(event("IMPRESSION", "c1"))
        await keeper.run_due(connection)
        await stack.count(event("VIEW_START", "c1"))
        assert (await stack.ask(top, APP))["edges"] == []
        assert await keeper.run_due(connection) == 1
        assert (await stack.ask(top, APP))["edges"] == [{"node": {"contentId": "c1"}}]
        await stack.count(event("VIEW_START", "c2"))
        assert await keeper.run_due(connection) == 0


BENCHMARKS = """
query ($id: ID!, $definition: String! = "start@1") {
  contentAnalytics(contentId: $id, definition: $definition) {
    benchmarks {
      rank contents percentile scoredAt qualityScore
      versusCreator { contents average difference } versusPlatform { contents average difference }
    }
  }
}
"""


async def test_contents_are_ranked_by_quality_with_equals_sharing_a_rank(stack: Stack) -> None:
    await stack.ask(
        "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }",
        ADMIN,
        contents=[{"id": "c4", "creatorId": "k1"}],
    )
    await stack.count(
        *(event("VIEW_START", f"c{n}", creatorId="k1" if n < 4 else "k9") for n in range(1, 6)),
        event("VIEW_COMPLETE", "c1", creatorId="k1"),
        event("LIKE", "c1", creatorId="k1"),
        event("LIKE", "c2", creatorId="k1"),
        event("LIKE", "c3", creatorId="k1"),
    )
    unscored = (await stack.ask(BENCHMARKS, id="c1"))["benchmarks"]
    await refreshed(stack)
    found = {n: (await stack.ask(BENCHMARKS, id=f"c{n}"))["benchmarks"] for n in (1, 2, 3, 5)}
    assert {n: (entry["rank"], entry["percentile"]) for n, entry in found.items()} == {
        1: (1, 100.0), 2: (2, 50.0), 3: (2, 50.0), 5: (4, 0.0),
    }  # fmt: skip
    assert found[2]["contents"] == 5
    assert found[2]["versusCreator"] == {
        "contents": 4, "average": pytest.approx((65 + 30 + 30) / 4), "difference": pytest.approx(30 - 125 / 4),
    }  # fmt: skip
    assert found[5]["versusCreator"] == {"contents": 1, "average": 0.0, "difference": 0.0}
    assert found[5]["versusPlatform"] == {"contents": 5, "average": 25.0, "difference": -25.0}
    assert unscored == {
        "rank": None, "contents": 0, "percentile": None, "scoredAt": None, "qualityScore": None,
        "versusCreator": {"contents": 0, "average": None, "difference": None},
        "versusPlatform": {"contents": 0, "average": None, "difference": None},
    }  # fmt: skip


async def test_a_content_without_views_by_the_definition_has_no_rank(stack: Stack) -> None:
    await stack.count(event("VIEW_START", "c1"), event("IMPRESSION", "c2"))
    await refreshed(stack)
    alone = (await stack.ask(BENCHMARKS, id="c1"))["benchmarks"]
    assert (alone["rank"], alone["percentile"]) == (1, None)
    unseen = await stack.ask(BENCHMARKS, id="c2")
    unengaging = await stack.ask(BENCHMARKS, id="c1", definition="engaged@1")
    assert unseen["benchmarks"]["rank"] is unengaging["benchmarks"]["rank"] is None
