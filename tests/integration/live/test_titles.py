"""Changes of the catalogue are pushed to subscribers that show them, without any event."""

import pytest

from server.access import Role
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from tests.integration.live.dashboard import track, upsert, watched
from tests.integration.transport.api import Api

SHOWN = "contentId title creatorId"
PERSONAL = {
    "watchHistory": f"{{ watchHistory {{ revision edges {{ node {{ {SHOWN} }} }} }} }}",
    "savedContents": f"{{ savedContents {{ revision edges {{ node {{ {SHOWN} }} }} }} }}",
    "interactionHistory": "{ interactionHistory(types: [SAVE]) { revision edges { node { contentId title } } } }",
}
PUBLIC = {
    "trending": f'{{ trending(window: "2h") {{ revision contents {{ {SHOWN} }} }} }}',
    "topContents": f"{{ topContents(by: VIEWS, range: {{ days: 2 }}) {{ revision edges {{ node {{ {SHOWN} }} }} }} }}",
    "topContents ever": f"{{ topContents(by: VIEWS) {{ revision edges {{ node {{ {SHOWN} }} }} }} }}",
}
OF_A_CREATOR = {
    "creatorContents": f'{{ creatorContents(creatorId: "k1") {{ revision edges {{ node {{ {SHOWN} }} }} }} }}',
    "contentsAnalytics": f'{{ contentsAnalytics(contentIds: ["c1"]) {{ revision contents {{ {SHOWN} }} }} }}',
    "creatorAnalytics": '{ creatorAnalytics(creatorId: "k1") { revision topContents { contentId title } } }',
    "myDashboard": '{ myDashboard(creatorId: "k1") { revision topContents { contentId title } } }',
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"trending_min_views_per_hour": 1})


async def view_and_save(api: Api, aggregator: Aggregator) -> None:
    """Two users view a content, and keep it saved; the catalogue does not know it yet."""
    view = {"contentId": "c1", "creatorId": "k1"}
    await track(
        api, *({"type": kind, **view, "userId": user} for user in ("u1", "u2") for kind in ("VIEW_START", "SAVE"))
    )
    await aggregator.run_once()


@pytest.mark.parametrize("name", PERSONAL)
async def test_another_title_reaches_the_user_who_saw_the_content(api: Api, aggregator: Aggregator, name: str) -> None:
    await view_and_save(api, aggregator)
    async with watched(api, PERSONAL[name], token=api.token("u1", Role.USER)) as dashboard:
        assert titles(await dashboard.shown()) == [None]
        for title in ("First", "Second"):
            await upsert(api, "c1", "k1", title)
            await aggregator.run_once()
            assert titles(await dashboard.shown()) == [title]


@pytest.mark.parametrize("name", OF_A_CREATOR)
async def test_another_title_reaches_the_creator(api: Api, aggregator: Aggregator, name: str) -> None:
    await view_and_save(api, aggregator)
    async with watched(api, OF_A_CREATOR[name]) as dashboard:
        assert titles(await dashboard.shown()) == [None]
        for title in ("First", "Second"):
            await upsert(api, "c1", "k1", title)
            await aggregator.run_once()
            assert titles(await dashboard.shown()) == [title]


@pytest.mark.parametrize("name", PUBLIC)
async def test_another_title_reaches_public_lists_though_their_query_is_cached(
    api: Api, aggregator: Aggregator, name: str
) -> None:
    await view_and_save(api, aggregator)
    await api.ask("mutation { recomputeScores { contents } }", authorization=api.token("root", Role.ADMIN))
    async with watched(api, PUBLIC[name]) as dashboard:
        assert titles(await dashboard.pushed()) == [None]
        for title in ("First", "Second"):
            await upsert(api, "c1", "k1", title)
            await aggregator.run_once()
            assert titles(await dashboard.pushed()) == [title]


async def test_a_content_appears_before_its_first_event(api: Api, aggregator: Aggregator) -> None:
    await aggregator.run_once()
    async with watched(api, OF_A_CREATOR["creatorContents"]) as dashboard:
        assert titles(await dashboard.shown()) == []
        for title in ("First", "Second"):
            await upsert(api, "c1", "k1", title)
            await aggregator.run_once()
            assert titles(await dashboard.shown()) == [title]


async def test_another_name_reaches_the_list_of_creators(api: Api, aggregator: Aggregator) -> None:
    await view_and_save(api, aggregator)
    admin = api.token("root", Role.ADMIN)
    async with watched(api, "{ creators { revision nodes { views creatorId name } } }") as dashboard:
        assert (await dashboard.shown())["nodes"] == [{"views": 2, "creatorId": "k1", "name": None}]
        for name in ("First", "Second"):
            upsert = f'upsertCreators(creators: [{{ id: "k1", name: "{name}" }}]) {{ accepted }}'
            await api.ask(f"mutation {{ {upsert} }}", authorization=admin)
            await aggregator.run_once()
            shown = await dashboard.shown()
            assert shown["nodes"] == [{"views": 2, "creatorId": "k1", "name": name}]


async def test_an_unchanged_upsert_changes_no_revision(api: Api, aggregator: Aggregator) -> None:
    revisions = []
    for _ in range(2):
        await upsert(api, "c1", "k1")
        revisions.append((await aggregator.run_once()).revisions)
    assert revisions == [{1: 1}, {}]


def titles(value: dict[str, object]) -> list[str | None]:
    """The titles of a list, of whatever form."""
    lines = value.get("edges") or value.get("contents") or value.get("topContents") or []
    assert isinstance(lines, list)
    return [line.get("node", line)["title"] for line in lines]
