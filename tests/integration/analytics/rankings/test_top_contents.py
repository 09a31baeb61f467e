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
from server.storage.pages import encode_cursor
from server.storage.shared_cache import SharedCache
from tests.drawing import thinned
from tests.integration.analytics.stack import ADMIN, APP, NOW, Stack, at, event, moment, user

TOP = """
query (
  $range: RangeInput, $by: TopBy! = QUALITY, $minimumViews: Int, $first: Int, $after: String, $last: Int,
  $before: String, $definition: String! = "start@1", $include: TrafficInput
) {
  topContents(
    range: $range, by: $by, minimumViews: $minimumViews, first: $first, after: $after, last: $last, before: $before,
    definition: $definition, include: $include
  ) {
    revision isFinal definition range { start end } by minimumViews totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges {
      cursor
      node {
        contentId title creatorId views uniqueViewers watchTime averageWatchTime completionRate likes comments shares
        saves engagementRate engagementScore qualityScore velocity previousVelocity trend
      }
    }
  }
}
"""
ONE = """
query ($id: ID!, $range: RangeInput, $definition: String!, $include: TrafficInput) {
  contentAnalytics(contentId: $id, range: $range, definition: $definition, include: $include) {
    views { total unique } watchTime { total average } completion { rate }
    engagement { likes comments shares saves } engagementRate engagementScore qualityScore { score }
    velocity { viewsPerHour previousViewsPerHour trend }
  }
}
"""
MEASURES = {
    "QUALITY": lambda one: one["qualityScore"]["score"],
    "ENGAGEMENT": lambda one: one["engagementScore"],
    "VIEWS": lambda one: one["views"]["total"],
    "UNIQUE_VIEWERS": lambda one: one["views"]["unique"],
    "WATCH_TIME": lambda one: one["watchTime"]["total"],
    "AVERAGE_WATCH_TIME": lambda one: one["watchTime"]["average"],
    "COMPLETION": lambda one: one["completion"]["rate"],
    "LIKES": lambda one: one["engagement"]["likes"],
    "COMMENTS": lambda one: one["engagement"]["comments"],
    "SHARES": lambda one: one["engagement"]["shares"],
    "SAVES": lambda one: one["engagement"]["saves"],
}
RATES = ("QUALITY", "ENGAGEMENT", "AVERAGE_WATCH_TIME", "COMPLETION")
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


async def known_of(stack: Stack, asked: Any, definition: str, include: Any) -> dict[str, dict[str, Any]]:
    """What each content says of itself."""
    return {
        content: await stack.ask(ONE, id=content, range=asked, definition=definition, include=include)
        for content in CONTENTS
    }


def expected(known: dict[str, dict[str, Any]], by: str, needed: int) -> list[str]:
    """The ids in order, by what each content says of itself."""
    ranked = [content for content in CONTENTS if known[content]["views"]["total"] >= needed]
    return sorted(ranked, key=lambda content: (-MEASURES[by](known[content]), content))


