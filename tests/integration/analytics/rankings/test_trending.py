"""Trending contents: enough views per hour, and more than before; found by hot hours."""

from typing import Any

import pytest

from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.rankings import trending
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.analytics.stack import ADMIN, APP, NOW, Stack, at, event, user
from tests.integration.analytics.test_plans import explain_statement

TRENDING = """
query ($first: Int! = 10, $window: String! = "2h", $definition: String! = "start@1", $include: TrafficInput) {
  trending(first: $first, window: $window, definition: $definition, include: $include) {
    asOf revision isFinal definition range { start end } minimumVelocity
    contents {
      contentId type title caption thumbnail creatorId views velocity previousVelocity trend likes shares qualityScore
    }
  }
}
"""
BOT = {"device": {"userAgent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}}
HOURS = 28 / 15
"""Of a window of two hours, until 12:07."""
HOT = """
SELECT content_id, date_bin('1 hour', bucket, '1970-01-01Z') AS hour
FROM content_buckets GROUP BY 1, 2 HAVING greatest(sum(views), sum(plays)) >= 3 * 3 / 8.0 ORDER BY 1, 2
"""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Three views per hour are enough; with the clock at 12:07, a window of two hours begins at 10:15."""
    return settings.model_copy(update={"trending_min_views_per_hour": 3})


def views(content: str, number: int, time: str, **more: Any) -> list[dict[str, Any]]:
    """Views by as many viewers, minute by minute."""
    hour, minute = time.split(":")
    return [
        event("VIEW_START", content, f"{content}-{time}-{n}", **at(f"2026-11-20T{hour}:{int(minute) + n:02}"), **more)
        for n in range(number)
    ]


async def ids(stack: Stack, **variables: Any) -> list[str]:
    answer = await stack.ask(TRENDING, APP, **variables)
    return [row["contentId"] for row in answer["contents"]]


async def test_contents_with_enough_and_rising_views_trend_most_views_first(stack: Stack) -> None:
    await stack.count(
        *views("rising", 7, "11:00"),
        *views("rising", 5, "09:00"),
        *views("strong", 9, "11:00"),
        *views("steady", 8, "11:00"),
        *views("steady", 8, "09:00"),
        *views("just", 28, "10:20"),
        *views("just", 25, "09:00"),
        *views("few", 5, "11:00"),
        *views("over", 20, "08:00"),
    )
    await stack.set_as_of("2026-11-20T12:07:00Z")
    answer = await stack.ask(TRENDING, APP)
    assert [
        (row["contentId"], row["views"], row["velocity"], row["previousVelocity"]) for row in answer["contents"]
    ] == [
        ("strong", 9, pytest.approx(9 / HOURS), 0.0),
        ("rising", 7, pytest.approx(7 / HOURS), 2.5),
    ], "28 views in 28/15 hours after 25 in 2 are 1.2 times as many per hour, and no more"
    assert {row["trend"] for row in answer["contents"]} == {"RISING"}
    assert answer["range"] == {"start": "2026-11-20T10:15:00+00:00", "end": "2026-11-20T12:07:00+00:00"}
    assert (answer["minimumVelocity"], answer["definition"], answer["isFinal"]) == (3, "start@1", False)
    assert answer["revision"] > 0
    assert await ids(stack, first=1) == ["strong"]


async def test_ties_go_by_id_and_a_row_has_its_summary(stack: Stack) -> None:
    await stack.ask(
        "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }",
        contents=[
            {"id": "b", "type": "SHORT", "title": "B", "caption": "So", "thumbnail": "https://t", "creatorId": "k"}
        ],
    )
    await stack.count(
        *views("b", 6, "11:00"),
        *views("a", 6, "11:00", creatorId="k9"),
        event("VIEW_COMPLETE", "b", "b-11:00-0", **at("2026-11-20T11:01")),
        event("LIKE", "b", "b-11:00-1", **at("2026-11-20T11:20")),
        event("LIKE", "b", "old", **at("2026-11-19T11:20")),
        event("SHARE", "b", "b-11:00-1", **at("2026-11-20T11:21")),
    )
    first, second = (await stack.ask(TRENDING, APP))["contents"]
    assert (first["contentId"], first["title"], first["creatorId"]) == ("a", None, "k9")
    quality = await stack.ask('{ contentAnalytics(contentId: "b") { qualityScore { score } } }')
    assert second == {
        "contentId": "b",
        "type": "SHORT",
        "title": "B",
        "caption": "So",
        "thumbnail": "https://t",
        "creatorId": "k",
        "views": 6,
        "velocity": pytest.approx(6 / HOURS),
        "previousVelocity": 0.0,
        "trend": "RISING",
        "likes": 1,
        "shares": 1,
        "qualityScore": quality["qualityScore"]["score"],
    }
    assert second["qualityScore"] > 0


async def test_views_of_any_definition_trend(stack: Stack) -> None:
    await stack.count(
        *views("watched", 6, "11:00", viewData={"watchTime": 4}),
        *views("glanced", 6, "11:00", viewData={"watchTime": 1}),
    )
    assert await ids(stack) == ["glanced", "watched"]
    assert await ids(stack, definition="engaged@1") == ["watched"]


async def test_bots_and_self_views_trend_only_when_they_are_included(stack: Stack) -> None:
    await stack.ask(
        "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }",
        ADMIN,
        contents=[{"id": "owned", "creatorId": "owner"}],
    )
    await stack.count(
        *views("people", 7, "11:00"),
        *views("crawled", 2, "11:00"),
        *views("crawled", 5, "11:10", **BOT),
        *views("faded", 6, "11:00"),
        *views("faded", 9, "09:00", **BOT),
        event("SHARE", "crawled", "crawled-11:10-0", **at("2026-11-20T11:20"), **BOT),
        *(event("VIEW_START", "owned", "owner", **at(f"2026-11-20T11:0{n}")) for n in range(8)),
    )
    bots, own = {"bots": True}, {"selfViews": True}
    assert await ids(stack) == await ids(stack, include={}) == ["people", "faded"]
    assert await ids(stack, include=bots) == ["crawled", "people"], "ties by id; bots were at `faded` before"
    assert await ids(stack, include=own) == ["owned", "people", "faded"]
    assert await ids(stack, include=bots | own) == ["owned", "crawled", "people"]
    first = (await stack.ask(TRENDING, APP, include=bots))["contents"][0]
    one = await stack.ask(
        '{ contentAnalytics(contentId: "crawled", include: {bots: true}) { views { total } qualityScore { score } } }'
    )
    assert (first["views"], first["shares"], first["velocity"]) == (7, 1, pytest.approx(7 / HOURS))
    assert (one["views"]["total"], one["qualityScore"]["score"]) == (7, first["qualityScore"])


async def test_plays_without_a_start_make_a_content_hot_too(stack: Stack) -> None:
    progress = [
        event("VIEW_PROGRESS", "c", f"u{n}", viewData={"watchTime": 9}, **at(f"2026-11-20T11:0{n}")) for n in range(6)
    ]
    await stack.count(*progress)
    assert await ids(stack) == []
    assert await ids(stack, definition="linkedin@1") == ["c"]


async def test_hot_hours_follow_the_counters_through_reclassification(stack: Stack, pool: Pool) -> None:
    plays = [event("VIEW_PROGRESS", "moving", f"u{n}", playId=f"p{n}", **at(f"2026-11-20T11:0{n}")) for n in range(4)]
    await stack.count(*plays, *views("staying", 3, "10:30"), *views("cold", 1, "10:30"))
    assert await pool.fetch("SELECT content_id, hour FROM hot_hours ORDER BY 1, 2") == await pool.fetch(HOT)
    assert [row["content_id"] for row in await pool.fetch(HOT)] == ["moving", "staying"]
    await stack.count(
        *(event("VIEW_PROGRESS", "moving", f"u{n}", playId=f"p{n}", **at("2026-11-20T09:59")) for n in range(3)),
        *views("cold", 1, "10:50"),
    )
    assert await pool.fetch("SELECT content_id, hour FROM hot_hours ORDER BY 1, 2") == await pool.fetch(HOT)
    assert [(row["content_id"], row["hour"].hour) for row in await pool.fetch(HOT)] == [
        ("cold", 10), ("moving", 9), ("staying", 10),
    ], "three of four plays have moved away"  # fmt: skip


async def test_after_a_removal_only_contents_with_enough_views_trend(stack: Stack) -> None:
    remove = 'mutation { removeEvents(filter: {userId: "wrong"}) { removed } }'
    for name, hours in (("still", ("11:30", "11:31", "12:01")), ("no more", ("11:30", "12:01"))):
        right = [event("VIEW_START", name, f"u{n}", **at(f"2026-11-20T{time}")) for n, time in enumerate(hours)]
        await stack.count(*right, event("VIEW_START", name, "wrong", **at("2026-11-20T11:40")))
    assert await ids(stack, window="1h") == ["still", "no more"]
    assert await stack.ask(remove) == {"removed": 2}
    assert await ids(stack, window="1h") == ["still"], "2 views in one hour of the clock and 1 in the next"


@pytest.mark.parametrize("window", ["", "0h", "24", "1w", "169h", "8d", "-1h", "24h ", "٢h"])
async def test_a_window_is_whole_hours_up_to_seven_days(stack: Stack, window: str) -> None:
    assert await stack.refusal(TRENDING, APP, window=window) == {"code": "BAD_INPUT", "field": ["window"]}


@pytest.mark.parametrize(
    ("window", "start"), [("1h", "2026-11-20T11"), ("7d", "2026-11-13T12"), ("168h", "2026-11-13T12")]
)
async def test_a_window_is_the_last_hours_up_to_the_next_quarter_hour(stack: Stack, window: str, start: str) -> None:
    answer = await stack.ask(TRENDING, user("u"), window=window)
    assert answer["range"] == {"start": f"{start}:15:00+00:00", "end": "2026-11-20T12:07:00+00:00"}


@pytest.mark.own_database  # indexes of a shared one have entries of rows that earlier tests deleted
async def test_only_contents_that_were_hot_are_looked_at(stack: Stack, pool: Pool) -> None:
    await stack.count(*views("hot", 6, "11:00"))
    await pool.execute(
        """
        INSERT INTO content_states (project_id, content_id, first_event_at, revision)
        SELECT 1, 'cold' || n, now(), 1 FROM generate_series(1, 5000) AS n;
        INSERT INTO content_totals (project_id, content_id, traffic, views)
        SELECT 1, 'cold' || n, 0, 2 FROM generate_series(1, 5000) AS n;
        INSERT INTO content_buckets (project_id, content_id, bucket, traffic, views)
        SELECT 1, 'cold' || n, '2026-11-20T11:15Z', 0, 2 FROM generate_series(1, 5000) AS n;
        """
    )
    await pool.execute("ANALYZE")
    start, end = NOW.replace(hour=11, minute=0), NOW.replace(hour=13, minute=0)
    window = {"start_before": start - (end - start), "start": start, "end": end, "elapsed_ms": 7_200_000}
    statement = load_metrics_sql(trending.__name__, "trending", "")
    found = await explain_statement(pool, statement, project=1, **window, least_velocity=3, limit=10, classes=[0])
    assert [
        node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan" and node["Actual Rows"] > 10
    ] == []
    assert max(node["Actual Rows"] * node["Actual Loops"] for node in found) < 100
