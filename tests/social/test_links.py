"""Posts of social networks stand next to the content that they show, and neither counts as the other."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from server.access import Role
from server.demo.networks.instagram import LocalInstagram, Owner
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.social.model import Account, Network
from server.storage.database import Connection
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket
from tests.social.collection import Bench
from tests.social.test_instagram import ONE, owner

POSTS = "{ views { total } socialPosts { accountId network handle post { postId metrics { likes { value } } } } }"
SHOWN = f'contentAnalytics(contentId: "c1") {POSTS}'
LINK = """
mutation ($account: ID!, $post: ID!, $content: ID) {
    linkSocialPost(accountId: $account, postId: $post, contentId: $content) { accountId postId contentId }
}
"""
TRACK = "mutation ($event: EventInput!) { trackEvent(event: $event) { accepted } }"


@pytest.fixture
async def ada(instagram: LocalInstagram) -> Owner:
    return instagram.add(owner(datetime.now(UTC)))


@pytest.fixture
async def account(bench: Bench, ada: Owner) -> Account:
    """A connected account, collected once."""
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    await bench.collect(account)
    return account


async def link(api: Api, account: Account, post: str, content: str | None, **more: Any) -> dict[str, Any]:
    variables = {"account": account.account_id, "post": post, "content": content}
    answer: dict[str, Any] = await api.ask(LINK, variables, authorization=api.token("boss", Role.ADMIN), **more)
    return answer


async def shown(api: Api) -> list[tuple[str, float | None]]:
    """The posts of the content, and their likes."""
    answer = await api.ask(f"{{ {SHOWN} }}", authorization=api.token("boss", Role.ADMIN))
    return likes_in(answer["data"]["contentAnalytics"])


def likes_in(content: dict[str, Any]) -> list[tuple[str, float | None]]:
    posts = [linked["post"] for linked in content["socialPosts"]]
    return [(post["postId"], post["metrics"]["likes"]["value"]) for post in posts]


async def test_a_content_shows_the_posts_that_are_linked_to_it(api: Api, account: Account, bench: Bench) -> None:
    assert await shown(api) == []
    for post, content in (("reel1", "c1"), ("feed1", "c1"), ("story1", "c2"), ("later", "c1")):
        answer = await link(api, account, post, content)
        expected = {"accountId": account.account_id, "postId": post, "contentId": content}
        assert answer["data"]["linkSocialPost"] == expected
    assert [post for post, _ in await shown(api)] == ["feed1", "reel1"], (
        "the newest first, and none before it is collected"
    )
    answer = await api.ask(f"{{ {SHOWN} }}", authorization=api.token("boss", Role.ADMIN))
    [feed, _] = answer["data"]["contentAnalytics"]["socialPosts"]
    assert (feed["accountId"], feed["network"], feed["handle"]) == (account.account_id, "INSTAGRAM", "ada.creates")
    assert feed["post"]["metrics"]["likes"]["value"] == 90
    await link(api, account, "feed1", "c2")
    await link(api, account, "reel1", None)
    assert await shown(api) == []


async def test_what_networks_count_is_not_added_to_views(
    api: Api, account: Account, database: Connection, aggregator: Aggregator
) -> None:
    await register_write_key(database, 1, key := new_write_key(), "test")
    event = {"id": str(uuid4()), "type": "VIEW_START", "contentId": "c1", "sessionId": str(uuid4())}
    answer = await api.ask(TRACK, {"event": event}, x_viewpulse_key=key)
    assert answer["data"]["trackEvent"]["accepted"] == 1
    await aggregator.drain()
    await link(api, account, "feed1", "c1")
    answer = await api.ask(f"{{ {SHOWN} }}", authorization=api.token("boss", Role.ADMIN))
    content = answer["data"]["contentAnalytics"]
    assert (content["views"]["total"], likes_in(content)) == (1, [("feed1", 90)])


async def test_a_subscription_of_the_content_follows_its_posts(
    api: Api, account: Account, bench: Bench, ada: Owner, social: Settings
) -> None:
    publisher = Publisher(social.redis_url, social)
    aggregator = Aggregator(social, publish=publisher.publish)
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("boss", Role.ADMIN))
        await client.subscribe(f"subscription {{ {SHOWN} }}")

        async def heard() -> list[tuple[str, float | None]]:
            return likes_in((await client.hear())["payload"]["data"]["contentAnalytics"])

        assert await heard() == []
        await link(api, account, "feed1", "c1")
        await aggregator.run_once()
        assert await heard() == [("feed1", 90)]
        ada.media[0].metrics["likes"] = 95
        await bench.collect(account)
        await aggregator.run_once()
        assert await heard() == [("feed1", 95)]
        await link(api, account, "feed1", None)
        await aggregator.run_once()
        assert await heard() == []
    await aggregator.close()
    await publisher.close()


async def test_a_collection_announces_only_contents_whose_posts_have_new_numbers(
    api: Api, account: Account, bench: Bench, ada: Owner, database: Connection
) -> None:
    for post in ("feed1", "reel1"):
        await link(api, account, post, f"of-{post}")
    await database.execute("DELETE FROM changed_subjects")
    ada.media[1].metrics["likes"] += 1
    await bench.collect(account)
    announced = await database.fetch("SELECT DISTINCT id FROM changed_subjects WHERE kind = 'content'")
    assert [row["id"] for row in announced] == ["of-reel1"]


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ({"account": "instagram:none"}, "NOT_FOUND", ["accountId"]),
        ({"post": ""}, "BAD_INPUT", ["postId"]),
        ({"content": ""}, "BAD_INPUT", ["contentId"]),
    ],
)
async def test_what_cannot_be_linked_is_refused(
    api: Api, account: Account, more: dict[str, str], code: str, path: list[str]
) -> None:
    variables = {"account": account.account_id, "post": "feed1", "content": "c1", **more}
    answer = await api.ask(LINK, variables, authorization=api.token("boss", Role.ADMIN))
    [error] = answer["errors"]
    assert (error["extensions"]["code"], error["path"][1:] or error["extensions"]["field"]) == (code, path)


async def test_only_admins_link_posts(api: Api, account: Account, database: Connection) -> None:
    await database.execute("INSERT INTO social_members (project_id, workspace_id, user_id) VALUES (1, 'main', 'ada')")
    variables = {"account": account.account_id, "post": "feed1", "content": "c1"}
    answer = await api.ask(LINK, variables, authorization=api.token("ada", Role.CREATOR))
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await shown(api) == []
