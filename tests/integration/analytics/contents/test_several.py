"""Several contents in one question: each as its own question answers it, and all of them together."""

from typing import Any

import pytest

from tests.integration.analytics.stack import ADMIN, Stack, at, creator, event

SEVERAL = """
query ($ids: [ID!]!, $range: RangeInput, $definition: String! = "start@1", $include: TrafficInput) {
  contentsAnalytics(contentIds: $ids, range: $range, definition: $definition, include: $include) {
    revision isFinal definition range { start end } timezone
    contents {
      contentId title creatorId publishedAt duration views uniqueViewers watchTime averageWatchTime completionRate
      likes comments shares saves engagementRate engagementScore qualityScore
    }
    totals {
      views uniqueViewers watchTime averageWatchTime completionRate likes comments shares saves engagementRate
      engagementScore
    }
  }
}
"""
ONE = """
query ($id: ID!, $range: RangeInput, $definition: String!, $include: TrafficInput) {
  contentAnalytics(contentId: $id, range: $range, definition: $definition, include: $include) {
    views { total unique } watchTime { total average } completion { rate }
    engagement { likes comments shares saves } engagementRate engagementScore qualityScore { score }
  }
}
"""
DAY = {"between": {"start": "2026-11-19T00:00:00Z", "end": "2026-11-20T00:00:00Z"}}
SUMMED = ("views", "watchTime", "likes", "comments", "shares", "saves")


async def some(stack: Stack) -> None:
    """a and b of k1, with viewers in common; c of k2; d in the catalogue only."""
    await stack.ask(
        "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }",
        contents=[
            {"id": "a", "creatorId": "k1", "title": "A", "duration": 20},
            {"id": "d", "creatorId": "k1", "publishedAt": "2026-11-01T00:00:00Z"},
        ],
    )
    watched = {"viewData": {"watchTime": 4}}
    await stack.count(
        *(event("VIEW_START", "a", f"u{n}", **watched, **at("2026-11-19T10:00")) for n in range(3)),
        event("VIEW_START", "a", "u0", **at("2026-11-20T10:00")),
        event("LIKE", "a", "u1", **at("2026-11-19T10:00")),
        *(event("VIEW_START", "b", f"u{n}", creatorId="k1", **at("2026-11-19T11:00")) for n in range(2, 7)),
        event("VIEW_COMPLETE", "b", "u3", creatorId="k1", **at("2026-11-19T11:00")),
        event("SAVE", "b", "u3", creatorId="k1", **at("2026-11-20T11:00")),
        event("VIEW_START", "a", "k1", **at("2026-11-19T12:00")),
        event("VIEW_START", "c", "u1", creatorId="k2", **at("2026-11-19T12:00")),
    )


@pytest.mark.parametrize("asked", [None, DAY, {"last": "7d"}])
@pytest.mark.parametrize("definition", ["start@1", "engaged@1"])
@pytest.mark.parametrize("include", [None, {"selfViews": True}])
async def test_each_content_is_as_its_own_question_answers_it(
    stack: Stack, asked: Any, definition: str, include: Any
) -> None:
    await some(stack)
    ways = {"range": asked, "definition": definition, "include": include}
    answer = await stack.ask(SEVERAL, ids=["b", "a", "nothing", "d"], **ways)
    assert [content["contentId"] for content in answer["contents"]] == ["b", "a", "nothing", "d"]
    for content in answer["contents"]:
        one = await stack.ask(ONE, id=content["contentId"], **ways)
        assert (content["views"], content["uniqueViewers"]) == tuple(one["views"].values())
        assert (content["watchTime"], content["averageWatchTime"]) == tuple(one["watchTime"].values())
        assert content["completionRate"] == one["completion"]["rate"]
        reactions = {name: content[name] for name in ("likes", "comments", "shares", "saves")}
        assert (reactions, content["engagementRate"]) == (one["engagement"], one["engagementRate"])
        assert content["engagementScore"] == one["engagementScore"]
        assert content["qualityScore"] == one["qualityScore"]["score"]
    totals = answer["totals"]
    assert {name: totals[name] for name in SUMMED} == {
        name: sum(content[name] for content in answer["contents"]) for name in SUMMED
    }
    assert answer["definition"] == definition


async def test_who_viewed_several_of_them_counts_once(stack: Stack) -> None:
    await some(stack)
    for asked, views, viewers in ((None, 9, 7), (DAY, 8, 7)):
        answer = await stack.ask(SEVERAL, ids=["a", "b"], range=asked)
        assert (answer["totals"]["views"], answer["totals"]["uniqueViewers"]) == (views, viewers)
        assert sum(content["uniqueViewers"] for content in answer["contents"]) == 8


async def test_rates_of_the_totals_are_those_of_all_counts_together(stack: Stack) -> None:
    await some(stack)
    totals = (await stack.ask(SEVERAL, ids=["a", "b", "c"]))["totals"]
    assert totals == {
        "views": 10,
        "uniqueViewers": 7,
        "watchTime": 12.0,
        "averageWatchTime": 1.2,
        "completionRate": 10.0,
        "likes": 1,
        "comments": 0,
        "shares": 0,
        "saves": 1,
        "engagementRate": 10.0,
        "engagementScore": 7.0,
    }


async def test_a_content_that_is_named_twice_is_answered_twice_and_counts_once(stack: Stack) -> None:
    await some(stack)
    answer = await stack.ask(SEVERAL, ids=["a", "b", "a"], range=DAY)
    assert [content["contentId"] for content in answer["contents"]] == ["a", "b", "a"]
    assert answer["contents"][0] == answer["contents"][2]
    assert answer["totals"]["views"] == 8
    assert answer["isFinal"] is True


async def test_what_the_catalogue_says_is_shown_and_the_rest_is_unknown(stack: Stack) -> None:
    await some(stack)
    answer = await stack.ask(SEVERAL, ids=["a", "b", "d", "nothing"])
    shown = [[one[name] for name in ("title", "creatorId", "publishedAt", "duration")] for one in answer["contents"]]
    assert shown == [
        ["A", "k1", None, 20.0],
        [None, "k1", None, None],
        [None, "k1", "2026-11-01T00:00:00+00:00", None],
        [None, None, None, None],
    ]


async def test_a_creator_sees_its_own_contents_and_an_admin_all(stack: Stack) -> None:
    await some(stack)
    assert (await stack.ask(SEVERAL, creator("k1"), ids=["a", "d", "b"]))["totals"]["views"] == 9
    assert (await stack.ask(SEVERAL, ADMIN, ids=["a", "c"]))["totals"]["views"] == 5
    for ids, index in ((["a", "c"], 1), (["a", "b", "nothing"], 2)):
        refused = await stack.refusal(SEVERAL, creator("k1"), ids=ids)
        assert refused == {"code": "FORBIDDEN", "field": ["contentIds", index]}


@pytest.mark.parametrize(
    ("ids", "field"),
    [
        ([], ["contentIds"]),
        (["c"] * 101, ["contentIds"]),
        (["a", ""], ["contentIds", 1]),
        (["a\0"], ["contentIds", 0]),
    ],
)
async def test_1_to_100_contents_are_asked_about(stack: Stack, ids: list[str], field: list[str | int]) -> None:
    assert await stack.refusal(SEVERAL, ids=ids) == {"code": "BAD_INPUT", "field": field}
