"""Creators and the platform: the same events, added up."""

from typing import Any

import pytest

from server.access import Caller, Role
from tests.integration.analytics.stack import ADMIN, Stack, at, creator, event

SCOPE = """
  revision definition views { total organic } uniqueViewers { count estimated } plays watchTime { total average }
  completion { full rate weightedRate } sessions averageSessionDuration
  engagement { likes saves shares } engagements engagementRate discovery: engagementRate(profile: DISCOVERY)
"""
CREATOR = 'query ($range: RangeInput) { creatorAnalytics(creatorId: "k1", range: $range) {' + SCOPE + "} }"
PLATFORM = (
    "query ($range: RangeInput, $creator: ID) { platformAnalytics(range: $range, creatorId: $creator) {" + SCOPE + "} }"
)
TOP = """
query ($range: RangeInput, $first: Int! = 10) {
  creatorAnalytics(creatorId: "k1", range: $range) {
    contents topContents(first: $first) { contentId title views watchTime completionRate engagementScore }
  }
}
"""


async def two_creators(stack: Stack) -> None:
    """k1 has a1 and a2, k2 has b1; u1 sees all three in one session of ten minutes."""
    one, two = {"creatorId": "k1"}, {"creatorId": "k2"}
    s1, s2 = {"sessionId": "s1"}, {"sessionId": "s2"}
    await stack.count(
        event("VIEW_START", "a1", **one, **s1, **at("2026-11-20T10:00"), source={"type": "FEED"}),
        event("VIEW_COMPLETE", "a1", **one, **s1, **at("2026-11-20T10:01"), viewData={"totalWatchTime": 60}),
        event("LIKE", "a1", **one, **s1, **at("2026-11-20T10:02")),
        event("COMMENT", "a1", **one, **s1, **at("2026-11-20T10:02")),
        event("VIEW_START", "a2", **one, **s1, **at("2026-11-20T10:04")),
        event("VIEW_PROGRESS", "a2", **one, **s1, **at("2026-11-20T10:05"), viewData={"totalWatchTime": 20}),
        event("VIEW_START", "b1", **two, **s1, **at("2026-11-20T10:08")),
        event("SHARE", "b1", **two, **s1, **at("2026-11-20T10:10")),
        event("VIEW_START", "a1", "u2", **one, **s2, **at("2026-11-20T11:00")),
        event("SAVE", "a1", "u2", **one, **s2, **at("2026-11-20T11:02")),
    )


@pytest.mark.parametrize("asked", [None, {"last": "24h"}])
async def test_a_creator_is_the_sum_of_its_contents(stack: Stack, asked: object) -> None:
    await two_creators(stack)
    answer = await stack.ask(CREATOR, range=asked)
    assert answer.pop("revision") > 0
    assert answer == {
        "definition": "start@1",
        "views": {"total": 3, "organic": 1},
        "uniqueViewers": {"count": 2, "estimated": True},
        "plays": 3,
        "watchTime": {"total": 80.0, "average": pytest.approx(80 / 3)},
        "completion": {"full": 1, "rate": pytest.approx(100 / 3), "weightedRate": pytest.approx(100 / 3)},
        "sessions": 2,
        "averageSessionDuration": (300 + 120) / 2,
        "engagement": {"likes": 1, "saves": 1, "shares": 0},
        "engagements": 2,
        "engagementRate": pytest.approx(200 / 3),
        "discovery": pytest.approx(100 / 3),
    }


@pytest.mark.parametrize("asked", [None, {"last": "24h"}, {"weeks": 1}, {"calendar": {"unit": "MONTH"}}])
async def test_the_platform_is_the_sum_of_all(stack: Stack, asked: object) -> None:
    await two_creators(stack)
    answer = await stack.ask(PLATFORM, range=asked)
    assert answer["views"] == {"total": 4, "organic": 1}
    assert answer["uniqueViewers"] == {"count": 2, "estimated": True}
    assert answer["sessions"] == 2
    assert answer["averageSessionDuration"] == (600 + 120) / 2
    assert answer["engagements"] == 3
    assert answer["engagementRate"] == 75.0


