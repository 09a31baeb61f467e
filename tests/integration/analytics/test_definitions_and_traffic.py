"""One set of events under every definition of a view, with and without bots and self-views."""

from typing import Any

import pytest

from server.metrics.view_definitions import DEFINITIONS
from tests.integration.analytics.stack import ADMIN, Stack, event

ANSWER = """
query ($definition: String!, $range: RangeInput, $include: TrafficInput) {
  contentAnalytics(contentId: "c1", range: $range, definition: $definition, include: $include) {
    definition plays
    views { total unique organic search other } watchTime { total average }
    completion { full rate } rewatch { count rate } devices { mobile tv } platforms { ios web }
    engagement { likes } engagementRate engagementScore
  }
}
"""
NAMES = tuple(DEFINITIONS)


def played(who: str, play: str, *, watched: float, duration: float | None = None, **more: Any) -> list[dict[str, Any]]:
    """A viewing that sends its start and then its watch time."""
    data = {"totalWatchTime": watched, **({} if duration is None else {"duration": duration})}
    started = event("VIEW_START", who=who, playId=play, **more)
    return [started, event("VIEW_PROGRESS", who=who, playId=play, viewData=data, **more)]


@pytest.mark.parametrize("within", [None, {"last": "24h"}])
async def test_the_same_plays_are_different_views_by_each_definition(
    stack: Stack, within: dict[str, Any] | None
) -> None:
    await stack.count(
        *played("u1", "p1", watched=2.999, duration=100),
        *played("u2", "p2", watched=3, duration=100),
        *played("u2", "p3", watched=9.999, duration=100),
        *played("u3", "p4", watched=10, duration=100),
        *played("u4", "p5", watched=2.1, duration=4),
        *played("u5", "p6", watched=2, duration=4),
        event("VIEW_PROGRESS", who="u6", playId="p7", viewData={"position": 50, "duration": 100}),
    )
    found = {name: (await stack.ask(ANSWER, definition=name, range=within))["views"] for name in NAMES}
    assert {name: (views["total"], views["unique"]) for name, views in found.items()} == {
        "start@1": (6, 5),
        "engaged@1": (4, 3),
        "peertube@1": (2, 2),
        "linkedin@1": (3, 2),
        "peertube@2": (2, 2),
        "linkedin@2": (6, 5),
    }


@pytest.mark.parametrize("within", [None, {"last": "24h"}])
async def test_rates_and_groups_use_the_views_of_the_definition(stack: Stack, within: dict[str, Any] | None) -> None:
    phone = {"device": {"type": "MOBILE", "platform": "IOS"}, "source": {"type": "SEARCH"}}
    couch = {"device": {"type": "TV", "platform": "WEB"}, "source": {"type": "FEED"}}
    await stack.count(
        *played("u1", "p1", watched=4, duration=40, **phone),
        *played("u1", "p2", watched=40, duration=40, **couch),
        event("VIEW_COMPLETE", who="u1", playId="p2"),
        *played("u2", "p3", watched=1, duration=40, **phone),
        event("VIEW_START", who="u3", playId="p4"),
        event("LIKE", who="u1"),
    )
    answer = await stack.ask(ANSWER, definition="linkedin@1", range=within)
    assert answer == {
        "definition": "linkedin@1",
        "plays": 4,
        "views": {"total": 2, "unique": 1, "organic": 1, "search": 1, "other": 0},
        "watchTime": {"total": 45.0, "average": 22.5},
        "completion": {"full": 1, "rate": 50.0},
        "rewatch": {"count": 1, "rate": 100.0},
        "devices": {"mobile": 1, "tv": 1},
        "platforms": {"ios": 1, "web": 1},
        "engagement": {"likes": 1},
        "engagementRate": 50.0,
        "engagementScore": 20.0,
    }


async def test_flags_of_rewatches_belong_to_started_views_only(stack: Stack) -> None:
    again: dict[str, Any] = {"viewData": {"isRewatch": True}}
    await stack.count(
        *(event("VIEW_START", who="u1", playId=f"p{number}", **again) for number in range(3)),
        event("VIEW_PROGRESS", who="u1", playId="p0", viewData={"totalWatchTime": 5}),
        event("VIEW_PROGRESS", who="u1", playId="p1", viewData={"totalWatchTime": 5}),
    )
    for within in (None, {"last": "24h"}):
        started = await stack.ask(ANSWER, definition="start@1", range=within)
        engaged = await stack.ask(ANSWER, definition="engaged@1", range=within)
        assert (started["rewatch"]["count"], engaged["rewatch"]["count"]) == (3, 1)


@pytest.mark.parametrize("within", [None, {"last": "24h"}])
@pytest.mark.parametrize("definition", [name for name in NAMES if name != "peertube@2"])
async def test_bots_and_self_views_count_only_when_included(
    stack: Stack, definition: str, within: dict[str, Any] | None
) -> None:
    crawler: dict[str, Any] = {
        "device": {"userAgent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}
    }
    await stack.count(
        *played("u1", "p1", watched=12, creatorId="k1"),
        *played("b1", "p2", watched=12, creatorId="k1", **crawler),
        *played("b1", "p3", watched=12, creatorId="k1", **crawler),
        *(step for n in range(4) for step in played("k1", f"own{n}", watched=12, creatorId="k1")),
        *(step for n in range(8) for step in played("k1", f"both{n}", watched=12, creatorId="k1", **crawler)),
    )
    expected = {
        (False, False): (1, 1, 0),
        (True, False): (3, 2, 1),
        (False, True): (5, 2, 3),
        (True, True): (15, 4, 11),
    }
    found = {}
    for bots, self_views in expected:
        include = {"bots": bots, "selfViews": self_views}
        answer = await stack.ask(ANSWER, definition=definition, range=within, include=include)
        found[bots, self_views] = (answer["views"]["total"], answer["views"]["unique"], answer["rewatch"]["count"])
        assert answer["watchTime"]["total"] == 12 * answer["views"]["total"]
    assert found == expected
    default = await stack.ask(ANSWER, definition=definition, range=within)
    assert default["views"]["total"] == 1


async def test_an_unknown_definition_is_refused_with_its_path(stack: Stack) -> None:
    assert await stack.refusal(ANSWER, ADMIN, definition="tiktok@3") == {
        "code": "BAD_INPUT", "field": ["definition"],
    }  # fmt: skip


async def test_the_definitions_are_listed_with_their_texts(stack: Stack) -> None:
    listed = await stack.ask("{ definitions { name title text } }")
    assert [entry["name"] for entry in listed] == list(NAMES)
    assert all(entry["title"] and entry["text"].endswith(".") for entry in listed)
