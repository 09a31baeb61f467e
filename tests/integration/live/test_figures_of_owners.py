"""All figures of a creator follow one rule: they are those of its contents, whenever the owner became known."""

from typing import Any

import pytest

from server.access import Role
from server.rollup.aggregator import Aggregator
from tests.integration.live.dashboard import track, upsert, watched
from tests.integration.transport.api import Api

FIGURES = """
  revision
  contents
  concurrentViewers
  views { total }
  plays
  watchTime { total }
  engagement { likes comments }
  uniqueViewers { count }
  sessions
  topContents { contentId views }
  audience { devices { value views } }
"""
QUERY = f"query($creator: ID!) {{ creatorAnalytics(creatorId: $creator) {{ {FIGURES} }} }}"


async def view(api: Api, creator: str | None, session: str) -> None:
    """A viewer watches, likes and comments."""
    common: dict[str, Any] = {"contentId": "c1", "sessionId": session, "device": {"type": "MOBILE"}}
    if creator is not None:
        common["creatorId"] = creator
    await track(
        api,
        {**common, "type": "VIEW_START"},
        {**common, "type": "VIEW_PROGRESS", "viewData": {"watchTime": 7.5}},
        {**common, "type": "LIKE"},
        {**common, "type": "COMMENT"},
    )


def figures(views: int) -> dict[str, Any]:
    """The figures of a creator whose only content has so many views."""
    some = views > 0
    return {
        "contents": int(some),
        "concurrentViewers": views,
        "views": {"total": views},
        "plays": views,
        "watchTime": {"total": 7.5 * views},
        "engagement": {"likes": views, "comments": views},
        "uniqueViewers": {"count": views},
        "sessions": views,
        "topContents": [{"contentId": "c1", "views": views}] if some else [],
        "audience": {"devices": [{"value": "MOBILE", "views": views}] if some else []},
    }


async def shown(api: Api, creator: str) -> dict[str, Any]:
    answer = await api.ask(QUERY, {"creator": creator}, authorization=api.token("root", Role.ADMIN))
    found: dict[str, Any] = answer["data"]["creatorAnalytics"]
    return {name: value for name, value in found.items() if name != "revision"}


@pytest.mark.parametrize("named", [None, "k1"], ids=["nobody", "another"])
async def test_a_catalogue_that_comes_after_the_events_moves_all_figures(
    api: Api, aggregator: Aggregator, named: str | None
) -> None:
    await view(api, named, "s1")
    await view(api, "k1", "s2")
    await aggregator.drain()
    assert await shown(api, "k1") == figures(2)
    await upsert(api, "c1", "k2")
    async with watched(api, QUERY, {"creator": "k2"}) as dashboard:
        await dashboard.pushed()
        await aggregator.drain()
        after = await dashboard.shown()
    assert {**after, "revision": None} == {**figures(2), "revision": None}
    assert await shown(api, "k1") == figures(0)


async def test_all_figures_are_the_first_claimants_whichever_creator_later_events_name(
    api: Api, aggregator: Aggregator
) -> None:
    await view(api, "k1", "s1")
    await view(api, "k2", "s2")
    await aggregator.drain()
    await view(api, "k3", "s3")
    await aggregator.drain()
    assert await shown(api, "k1") == figures(3)
    assert await shown(api, "k2") == figures(0)
    assert await shown(api, "k3") == figures(0)


async def test_a_creator_named_late_gets_what_was_counted_before(api: Api, aggregator: Aggregator) -> None:
    await view(api, None, "s1")
    await aggregator.drain()
    await view(api, "k1", "s2")
    await aggregator.drain()
    assert await shown(api, "k1") == figures(2)


async def test_an_answer_never_contradicts_itself_while_the_next_run_is_awaited(
    api: Api, aggregator: Aggregator
) -> None:
    await view(api, None, "s1")
    await aggregator.drain()
    await view(api, "k1", "s2")
    await aggregator.run_once()
    learnt = await shown(api, "k1")
    assert (learnt["views"], learnt["topContents"]) == (figures(0)["views"], [])
    await aggregator.drain()
    await upsert(api, "c1", "k2")
    for creator, views in (("k1", 2), ("k2", 0)):
        assert {**await shown(api, creator), "contents": None} == {**figures(views), "contents": None}
