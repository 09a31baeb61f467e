"""The best contents: by each measure, of all time and of a range; the values equal those of `contentAnalytics`."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from resolvers.context import publish_nothing
from server.access import Caller
from server.rollup.scores import recompute_scores
from server.settings import Settings
from server.storage.shared_cache import SharedCache
from tests.integration.analytics.stack import ADMIN, APP, NOW, Stack, at, event, moment, user

TOP = """
query (
  $range: RangeInput, $by: TopBy! = QUALITY, $first: Int! = 10, $definition: String! = "start@1", $include: TrafficInput
) {
  topContent(range: $range, by: $by, first: $first, definition: $definition, include: $include) {
    revision isFinal definition range { start end } by minimumViews
    contents {
      contentId title creatorId views watchTime likes comments shares engagementScore qualityScore
      velocity previousVelocity trend
    }
  }
}
"""
ONE = """
query ($id: ID!, $range: RangeInput, $definition: String!, $include: TrafficInput) {
  contentAnalytics(contentId: $id, range: $range, definition: $definition, include: $include) {
    views { total } watchTime { total } engagement { likes comments shares } engagementScore qualityScore { score }
    velocity { viewsPerHour previousViewsPerHour trend }
  }
}
"""
MEASURES = {
    "QUALITY": lambda one: one["qualityScore"]["score"],
    "ENGAGEMENT": lambda one: one["engagementScore"],
    "VIEWS": lambda one: one["views"]["total"],
    "WATCH_TIME": lambda one: one["watchTime"]["total"],
}
CONTENTS = [f"c{number:02}" for number in range(25)]
OWNED = CONTENTS[::3]
BOT = {"device": {"userAgent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"top_min_views": 4})


def life(seed: int) -> list[dict[str, Any]]:
    """Contents of very different fates over four days, some watched again and again by the same few.

    Among the viewers are bots and, of every third content, its creator.
    """
    choice = random.Random(seed)
    events: list[dict[str, Any]] = []
    for content in CONTENTS:
        viewers = choice.randint(1, 12)
        liking, finishing = choice.random(), choice.random()
        for number in range(choice.randint(1, 20)):
            who = f"u{number % viewers}"
            about: dict[str, Any] = {}
            if number % viewers % 4 == 1:
                who, about = f"bot{number % viewers}", dict(BOT)
            elif number % viewers == 2 and content in OWNED:
                who = f"owner-{content}"
            time = NOW - timedelta(minutes=choice.randint(1, 4 * 24 * 60))
            play = f"{content}-{number}"
            watched = {"watchTime": choice.randint(1, 30)}
            events.append(
                event("VIEW_START", content, who, playId=play, viewData=watched, occurredAt=moment(time), **about)
            )
            if choice.random() < finishing:
                events.append(event("VIEW_COMPLETE", content, who, playId=play, occurredAt=moment(time), **about))
            events += [
                event(kind, content, who, occurredAt=moment(time), **about)
                for kind in ("LIKE", "COMMENT", "SHARE", "SAVE", "SKIP")
                if choice.random() < liking / 3
            ]
    return events


async def expected(
    stack: Stack, by: str, asked: Any, definition: str, include: Any, needed: int
) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """The ids in order, by what each content says of itself; and that."""
    known = {
        content: await stack.ask(ONE, id=content, range=asked, definition=definition, include=include)
        for content in CONTENTS
    }
    ranked = [content for content in CONTENTS if known[content]["views"]["total"] >= needed]
    return sorted(ranked, key=lambda content: (-MEASURES[by](known[content]), content)), known


async def recomputed(stack: Stack) -> None:
    async with stack.services.pool.acquire() as connection:
        await recompute_scores(connection, stack.services.settings, 1, publish_nothing)


@pytest.mark.parametrize(
    ("seed", "include"),
    [
        (1, None),
        (2, None),
        (1, {"bots": True}),
        (2, {"selfViews": True}),
        (2, {"bots": True, "selfViews": True}),
    ],
)
async def test_ranked_contents_equal_content_analytics(
    stack: Stack, seed: int, include: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.analytics.rankings.top.BATCH", 4)
    await stack.ask(
        "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }",
        ADMIN,
        contents=[{"id": content, "creatorId": f"owner-{content}"} for content in OWNED],
    )
    await stack.count(*life(seed))
    await recomputed(stack)
    for definition in ("start@1", "engaged@1"):
        for asked in (None, {"last": "36h"}):
            for by in MEASURES:
                needed = 4 if by in ("QUALITY", "ENGAGEMENT") else 1
                ids, known = await expected(stack, by, asked, definition, include, needed)
                for first in (3, 100):
                    answer = await stack.ask(
                        TOP, APP, range=asked, by=by, first=first, definition=definition, include=include
                    )
                    assert [row["contentId"] for row in answer["contents"]] == ids[:first], (by, asked, definition)
                    assert (answer["by"], answer["minimumViews"], answer["definition"]) == (by, needed, definition)
                    for row in answer["contents"]:
                        one = known[row["contentId"]]
                        assert (row["views"], row["watchTime"]) == (one["views"]["total"], one["watchTime"]["total"])
                        assert {name: row[name] for name in ("likes", "comments", "shares")} == one["engagement"]
                        assert row["engagementScore"] == one["engagementScore"]
                        assert row["qualityScore"] == one["qualityScore"]["score"]
                        assert row["velocity"] == one["velocity"]["viewsPerHour"]
                        assert row["previousVelocity"] == one["velocity"]["previousViewsPerHour"]
                        assert row["trend"] == one["velocity"]["trend"]


async def test_a_quality_of_few_views_is_none(stack: Stack) -> None:
    await stack.count(
        *(event("VIEW_START", "many", f"u{n}") for n in range(4)),
        event("VIEW_START", "few", "u1"),
        event("VIEW_COMPLETE", "few", "u1"),
        event("SHARE", "few", "u1"),
    )
    await recomputed(stack)
    for asked in (None, {"last": "24h"}):
        by_quality = await stack.ask(TOP, APP, range=asked, by="QUALITY")
        by_views = await stack.ask(TOP, APP, range=asked, by="VIEWS")
        assert [row["contentId"] for row in by_quality["contents"]] == ["many"]
        assert [row["contentId"] for row in by_views["contents"]] == ["many", "few"]


async def test_contents_viewed_by_bots_rank_first_only_when_bots_are_included(stack: Stack) -> None:
    await stack.count(
        *(event("VIEW_START", "people", f"u{n}", viewData={"watchTime": 10}) for n in range(5)),
        event("VIEW_START", "crawled", "u1"),
        *(event("VIEW_START", "crawled", f"b{n}", viewData={"watchTime": 10}, **BOT) for n in range(9)),
        *(event("VIEW_COMPLETE", "crawled", f"b{n}", **BOT) for n in range(9)),
    )
    await recomputed(stack)
    for asked in (None, {"last": "24h"}):
        for by in MEASURES:
            people = await stack.ask(TOP, APP, range=asked, by=by)
            with_bots = await stack.ask(TOP, APP, range=asked, by=by, include={"bots": True})
            assert people["contents"][0]["contentId"] == "people", (asked, by)
            assert with_bots["contents"][0]["contentId"] == "crawled", (asked, by)
            assert {row["contentId"]: row["views"] for row in with_bots["contents"]} == {"crawled": 10, "people": 5}
            assert {row["velocity"] for row in with_bots["contents"]} == {0.416667, 0.208333}


async def test_without_contents_the_ranking_is_empty(stack: Stack) -> None:
    answer = await stack.ask(TOP, APP)
    assert (answer["contents"], answer["revision"], answer["isFinal"]) == ([], 0, False)
    assert answer["range"] == {"start": None, "end": None}


async def test_a_past_range_is_final_and_does_not_change_with_later_events(stack: Stack) -> None:
    past = {"between": {"start": "2026-11-18T00:00:00Z", "end": "2026-11-19T00:00:00Z"}}
    await stack.count(
        event("VIEW_START", "a", "u1", **at("2026-11-18T10:00")),
        event("VIEW_START", "b", "u1", **at("2026-11-19T00:00")),
    )
    answer = await stack.ask(TOP, user("u1"), range=past, by="VIEWS")
    assert [row["contentId"] for row in answer["contents"]] == ["a"]
    assert answer["isFinal"] is True


@pytest.mark.parametrize(
    ("variables", "field"),
    [
        ({"first": 0}, ["first"]),
        ({"first": 101}, ["first"]),
        ({"definition": "mine@1"}, ["definition"]),
        ({"range": {"last": "x"}}, ["range", "last"]),
    ],
)
async def test_invalid_arguments_of_a_ranking_are_bad_input(
    stack: Stack, variables: dict[str, Any], field: list[str]
) -> None:
    assert await stack.refusal(TOP, APP, **variables) == {"code": "BAD_INPUT", "field": field}


async def test_a_kept_ranking_is_that_of_its_days(stack: Stack, settings: Settings) -> None:
    await stack.count(event("VIEW_START", "a", "u1", **at("2026-11-19T23:00")))
    kept = SharedCache(settings.redis_url, settings.database_url, 30.0)
    midnight = NOW.replace(hour=0, minute=0)

    async def listed(now: datetime, **asked: Any) -> list[str]:
        clock = replace(stack, services=replace(stack.services, now=lambda: now, public_lists=kept))
        answer = await clock.ask(TOP, APP, by="VIEWS", range=asked)
        return [row["contentId"] for row in answer["contents"]]

    for today in ({"days": 1}, {"calendar": {"unit": "DAY"}}):
        assert await listed(midnight - timedelta(seconds=1), **today) == ["a"]
        assert await listed(midnight + timedelta(seconds=1), **today) == []
    await stack.count(event("VIEW_START", "b", "u1", **at("2026-11-19T23:00")))
    assert await listed(midnight - timedelta(seconds=2), days=1) == ["a"], "as it was kept"
    assert await listed(midnight - timedelta(seconds=2), days=2) == ["a", "b"]
    await kept.close()


async def test_a_ranking_is_public_to_the_project_only(stack: Stack) -> None:
    assert (await stack.refusal(TOP, Caller()))["code"] == "UNAUTHENTICATED"
    await stack.count(event("VIEW_START", "mine"))
    assert (await stack.ask(TOP, Caller(project_id=2, may_track=True), by="VIEWS"))["contents"] == []
