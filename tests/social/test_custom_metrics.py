"""Metrics that a project defines: computed from the latest numbers wherever these are shown."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from server.access import Role
from server.demo.networks.instagram import LocalInstagram
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.social.custom_metrics import MAX_METRICS
from server.social.model import Account, Network
from server.storage.database import Connection, Pool
from server.storage.locks import lock_project_in_transaction
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket
from tests.social.collection import Bench
from tests.social.test_instagram import ONE, owner

DEFINE = """
mutation ($name: String!, $kind: SocialFormulaKind!, $formula: String!) {
    defineSocialMetric(name: $name, kind: $kind, formula: $formula, title: "Of ours") { name kind formula title }
}
"""
REMOVE = "mutation ($name: String!) { removeSocialMetric(name: $name) { name } }"
CUSTOM = "custom { name title value provenance reason }"


@pytest.fixture
async def account(bench: Bench, instagram: LocalInstagram) -> Account:
    """A connected account, collected once."""
    ada = instagram.add(owner(datetime.now(UTC)))
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    await bench.collect(account)
    return account


async def say(api: Api, document: str, **variables: Any) -> dict[str, Any]:
    answer: dict[str, Any] = await api.ask(document, variables, authorization=api.token("boss", Role.ADMIN))
    return answer


async def define(api: Api, name: str, kind: str, formula: str) -> dict[str, Any]:
    return await say(api, DEFINE, name=name, kind=kind, formula=formula)


async def of_posts(api: Api, account: Account) -> dict[str, dict[str, Any]]:
    """The custom metrics of each post."""
    query = f'{{ socialPosts(accountId: "{account.account_id}") {{ nodes {{ postId metrics {{ {CUSTOM} }} }} }} }}'
    nodes = (await say(api, query))["data"]["socialPosts"]["nodes"]
    return {node["postId"]: {one["name"]: one for one in node["metrics"]["custom"]} for node in nodes}


async def of_account(api: Api, account: Account) -> list[dict[str, Any]]:
    query = f'{{ socialAccount(accountId: "{account.account_id}") {{ metrics {{ {CUSTOM} }} }} }}'
    found: list[dict[str, Any]] = (await say(api, query))["data"]["socialAccount"]["metrics"]["custom"]
    return found


async def test_custom_metrics_are_shown_with_the_numbers_they_are_computed_from(api: Api, account: Account) -> None:
    answer = await define(api, "love", "POST", " 100 * (likes + 2 * comments) / reach")
    assert answer["data"]["defineSocialMetric"] == {
        "name": "love",
        "kind": "POST",
        "formula": "100 * (likes + 2 * comments) / reach",
        "title": "Of ours",
    }
    await define(api, "per_view", "POST", "saves / views")
    await define(api, "ratio", "ACCOUNT", "followers / following")
    posts = await of_posts(api, account)
    assert [*posts["feed1"]] == ["love", "per_view"]
    assert posts["feed1"]["love"]["value"] == round(100 * (90 + 2 * 7) / 800, 6)
    assert (posts["feed1"]["love"]["provenance"], posts["feed1"]["love"]["reason"]) == ("MEASURED", None)
    assert posts["story1"]["per_view"]["value"] is None
    assert posts["story1"]["per_view"]["provenance"] == "UNAVAILABLE"
    assert posts["story1"]["per_view"]["reason"] == "`saves` is missing: Instagram does not publish it for stories."
    [ratio] = await of_account(api, account)
    assert (ratio["name"], ratio["title"], ratio["value"]) == ("ratio", "Of ours", round(1234 / 56, 6))


async def test_a_changed_formula_counts_at_once_and_a_removed_one_is_gone(
    api: Api, account: Account, social: Settings
) -> None:
    publisher = Publisher(social.redis_url, social)
    aggregator = Aggregator(social, publish=publisher.publish)
    await define(api, "double", "ACCOUNT", "2 * followers")
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("boss", Role.ADMIN))
        field = f'socialAccount(accountId: "{account.account_id}") {{ metrics {{ {CUSTOM} }} }}'
        await client.subscribe(f"subscription {{ {field} }}")

        async def heard() -> list[float]:
            found = (await client.hear())["payload"]["data"]["socialAccount"]["metrics"]["custom"]
            return [one["value"] for one in found]

        assert await heard() == [2468]
        await define(api, "double", "ACCOUNT", "followers + followers + 1")
        await aggregator.run_once()
        assert await heard() == [2469]
        assert (await say(api, REMOVE, name="double"))["data"]["removeSocialMetric"] == {"name": "double"}
        await aggregator.run_once()
        assert await heard() == []
    await aggregator.close()
    await publisher.close()


@pytest.mark.parametrize(
    ("name", "kind", "formula", "code"),
    [
        ("2love", "POST", "likes", "BAD_INPUT"),
        ("_love", "POST", "likes", "BAD_INPUT"),
        ("lové", "POST", "likes", "BAD_INPUT"),
        ("x" * 51, "POST", "likes", "BAD_INPUT"),
        ("love", "ACCOUNT", "likes", "BAD_INPUT"),
        ("love", "POST", "likes ** 2", "BAD_INPUT"),
    ],
)
async def test_what_cannot_be_defined_is_refused(api: Api, name: str, kind: str, formula: str, code: str) -> None:
    answer = await define(api, name, kind, formula)
    assert answer["errors"][0]["extensions"]["code"] == code
    listed = await say(api, "{ socialCustomMetrics { metrics { name } } }")
    assert listed["data"]["socialCustomMetrics"]["metrics"] == []


async def test_a_project_defines_a_bounded_number_of_metrics(api: Api, database: Connection) -> None:
    for number in range(MAX_METRICS):
        await define(api, f"m{number}", "POST", "likes")
    answer = await define(api, "more", "POST", "likes")
    assert answer["errors"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"
    assert (await define(api, "m7", "POST", "comments"))["data"]["defineSocialMetric"]["formula"] == "comments"
    assert await database.fetchval("SELECT count(*) FROM social_formulas") == MAX_METRICS
    assert (await say(api, REMOVE, name="more"))["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_metrics_that_are_defined_together_count_each_other(api: Api, pool: Pool) -> None:
    for number in range(MAX_METRICS - 1):
        await define(api, f"m{number}", "POST", "likes")
    async with pool.acquire() as connection, connection.transaction():
        await lock_project_in_transaction(connection, "social metrics", 1)  # as another definition does
        second = asyncio.create_task(define(api, "second", "POST", "likes"))
        await asyncio.wait([second], timeout=0.3)
        await connection.execute(
            """INSERT INTO social_formulas (project_id, name, kind, formula, title, created_at)
            VALUES (1, 'first', 'post', 'likes', 'First', now())"""
        )
    assert (await second)["errors"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"