def rows(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The contents of a page."""
    return [edge["node"] for edge in answer["edges"]]


def ids(answer: dict[str, Any]) -> list[str]:
    return [row["contentId"] for row in rows(answer)]


async def walked(stack: Stack, size: int, **variables: Any) -> list[str]:
    """The ids of all pages, one after the other; read from the end, they are the same."""
    found: list[str] = []
    after = None
    while True:
        page = await stack.ask(TOP, APP, first=size, after=after, **variables)
        found += ids(page)
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        if not page["pageInfo"]["hasNextPage"]:
            break
        assert len(page["edges"]) == size
        after = page["pageInfo"]["endCursor"]
    backwards: list[str] = []
    before = None
    while True:
        page = await stack.ask(TOP, APP, last=size, before=before, **variables)
        backwards = ids(page) + backwards
        assert page["totalCount"] == len(found)
        assert page["pageInfo"]["hasNextPage"] is (before is not None)
        if not page["pageInfo"]["hasPreviousPage"]:
            break
        before = page["pageInfo"]["startCursor"]
    assert backwards == found
    return found


async def recomputed(stack: Stack) -> None:
    async with stack.services.pool.acquire() as connection:
        await recompute_scores(connection, stack.services.settings, 1, publish_nothing)


@pytest.mark.parametrize(
    ("seed", "include"),
    thinned(
        [
            (1, None),
            (2, None),
            (1, {"bots": True}),
            (2, {"selfViews": True}),
            (2, {"bots": True, "selfViews": True}),
        ],
        4,
    ),
)
async def test_ranked_contents_equal_content_analytics(
    stack: Stack, seed: int, include: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.analytics.ranked_contents.BATCH", 4)
    await stack.ask(
        "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }",
        ADMIN,
        contents=[{"id": content, "creatorId": f"owner-{content}"} for content in OWNED],
    )
    await stack.count(*life(seed))
    await recomputed(stack)
    for definition in ("start@1", "engaged@1"):
        for asked in (None, {"last": "36h"}):
            known = await known_of(stack, asked, definition, include)
            for by in MEASURES:
                needed = 4 if by in RATES else 1
                order = expected(known, by, needed)
                ways = {"range": asked, "by": by, "definition": definition, "include": include}
                assert await walked(stack, 3, **ways) == order, (by, asked, definition)
                answer = await stack.ask(TOP, APP, first=100, **ways)
                assert ids(answer) == order, (by, asked, definition)
                assert (answer["by"], answer["minimumViews"], answer["definition"]) == (by, needed, definition)
                for row in rows(answer):
                    one = known[row["contentId"]]
                    reactions = {name: row[name] for name in ("likes", "comments", "shares", "saves")}
                    assert (row["views"], row["uniqueViewers"]) == tuple(one["views"].values())
                    assert (row["watchTime"], row["averageWatchTime"]) == tuple(one["watchTime"].values())
                    assert row["completionRate"] == one["completion"]["rate"]
                    assert (reactions, row["engagementRate"]) == (one["engagement"], one["engagementRate"])
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
        assert ids(by_quality) == ["many"]
        assert ids(by_views) == ["many", "few"]
        assert ids(await stack.ask(TOP, APP, range=asked, by="QUALITY", minimumViews=1)) == ["few", "many"]
        assert ids(await stack.ask(TOP, APP, range=asked, by="VIEWS", minimumViews=2)) == ["many"]


async def test_contents_viewed_by_bots_rank_first_only_when_bots_are_included(stack: Stack) -> None:
    await stack.count(
        *(event("VIEW_START", "people", f"u{n}", viewData={"watchTime": 10}) for n in range(5)),
        event("VIEW_START", "crawled", "u1"),
        *(event("VIEW_START", "crawled", f"b{n}", viewData={"watchTime": 10}, **BOT) for n in range(9)),
        *(event("VIEW_COMPLETE", "crawled", f"b{n}", **BOT) for n in range(9)),
    )
    await recomputed(stack)
    for asked in (None, {"last": "24h"}):
        for by in ("QUALITY", "ENGAGEMENT", "VIEWS", "UNIQUE_VIEWERS", "WATCH_TIME", "COMPLETION"):
            people = await stack.ask(TOP, APP, range=asked, by=by)
            with_bots = await stack.ask(TOP, APP, range=asked, by=by, include={"bots": True})
            assert ids(people)[0] == "people", (asked, by)
            assert {row["contentId"]: row["views"] for row in rows(with_bots)} == {"crawled": 10, "people": 5}
            assert {row["velocity"] for row in rows(with_bots)} == {0.416667, 0.208333}
            assert ids(with_bots)[0] == "crawled", (asked, by)


@pytest.mark.parametrize("asked", [None, {"last": "24h"}])
async def test_contents_of_equal_quality_are_ranked_by_id(stack: Stack, asked: Any) -> None:
    """35 points each, by completions, or by a like and a rewatch, which as floats add up to a little less."""
    await stack.count(
        *(event("VIEW_START", "b", f"u{n}", playId=f"b{n}") for n in range(4)),
        *(event("VIEW_COMPLETE", "b", f"u{n}", playId=f"b{n}") for n in range(4)),
        *(event("VIEW_START", "a", f"u{n}") for n in (0, 1, 2, 3, 4, 0)),
        event("LIKE", "a", "u1"),
    )
    await recomputed(stack)
    answer = await stack.ask(TOP, APP, range=asked)
    assert [row["qualityScore"] for row in rows(answer)] == [35.0, 35.0]
    assert await walked(stack, 1, range=asked) == ids(answer) == ["a", "b"]


async def test_without_contents_the_ranking_is_empty(stack: Stack) -> None:
    answer = await stack.ask(TOP, APP)
    assert (answer["edges"], answer["revision"], answer["isFinal"]) == ([], 0, False)
    assert answer["range"] == {"start": None, "end": None}


async def test_a_past_range_is_final_and_does_not_change_with_later_events(stack: Stack) -> None:
    past = {"between": {"start": "2026-11-18T00:00:00Z", "end": "2026-11-19T00:00:00Z"}}
    await stack.count(
        event("VIEW_START", "a", "u1", **at("2026-11-18T10:00")),
        event("VIEW_START", "b", "u1", **at("2026-11-19T00:00")),
    )
    answer = await stack.ask(TOP, user("u1"), range=past, by="VIEWS")
    assert ids(answer) == ["a"]
    assert answer["isFinal"] is True


@pytest.mark.parametrize(
    ("variables", "field"),
    [
        ({"first": 0}, ["first"]),
        ({"first": 101}, ["first"]),
        ({"definition": "mine@1"}, ["definition"]),
        ({"range": {"last": "x"}}, ["range", "last"]),
        ({"minimumViews": 0}, ["minimumViews"]),
        ({"after": "x"}, ["after"]),
        ({"before": "x"}, ["before"]),
        ({"last": 0}, ["last"]),
        ({"first": 3, "last": 3}, ["first"]),
        ({"after": encode_cursor("views", 3.0, "a")}, ["after"]),
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
        return ids(answer)

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
    assert (await stack.ask(TOP, Caller(project_id=2, may_track=True), by="VIEWS"))["edges"] == []
