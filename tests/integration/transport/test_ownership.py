"""Whose a content is: by the catalogue, else by the first event to arrive; later events change nothing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from server.access import Role
from server.app import create_app
from server.rollup.aggregator import Aggregator
from server.rollup.rebuild import rebuild
from server.settings import Settings
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.api import Api, served

READ = "query($c: ID!) { contentAnalytics(contentId: $c) { views { total } } }"
UPSERT = "mutation($c: [ContentInput!]!) { upsertContents(contents: $c) { results { code content { creatorId } } } }"
TRACK = "mutation($e: [EventInput!]!) { trackEvents(events: $e) { accepted } }"


@pytest_asyncio.fixture(loop_scope="session")
async def aggregator(settings: Settings) -> AsyncIterator[Aggregator]:
    async with aggregating(settings) as aggregator:
        yield aggregator


async def view(api: Api, content: str, creator: str | None = None, **fields: Any) -> None:
    """One event, as anyone with the write key can send it."""
    sent = {"type": "VIEW", "contentId": content, "creatorId": creator, "sessionId": "s1", **fields}
    assert (await api.ask(TRACK, {"e": [sent]}))["data"]["trackEvents"]["accepted"] == 1


async def may_read(api: Api, creator: str, content: str) -> bool:
    answer = await api.ask(READ, {"c": content}, authorization=api.token(creator))
    if "errors" in answer:
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    return "errors" not in answer


async def upserted(api: Api, who: str, role: Role = Role.CREATOR, **content: Any) -> str | None:
    """Why the content was not taken; None when it was."""
    answer = await api.ask(UPSERT, {"c": [content]}, authorization=api.token(who, role))
    [result] = answer["data"]["upsertContents"]["results"]
    code: str | None = result["code"]
    return code


async def test_an_event_that_names_another_creator_locks_no_creator_out(api: Api, aggregator: Aggregator) -> None:
    await view(api, "c1", "ann")
    await view(api, "c1", "bob", occurredAt="2020-01-01T00:00:00Z")
    await aggregator.drain()
    for _ in range(2):
        assert await may_read(api, "ann", "c1")
        assert not await may_read(api, "bob", "c1")
        assert await upserted(api, "bob", id="c1") == "FORBIDDEN"
        assert await upserted(api, "ann", id="c1", title="Mine") is None


async def test_a_content_that_one_request_assigns_to_two_creators_has_no_owner_until_declared(
    api: Api, aggregator: Aggregator
) -> None:
    """Two creators named at the same moment lock no creator out."""
    both = [{"type": "VIEW", "contentId": "c1", "creatorId": name, "sessionId": "s1"} for name in ("ghost", "spook")]
    await api.ask(TRACK, {"e": both})
    await aggregator.drain()
    await view(api, "c1", "bob")
    await aggregator.drain()
    assert [await may_read(api, name, "c1") for name in ("ghost", "spook", "bob", "ann")] == [False] * 4
    assert await upserted(api, "ann", id="c1") is None
    assert await upserted(api, "bob", id="c1") == "FORBIDDEN"
    assert [await may_read(api, name, "c1") for name in ("ann", "bob")] == [True, False]


async def test_an_admin_settles_a_dispute(api: Api, aggregator: Aggregator) -> None:
    await view(api, "c1", "ann")
    await aggregator.drain()
    for owner in ("bob", "ann"):
        assert await upserted(api, "root", Role.ADMIN, id="c1", creatorId=owner) is None
        assert [await may_read(api, name, "c1") for name in ("ann", "bob")] == [owner == "ann", owner == "bob"]


async def test_a_creator_named_after_the_first_event_does_not_prevent_a_declaration(
    api: Api, aggregator: Aggregator
) -> None:
    await view(api, "c1")
    await view(api, "c1", "ghost")
    await aggregator.drain()
    assert [await may_read(api, name, "c1") for name in ("ghost", "ann")] == [True, False]
    assert await upserted(api, "ann", id="c1") is None
    assert await upserted(api, "ghost", id="c1") == "FORBIDDEN"
    assert [await may_read(api, name, "c1") for name in ("ghost", "ann")] == [False, True]


async def test_an_event_that_is_not_counted_yet_protects_its_creator_all_the_same(
    api: Api, aggregator: Aggregator
) -> None:
    await view(api, "c1", "ann")
    await view(api, "c2")
    await view(api, "c2", "ghost")
    assert await upserted(api, "bob", id="c1") == "FORBIDDEN"
    assert [await upserted(api, "ann", id=content) for content in ("c1", "c2")] == [None, None]
    await aggregator.drain()
    await view(api, "c3")
    await aggregator.drain()
    await view(api, "c3", "ghost")
    assert await upserted(api, "ann", id="c3") is None


async def test_the_first_to_declare_a_content_keeps_it(api: Api, aggregator: Aggregator) -> None:
    await view(api, "c1")
    await aggregator.drain()
    assert await upserted(api, "ann", id="c1") is None
    await view(api, "c1", "bob")
    await aggregator.drain()
    assert await upserted(api, "bob", id="c1") == "FORBIDDEN"
    assert [await may_read(api, name, "c1") for name in ("ann", "bob")] == [True, False]


async def test_where_creators_claim_nothing_only_the_catalogue_counts(settings: Settings, write_key: str) -> None:
    """No creator can take an undeclared content of another, neither by an event nor by a declaration."""
    strict = settings.model_copy(update={"creators_claim_contents": False})
    async with served(create_app(strict), strict) as api, aggregating(strict) as aggregator:
        api.write_key = write_key
        await view(api, "c1", "ann")
        await view(api, "c2")
        await aggregator.drain()
        assert not await may_read(api, "ann", "c1")
        assert [await upserted(api, "bob", id=content) for content in ("c1", "c2", "c3")] == ["FORBIDDEN"] * 3
        listed = await api.ask("{ creatorContents { totalCount } }", authorization=api.token("ann"))
        assert listed["data"]["creatorContents"]["totalCount"] == 0
        assert await upserted(api, "root", Role.ADMIN, id="c1", creatorId="ann") is None
        assert await upserted(api, "ann", id="c1", title="Mine") is None
        assert await may_read(api, "ann", "c1")
    assert await rebuild(strict) == []


async def test_the_order_in_which_events_are_folded_does_not_matter(
    api: Api, aggregator: Aggregator, settings: Settings
) -> None:
    for content in ("c1", "c2"):
        for creator in ("zoe", None, "ann"):
            await view(api, content, creator)
    for creator in (None, "zoe"):
        await view(api, "c3", creator)
        await aggregator.drain()
    assert [await may_read(api, name, "c2") for name in ("zoe", "ann")] == [True, False]
    assert await rebuild(settings) == []
    assert await upserted(api, "ann", id="c2") == "FORBIDDEN"
    assert await upserted(api, "ann", id="c3") is None
