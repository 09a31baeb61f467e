"""Cached answers: as right as others for each who may see them, whatever changed; by hand; and without Redis."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.access import Role
from server.demo.networks.instagram import LocalInstagram, Owner
from server.settings import Settings
from server.social.accounts import find_account, upsert_workspace
from server.social.aggregating import aggregate_due
from server.social.members import set_members
from server.social.model import Account, Network
from server.storage.database import Connection, Pool
from server.storage.tombstones import Tombstones
from server.transport import cached_answers
from tests.fault.outage import Outage
from tests.integration.monitoring.scraping import monitored, scrape
from tests.integration.resolvers.social_documents import connect_social
from tests.integration.transport.api import Api
from tests.social.collection import Bench
from tests.social.history import Played, at, play
from tests.social.test_instagram import owner

FOLLOWERS = "{ followers { value } custom { name value } }"
ACCOUNT = "query ($id: ID!) { socialAccount(accountId: $id) { asOf state metrics " + FOLLOWERS + " } }"
POSTS = "query ($id: ID!) { socialPosts(accountId: $id) { asOf nodes { postId metrics { likes { value } } } } }"
ACCOUNTS = """query ($id: ID!) { socialAccounts(workspaceId: $id) { asOf nodes {
    accountId state metrics { followers { value } } } } }"""
DAYS = """query ($of: SocialOfInput!, $by: Interval! = DAY, $days: Int! = 3) {
    socialAggregates(of: $of, by: $by, range: { days: $days }) { asOf timezone
        totals { account { followers { value } } custom { name value } } topPosts(by: LIKES) { post { postId } } } }"""
INVALIDATE = "mutation ($of: SocialOfInput!) { invalidateSocialCache(of: $of) { workspaceId } }"
TAMPER = "UPDATE social_latest SET value = value + 1000 WHERE value IS NOT NULL"
"""What no part of the product does, so answers that are cached do not show it."""


@dataclass
class Cached:
    """The served application, and its counts of cached answers."""

    api: Api
    metrics: str

    async def ask(self, query: str, user: str = "boss", role: Role = Role.ADMIN, **variables: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await self.api.ask(query, variables, authorization=self.api.token(user, role))
        return answer

    async def counted(self) -> tuple[float, float]:
        """Hits and misses so far."""
        found = await scrape(self.metrics)
        hits, misses = (found.total("viewpulse_cached_answers_total", result=one) for one in ("hit", "miss"))
        return hits, misses

    async def all_of(self, account: Account) -> list[dict[str, Any]]:
        """An answer of each cached field about an account and its workspace."""
        asked: tuple[tuple[str, dict[str, Any]], ...] = (
            (ACCOUNT, {"id": account.account_id}),
            (POSTS, {"id": account.account_id}),
            (ACCOUNTS, {"id": account.workspace_id}),
            (DAYS, {"of": {"accountId": account.account_id}}),
            (DAYS, {"of": {"workspaceId": account.workspace_id}}),
        )
        found = [await self.ask(query, **variables) for query, variables in asked]
        assert not [answer for answer in found if "errors" in answer], found
        return found


@pytest.fixture
async def cached(social: Settings) -> AsyncIterator[Cached]:
    async with monitored(social) as (api, metrics):
        yield Cached(api, metrics)


@pytest.fixture
async def ada(instagram: LocalInstagram) -> Owner:
    return instagram.add(owner(datetime.now(UTC)))


@pytest.fixture
async def account(bench: Bench, ada: Owner) -> Account:
    """A connected account, collected once."""
    account = await bench.connect(Network.INSTAGRAM, ada.token, ada.external_id)
    await bench.collect(account)
    return account


def followers(answers: list[dict[str, Any]], account: Account) -> set[float]:
    """What all answers say, of an account that is alone in its workspace."""
    of_account, _, of_accounts, days, of_workspace = (next(iter(answer["data"].values())) for answer in answers)
    [listed] = [one for one in of_accounts["nodes"] if one["accountId"] == account.account_id]
    shown = [of_account["metrics"], listed["metrics"], days["totals"]["account"], of_workspace["totals"]["account"]]
    return {one["followers"]["value"] for one in shown}


async def test_hits_and_misses_are_counted_and_a_hit_is_the_same_answer(
    cached: Cached, account: Account, database: Connection
) -> None:
    first = await cached.all_of(account)
    assert await cached.counted() == (0, 5)
    await database.execute(TAMPER)
    await database.execute("UPDATE rollup_state SET revision = revision + 1, as_of = now() + interval '1 hour'")
    assert await cached.all_of(account) == first  # also what it is of: `asOf`
    assert await cached.counted() == (5, 5)
    assert (await cached.ask(ACCOUNT.replace("state", "handle"), id=account.account_id))["data"]
    assert (await cached.ask(DAYS, of={"accountId": account.account_id}, days=4))["data"]
    assert await cached.counted() == (5, 7)  # other questions
    await cached.ask("query ($id: ID!) { socialCollections(workspaceId: $id) { asOf } }", id="main")
    await cached.ask("query ($id: ID!) { socialAccount(accountId: $id) { asOf } socialWorkspaces { asOf } }", id="x")
    assert await cached.counted() == (5, 7)  # are not cached


async def test_what_a_collection_brings_is_seen_at_once(
    cached: Cached, account: Account, bench: Bench, ada: Owner
) -> None:
    for number in (1234, 1300, 1301):
        if number != 1234:
            ada.followers = number
            ada.media[0].metrics["likes"] = number
            await bench.collect(account)
        for _ in range(2):
            answers = await cached.all_of(account)
            assert followers(answers, account) == {number}
        nodes = answers[1]["data"]["socialPosts"]["nodes"]
        [likes] = [node["metrics"]["likes"]["value"] for node in nodes if node["postId"] == "feed1"]
        assert likes == (90 if number == 1234 else number)
    assert await cached.counted() == (15, 15)


async def test_what_persons_change_is_seen_at_once(
    cached: Cached, account: Account, bench: Bench, database: Connection
) -> None:
    which = f'accountId: "{account.account_id}"'
    changes: list[tuple[str, Callable[[list[dict[str, Any]]], Any], Any]] = [
        (f"pauseSocialAccount({which}) {{ state }}", state_in, "PAUSED"),
        (f"resumeSocialAccount({which}) {{ state }}", state_in, "CONNECTED"),
        (define("2 * followers"), custom_in, [("double", 2468.0)] * 3),
        (define("3 * followers"), custom_in, [("double", 3702.0)] * 3),
        ('removeSocialMetric(name: "double") { name }', custom_in, []),
        (zone("Asia/Tokyo"), zone_in, "Asia/Tokyo"),
        (f"disconnectSocialAccount({which}, numbers: KEEP) {{ state }}", state_in, "DISCONNECTED"),
    ]
    for mutation, shown, expected in changes:
        assert shown(await cached.all_of(account)) != expected, mutation
        assert "errors" not in await cached.ask(f"mutation {{ {mutation} }}"), mutation
        assert shown(await cached.all_of(account)) == expected, mutation
    await cached.ask(f"mutation {{ disconnectSocialAccount({which}, numbers: DELETE) {{ state }} }}")
    gone = await cached.ask(ACCOUNT, id=account.account_id)
    assert gone["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert (await cached.ask(ACCOUNTS, id="main"))["data"]["socialAccounts"]["nodes"] == []


def define(formula: str) -> str:
    return f'defineSocialMetric(name: "double", kind: ACCOUNT, formula: "{formula}", title: "T") {{ name }}'


def zone(name: str) -> str:
    return f'upsertSocialWorkspace(workspaceId: "main", name: "Main", timezone: "{name}") {{ name }}'


def state_in(answers: list[dict[str, Any]]) -> str:
    states = {answers[0]["data"]["socialAccount"]["state"], answers[2]["data"]["socialAccounts"]["nodes"][0]["state"]}
    [state] = states
    return str(state)


def zone_in(answers: list[dict[str, Any]]) -> str:
    return str(answers[4]["data"]["socialAggregates"]["timezone"])


def custom_in(answers: list[dict[str, Any]]) -> list[tuple[str, float]]:
    of_account, days, of_workspace = (next(iter(answers[place]["data"].values())) for place in (0, 3, 4))
    found = [of_account["metrics"]["custom"], days["totals"]["custom"], of_workspace["totals"]["custom"]]
    return [(one["name"], one["value"]) for custom in found for one in custom]


async def test_what_an_aggregation_writes_is_seen_at_once(
    cached: Cached, account: Account, database: Connection, pool: Pool
) -> None:
    of = {"workspaceId": "main"}
    shown = [await cached.ask(DAYS, of=of)]
    await database.execute("UPDATE social_days SET value = 5 WHERE metric = 'followers'")
    shown.append(await cached.ask(DAYS, of=of))
    await cached.ask(INVALIDATE, of={"workspaceId": "main"})
    shown.append(await cached.ask(DAYS, of=of))
    mutation = "mutation ($of: SocialOfInput!) { aggregateSocial(of: $of) { workspaceId } }"
    assert "errors" not in await cached.ask(mutation, of={"workspaceId": "main"})
    assert len(await aggregate_due(pool, datetime.now(UTC))) == 1
    shown.append(await cached.ask(DAYS, of=of))
    totals = [one["data"]["socialAggregates"]["totals"]["account"]["followers"]["value"] for one in shown]
    assert totals == [1234, 1234, 5, 1234]


async def test_answers_are_forgotten_by_hand_by_workspace_or_by_account(
    cached: Cached, pool: Pool, database: Connection
) -> None:
    accounts = []
    for number, workspace in enumerate(("main", "main", "other")):
        await upsert_workspace(pool, 1, workspace, name="W", timezone=ZoneInfo("UTC"))
        account = Played(pool, random.Random(number), Network.INSTAGRAM, f"instagram:{number}", workspace)
        await play(account, at("2026-11-01T10:00:00"), at("2026-11-09T10:00:00"))
        assert account.posts
        accounts.append(await find_account(pool, 1, account.account_id))
    before = {account.account_id: await cached.all_of(account) for account in accounts}
    await database.execute(TAMPER)

    async def changed() -> list[list[bool]]:
        found = [await cached.all_of(account) for account in accounts]
        pairs = zip(found, before.values(), strict=True)
        return [[one != old for one, old in zip(*both, strict=True)] for both in pairs]

    assert await changed() == [[False] * 5] * 3
    await cached.ask(INVALIDATE, of={"accountId": "instagram:0"})
    assert await changed() == [[True, True, True, False, False], [False, False, True, False, False], [False] * 5]
    await cached.ask(INVALIDATE, of={"workspaceId": "main"})
    fresh = [True, True, True, False, False]  # days were not tampered with
    assert await changed() == [fresh, fresh, [False] * 5]
    hits, misses = await cached.counted()
    await changed()
    assert await cached.counted() == (hits + 15, misses)
    refused = await cached.ask(INVALIDATE, "bea", Role.CREATOR, of={"workspaceId": "main"})
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    unknown = await cached.ask(INVALIDATE, of={"accountId": "instagram:9"})
    assert unknown["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_rights_are_asked_before_the_cache(cached: Cached, account: Account, pool: Pool) -> None:
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        (ACCOUNT, {"id": account.account_id}),
        (POSTS, {"id": account.account_id}),
        (ACCOUNTS, {"id": "main"}),
        (DAYS, {"of": {"workspaceId": "main"}}),
    )

    async def codes(user: str) -> list[str | None]:
        answers = [await cached.ask(query, user, Role.CREATOR, **variables) for query, variables in asked]
        return [next((one["extensions"]["code"] for one in answer.get("errors", [])), None) for answer in answers]

    tombstones = Tombstones(pool, cached.api.settings)
    async with pool.acquire() as connection:
        await set_members(connection, 1, "main", ["ada"], tombstones)
    await cached.all_of(account)
    hits, misses = await cached.counted()
    assert await codes("ada") == [None] * 4
    assert await cached.counted() == (hits + 4, misses)  # a member is answered what an admin was
    assert await codes("bea") == ["FORBIDDEN"] * 4
    async with pool.acquire() as connection:
        await set_members(connection, 1, "main", ["bea"], tombstones)
    assert await codes("ada") == ["FORBIDDEN"] * 4
    assert await codes("bea") == [None] * 4


async def test_no_project_is_answered_what_another_one_is(cached: Cached, database: Connection, api: Api) -> None:
    await database.execute("INSERT INTO projects (project_id, name) VALUES (2, 'theirs')")
    await connect_social(database, 1, word="ours", number=7)
    await connect_social(database, 2, word="theirs", number=9)
    stamp = "SET stamp = '00000000-0000-4000-8000-000000000000'"
    await database.execute(f"UPDATE social_accounts {stamp}; UPDATE social_workspaces {stamp}")
    await database.execute("DELETE FROM social_formulas")  # nothing but the project differs
    for _ in range(2):
        for project, value in ((1, 7.0), (2, 9.0)):
            token = cached.api.token("boss", Role.ADMIN, project=project)
            answer = await cached.api.ask(ACCOUNT, {"id": "instagram:1"}, authorization=token)
            assert answer["data"]["socialAccount"]["metrics"]["followers"]["value"] == value
    assert await cached.counted() == (2, 2)


async def test_answers_are_kept_for_as_long_as_the_settings_say(
    social: Settings, account: Account, database: Connection
) -> None:
    off = social.model_copy(update={"social_cache_seconds": 0.0, "social_cache_aggregates_seconds": 0.0})
    async with monitored(off) as (api, metrics):
        cached = Cached(api, metrics)
        assert await cached.all_of(account) == await cached.all_of(account)
        assert await cached.counted() == (0, 0)
    brief = social.model_copy(update={"social_cache_seconds": 1.0})
    async with monitored(brief) as (api, metrics):
        cached = Cached(api, metrics)
        first = await cached.all_of(account)
        await database.execute(TAMPER)
        await asyncio.sleep(1.1)
        later = await cached.all_of(account)
        assert [one != two for one, two in zip(first, later, strict=True)] == [True, True, True, False, False]
        assert await cached.counted() == (2, 8)  # days are kept for longer


async def test_what_is_kept_is_bounded(cached: Cached, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached_answers, "PLACES", 1)
    await cached.ask(ACCOUNT, id=account.account_id)
    await cached.ask(POSTS, id=account.account_id)  # takes the place
    await cached.ask(POSTS, id=account.account_id)
    await cached.ask(ACCOUNT, id=account.account_id)
    assert await cached.counted() == (1, 3)
    monkeypatch.setattr(cached_answers, "MAX_BYTES", 50)
    await cached.ask(POSTS, id=account.account_id)
    await cached.ask(POSTS, id=account.account_id)
    assert await cached.counted() == (1, 5)


async def test_everything_is_answered_without_redis(
    social: Settings, account: Account, bench: Bench, ada: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.storage.spare_redis.RETRY_SECONDS", 0.2)
    redis = Outage(tmp_path)
    async with monitored(social.model_copy(update={"redis_url": redis.url})) as (api, metrics):
        cached = Cached(api, metrics)
        for number, is_there in ((1, False), (2, True), (3, False), (4, True)):
            (redis.start if is_there else redis.stop)()
            await asyncio.sleep(0.3)
            ada.followers = number
            await bench.collect(account)
            hits, _ = await cached.counted()
            for _ in range(2):
                assert followers(await cached.all_of(account), account) == {number}
            assert (await cached.counted())[0] == hits + (5 if is_there else 0)
    redis.stop()


async def test_a_broken_entry_is_computed_again(
    cached: Cached, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zstandard.ZstdCompressor", lambda **_: Broken())
    first = await cached.all_of(account)
    monkeypatch.undo()
    assert await cached.all_of(account) == first
    assert await cached.counted() == (0, 10)


class Broken:
    def compress(self, payload: bytes) -> bytes:
        return payload[:9]


async def test_hours_are_cached_for_their_quarter(cached: Cached, account: Account) -> None:
    of = {"accountId": account.account_id}
    for _ in range(2):
        answer = await cached.ask(DAYS, of=of, by="HOUR")
        assert answer["data"]["socialAggregates"]["totals"]["account"]["followers"]["value"] == 1234
    hits, misses = await cached.counted()
    assert hits + misses == 2
    assert misses in (1, 2)  # a quarter may have ended between them