async def test_the_platform_of_one_creator_is_that_creator(stack: Stack) -> None:
    await two_creators(stack)
    for asked in (None, {"last": "24h"}):
        assert await stack.ask(PLATFORM, range=asked, creator="k1") == await stack.ask(CREATOR, range=asked)


async def test_unique_viewers_of_a_range_are_merged_from_its_quarter_hours(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.analytics.creators.unique_viewers.SKETCHES_AT_ONCE", 7)
    await stack.count(
        *(
            event("VIEW_START", "a1", f"u{number}", creatorId="k1", **at(f"2026-11-{day}T{number % 24:02}:00"))
            for day in (18, 19)
            for number in range(200)
        ),
        *(event("VIEW_START", "b1", f"u{number}", creatorId="k2", **at("2026-11-18T09:00")) for number in range(230)),
    )
    both_days = {"between": {"start": "2026-11-18T00:00:00Z", "end": "2026-11-20T00:00:00Z"}}
    second_day = {"between": {"start": "2026-11-19T00:00:00Z", "end": "2026-11-20T00:00:00Z"}}
    for document, asked, viewers in (
        (CREATOR, both_days, 200),
        (PLATFORM, both_days, 230),
        (PLATFORM, second_day, 200),
        (PLATFORM, None, 230),
    ):
        answer = await stack.ask(document, range=asked)
        assert answer["uniqueViewers"] == {"count": viewers, "estimated": True}


async def test_an_unknown_creator_has_zeros_and_revision_0(stack: Stack) -> None:
    for asked in (None, {"last": "24h"}):
        answer = await stack.ask(CREATOR, range=asked)
        assert answer["revision"] == 0
        assert answer["views"]["total"] == answer["uniqueViewers"]["count"] == answer["sessions"] == 0
        assert answer["averageSessionDuration"] == answer["engagementRate"] == 0


async def test_top_contents_are_the_viewed_ones_by_engagement_score(stack: Stack) -> None:
    await stack.ask(
        "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }",
        contents=[
            {"id": "a1", "creatorId": "k1", "title": "First", "duration": 10},
            {"id": "a2", "creatorId": "k1", "title": "Second"},
            {"id": "a3", "creatorId": "k1", "title": "Never seen"},
            {"id": "b1", "creatorId": "k2", "title": "Another's"},
        ],
    )
    await stack.count(
        event("VIEW_START", "a1"),
        event("CLICK", "a1"),
        event("VIEW_START", "a2"),
        event("VIEW_COMPLETE", "a2", viewData={"totalWatchTime": 7}),
        event("VIEW_START", "a4", creatorId="k1"),
        event("SKIP", "a4", creatorId="k1"),
        event("VIEW_START", "b1", creatorId="k1"),  # the catalogue knows better whose it is
        event("SAVE", "b1", creatorId="k1"),
    )
    unwatched = {"views": 1, "watchTime": 0.0, "completionRate": 0.0}
    for asked in (None, {"last": "24h"}):
        answer = await stack.ask(TOP, range=asked)
        assert answer["contents"] == 4
        assert answer["topContents"] == [
            {
                "contentId": "a2",
                "title": "Second",
                "views": 1,
                "watchTime": 7.0,
                "completionRate": 100.0,
                "engagementScore": 40.0,
            },
            {"contentId": "a1", "title": "First", **unwatched, "engagementScore": 10.0},
            {"contentId": "a4", "title": None, **unwatched, "engagementScore": 0.0},
        ]
        shorter = await stack.ask(TOP, range=asked, first=1)
        assert [line["contentId"] for line in shorter["topContents"]] == ["a2"]


@pytest.mark.parametrize("first", [0, -1, 101])
async def test_a_ranking_has_1_to_100_lines(stack: Stack, first: int) -> None:
    assert await stack.refusal(TOP, first=first) == {"code": "BAD_INPUT", "field": ["first"]}


async def test_a_creator_sees_itself_by_default(stack: Stack) -> None:
    await two_creators(stack)
    document = "{ creatorAnalytics { creatorId views { total } } }"
    assert await stack.ask(document, creator("k2")) == {"creatorId": "k2", "views": {"total": 1}}
    own = Caller(user_id="k2", role=Role.ADMIN)
    assert await stack.ask(document, own) == {"creatorId": "k2", "views": {"total": 1}}


BY = """
query ($range: RangeInput, $definition: String!, $include: TrafficInput) {
  one: creatorAnalytics(creatorId: "k1", range: $range, definition: $definition, include: $include) { ...Parts }
  all: platformAnalytics(range: $range, definition: $definition, include: $include) { ...Parts }
}
fragment Parts on Analytics {
  definition
  ... on CreatorAnalytics { views { total } uniqueViewers { count } plays watchTime { average } sessions }
  ... on PlatformAnalytics { views { total } uniqueViewers { count } plays watchTime { average } sessions }
}
"""
BOT = {"userAgent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}


@pytest.mark.parametrize("asked", [None, {"last": "24h"}])
@pytest.mark.parametrize(
    ("definition", "include", "views", "viewers", "plays", "average"),
    [
        ("start@1", {}, 2, 2, 2, 13 / 2),
        ("engaged@1", {}, 1, 1, 2, 13.0),
        ("peertube@1", {}, 1, 1, 2, 13.0),
        ("linkedin@1", {"bots": False}, 1, 1, 2, 13.0),
        ("start@1", {"bots": True}, 3, 3, 3, 33 / 3),
        ("start@1", {"self_views": True}, 3, 3, 3, 18 / 3),
        ("linkedin@1", {"bots": True, "self_views": True}, 3, 3, 4, 38 / 3),
    ],
)
async def test_definition_and_traffic_decide_what_counts(
    stack: Stack,
    asked: object,
    definition: str,
    include: dict[str, bool],
    views: int,
    viewers: int,
    plays: int,
    average: float,
) -> None:
    def played(who: str, watched: int, **more: Any) -> dict[str, Any]:
        return event("VIEW_START", "a1", who, creatorId="k1", sessionId=who, viewData={"watchTime": watched}, **more)

    asked_for = {{"self_views": "selfViews"}.get(name, name): wanted for name, wanted in include.items()}
    await stack.count(played("u1", 12), played("u2", 1), played("crawler", 20, device=BOT), played("k1", 5))
    result, _ = await stack.execute(BY, ADMIN, {"range": asked, "definition": definition, "include": asked_for})
    assert result.errors is None
    expected = {
        "definition": definition,
        "views": {"total": views},
        "uniqueViewers": {"count": viewers},
        "plays": plays,
        "watchTime": {"average": pytest.approx(average)},
        "sessions": plays,
    }
    assert result.data["one"] == expected
    assert result.data["all"] == expected, "a session counts when something in it counts"


async def test_an_unknown_definition_is_bad_input(stack: Stack) -> None:
    for field in ("creatorAnalytics", "platformAnalytics"):
        refused = await stack.refusal(f'{{ {field}(creatorId: "k1", definition: "mine@1") {{ revision }} }}')
        assert refused == {"code": "BAD_INPUT", "field": ["definition"]}


COMPARE = """
query ($range: RangeInput, $to: Baseline!) {
  creatorAnalytics(creatorId: "k1", range: $range) {
    compare(to: $to) { ...Lines }
    discovery: compare(to: $to, profile: DISCOVERY) { ...Lines }
  }
}
fragment Lines on Comparison {
  to range { start end } views { value baseline change changePercent } uniqueViewers { value baseline }
  watchTime { value baseline } averageWatchTime { value baseline } completionRate { value baseline }
  engagementRate { value baseline } engagementScore { value baseline } qualityScore { value baseline }
}
"""


async def test_creators_compare_with_the_average_viewed_creator(stack: Stack) -> None:
    await two_creators(stack)
    await stack.count(event("IMPRESSION", "z1", creatorId="unviewed"))
    for asked in (None, {"last": "24h"}):
        found = await stack.ask(COMPARE, range=asked, to="PLATFORM_AVERAGE")
        answer = found["compare"]
        assert answer["views"] == {"value": 3.0, "baseline": 2.0, "change": 1.0, "changePercent": 50.0}
        assert answer["uniqueViewers"] == {"value": 2.0, "baseline": None}
        assert answer["watchTime"] == {"value": 80.0, "baseline": 40.0}
        assert answer["averageWatchTime"] == {"value": pytest.approx(80 / 3), "baseline": 20.0}
        assert answer["completionRate"] == {"value": pytest.approx(100 / 3), "baseline": 25.0}
        assert answer["engagementRate"] == {"value": pytest.approx(200 / 3), "baseline": 75.0}
        assert found["discovery"] == answer | {"engagementRate": {"value": pytest.approx(100 / 3), "baseline": 50.0}}
        assert answer["engagementScore"] == {"value": pytest.approx(70 / 3), "baseline": (40 + 30 + 20) / 4}
        assert answer["qualityScore"] == {"value": None, "baseline": None}


async def test_all_time_has_no_period_before(stack: Stack) -> None:
    await two_creators(stack)
    answer = (await stack.ask(COMPARE, to="PREVIOUS_PERIOD"))["compare"]
    assert answer["range"] is None
    assert answer["views"] == {"value": 3.0, "baseline": None, "change": None, "changePercent": None}


async def test_the_platform_compares_with_the_previous_period(stack: Stack) -> None:
    await two_creators(stack)
    await stack.count(event("VIEW_START", "b1", "u7", creatorId="k2", **at("2026-11-19T10:00")))
    document = """{
      platformAnalytics(range: { between: { start: "2026-11-20T00:00:00Z", end: "2026-11-21T00:00:00Z" } }) {
        compare(to: PREVIOUS_PERIOD) { views { value baseline } uniqueViewers { value baseline } range { start end } }
      }
    }"""
    assert (await stack.ask(document))["compare"] == {
        "views": {"value": 4.0, "baseline": 1.0},
        "uniqueViewers": {"value": 2.0, "baseline": 1.0},
        "range": {"start": "2026-11-19T00:00:00+00:00", "end": "2026-11-19T12:00:00+00:00"},
    }


@pytest.mark.parametrize(
    ("field", "to"),
    [
        ('creatorAnalytics(creatorId: "k1")', "CREATOR_AVERAGE"),
        ("platformAnalytics", "PLATFORM_AVERAGE"),
        ("platformAnalytics", "CREATOR_AVERAGE"),
    ],
)
async def test_a_baseline_that_is_none_is_bad_input(stack: Stack, field: str, to: str) -> None:
    refused = await stack.refusal(f"{{ {field} {{ compare(to: {to}) {{ to }} }} }}")
    assert refused == {"code": "BAD_INPUT", "field": ["to"]}


async def test_the_audience_of_a_creator_is_that_of_its_contents_together(stack: Stack) -> None:
    await stack.ask(
        'mutation { upsertContents(contents: [{ id: "a2", creatorId: "k1" }]) { accepted } }',
    )
    await stack.count(
        event("VIEW_START", "a1", "u1", creatorId="k1", location={"country": "DE", "city": "Köln"}),
        event("VIEW_START", "a2", "u1", creatorId="k9", location={"country": "DE"}, device={"type": "TV"}),
        event("VIEW_START", "a2", "u2", location={"country": "NP"}, viewer={"ageGroup": "AGE_25_34"}),
        event("VIEW_START", "b1", "u3", creatorId="k2", location={"country": "US"}),
    )
    answer = await stack.ask(
        '{ creatorAnalytics(creatorId: "k1") { audience { countries { value views percentage } '
        "ageGroups { value views } devices { value views } } } }"
    )
    assert answer["audience"] == {
        "countries": [
            {"value": "DE", "views": 2, "percentage": pytest.approx(200 / 3)},
            {"value": "NP", "views": 1, "percentage": pytest.approx(100 / 3)},
        ],
        "ageGroups": [{"value": None, "views": 2}, {"value": "AGE_25_34", "views": 1}],
        "devices": [{"value": None, "views": 2}, {"value": "TV", "views": 1}],
    }
