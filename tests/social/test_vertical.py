"""The whole way: a command connects, a worker collects, a query shows, a subscription follows; no stand-ins."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import zstandard

from server.access import Role
from server.demo.networks.instagram import LocalInstagram, Owner
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.social.vault import new_key
from server.storage.database import Connection
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket
from tests.social.test_instagram import owner

VALUE = "{ value provenance reason source apiVersion grain at collectedAt }"
ACCOUNT = f"""socialAccount(accountId: "instagram:17841400000000001") {{
    id asOf revision isFinal definition accountId workspaceId network externalId handle state stateReason stateSince
    collectedAt metrics {{
        followers {VALUE} following {VALUE} profileViews {VALUE} websiteClicks {VALUE} emailClicks {VALUE}
        impressions {VALUE} reach {VALUE}
    }}
}}"""
POSTS = f"""socialPosts(accountId: "instagram:17841400000000001") {{
    revision totalCount nodes {{ postId kind title url publishedAt collectedAt goneAt metrics {{
        likes {VALUE} comments {VALUE} shares {VALUE} saves {VALUE} impressions {VALUE} reach {VALUE} views {VALUE}
        watchTime {VALUE} completionRate {VALUE} engagementRate {VALUE}
    }} }}
}}"""
WORKSPACE = 'socialWorkspace(workspaceId: "main") { name timezone accounts { accountId state collectedAt } }'
COLLECT = 'mutation { collectSocialAccount(accountId: "instagram:17841400000000001") { accountId state } }'
TOKEN = "a-very-secret-token-of-ada"


@asynccontextmanager
async def aggregating(settings: Settings) -> AsyncIterator[None]:
    """An aggregator, as a process would run it."""
    stop, publisher = asyncio.Event(), Publisher(settings.redis_url, settings)
    running = asyncio.create_task(Aggregator(settings, publish=publisher.publish).run_forever(stop))
    yield
    stop.set()
    await running
    await publisher.close()


async def asked(api: Api, field: str) -> dict[str, Any]:
    answer = await api.ask(f"{{ {field} }}", authorization=api.token("boss", Role.ADMIN))
    assert "errors" not in answer, answer
    [found] = answer["data"].values()
    assert isinstance(found, dict)
    return found


async def until_collected(api: Api) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while (found := await asked(api, ACCOUNT))["collectedAt"] is None:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)
    return found


async def test_an_account_is_connected_collected_shown_and_followed(
    api: Api,
    social: Settings,
    instagram: LocalInstagram,
    viewpulse: Callable[..., Awaitable[tuple[int, str]]],
    worker: Callable[[], "subprocess.Popen[bytes]"],
    environment: dict[str, str],
    database: Connection,
    tmp_path: Path,
) -> None:
    ada = instagram.add(owner(datetime.now(UTC)))
    ada.token = TOKEN
    printed = [await viewpulse("social", "workspace", "main", "--name", "Main", "--timezone", "Europe/Berlin")]
    connect = ("social", "connect", "instagram", "--token", "-", "--workspace", "main", "--id", ada.external_id)
    printed.append(await viewpulse(*connect, stdin=TOKEN))
    assert [code for code, _ in printed] == [0, 0], printed
    assert "instagram:17841400000000001  ada.creates" in printed[1][1]
    async with aggregating(social):
        before = await asked(api, ACCOUNT)
        assert (before["state"], before["collectedAt"]) == ("CONNECTED", None)
        assert before["metrics"]["followers"]["reason"] == "It was not collected yet."
        worker()
        account = await until_collected(api)
        check_account(account, ada)
        check_posts(await asked(api, POSTS))
        workspace = await asked(api, WORKSPACE)
        assert (workspace["name"], workspace["timezone"]) == ("Main", "Europe/Berlin")
        assert [one["accountId"] for one in workspace["accounts"]] == ["instagram:17841400000000001"]
        await follow(api, ada)
        refused = await api.ask(f"{{ {ACCOUNT} }}", authorization=api.token("ada", Role.CREATOR))
        assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    log = (tmp_path / "worker.log").read_text()
    assert "a social account was collected" in log
    for text in (log, *(text for _, text in printed), await everything_stored(database)):
        assert TOKEN not in text
    await change_the_key(environment, viewpulse)
    may_read = "SELECT has_table_privilege('viewpulse_reader', $1, 'SELECT')"
    tables = ("social_accounts", "social_tokens", "social_answers")
    assert [await database.fetchval(may_read, table) for table in tables] == [True, False, False]


async def change_the_key(environment: dict[str, str], viewpulse: Callable[..., Awaitable[tuple[int, str]]]) -> None:
    """After a rotation the new key alone opens the tokens; the old one does not."""
    old, new = environment["VIEWPULSE_SOCIAL_KEYS"], new_key()
    collect = ("social", "collect", "--workspace", "main")
    environment["VIEWPULSE_SOCIAL_KEYS"] = f"{new},{old}"
    assert "1 token encrypted" in (await viewpulse("social", "rotate"))[1]
    environment["VIEWPULSE_SOCIAL_KEYS"] = new
    code, printed = await viewpulse(*collect)
    assert (code, "done" in printed) == (0, True), printed
    environment["VIEWPULSE_SOCIAL_KEYS"] = old
    code, printed = await viewpulse(*collect)
    assert (code, "permission_missing" in printed) == (1, True), printed
    _, printed = await viewpulse("social", "list")
    assert "instagram:17841400000000001  ada.creates  connected" in printed


def check_account(account: dict[str, Any], ada: Owner) -> None:
    metrics = account["metrics"]
    assert (account["handle"], account["network"], account["isFinal"]) == ("ada.creates", "INSTAGRAM", False)
    followers = metrics["followers"]
    assert (followers["value"], followers["provenance"], followers["reason"]) == (1234, "MEASURED", None)
    assert (followers["source"], followers["apiVersion"], followers["grain"]) == ("followers_count", "v26.0", "MOMENT")
    assert (metrics["reach"]["value"], metrics["reach"]["grain"]) == (102, "DAY")
    impressions = metrics["impressions"]
    assert (impressions["value"], impressions["provenance"]) == (None, "UNAVAILABLE")
    assert impressions["reason"] == "Instagram no longer counts impressions; it counts views."
    assert metrics["following"]["value"] == ada.following


def check_posts(posts: dict[str, Any]) -> None:
    assert posts["totalCount"] == 3
    assert [(post["postId"], post["kind"]) for post in posts["nodes"]] == [
        ("story1", "STORY"),
        ("feed1", "POST"),
        ("reel1", "REEL"),
    ]
    story, feed, reel = (post["metrics"] for post in posts["nodes"])
    assert (feed["likes"]["value"], reel["watchTime"]["value"]) == (90, 123.456)
    assert (feed["engagementRate"]["value"], feed["engagementRate"]["provenance"]) == (
        round((90 + 7 + 5 + 11) / 800 * 100, 6),
        "MEASURED",
    )
    assert feed["engagementRate"]["source"] == "(likes + comments + shares + saves) / reach * 100"
    assert story["engagementRate"]["value"] == round((2 + 1) / 70 * 100, 6)
    assert (story["saves"]["value"], story["saves"]["reason"]) == (None, "Instagram does not publish it for stories.")
    assert feed["completionRate"]["reason"] == "Instagram does not publish it."


async def follow(api: Api, ada: Owner) -> None:
    """Subscriptions of the same types move with the next collection; `make soak` measures how soon."""
    boss = api.token("boss", Role.ADMIN)
    async with socket(api.url) as client:
        await client.initialise(authorization=boss)
        await client.subscribe(f"subscription {{ {ACCOUNT} }}", name="account")
        first = await client.hear()
        assert first["payload"]["data"]["socialAccount"]["metrics"]["followers"]["value"] == 1234
        await client.subscribe(f"subscription {{ {POSTS} }}", name="posts")
        await client.hear()
        ada.followers = 1300
        ada.media[0].metrics["likes"] = 95
        answer = await api.ask(COLLECT, authorization=boss)
        assert answer["data"]["collectSocialAccount"]["state"] == "CONNECTED"
        latest: dict[str, Any] = {}
        async with asyncio.timeout(60):
            while not is_news(latest):
                message = await client.hear()
                latest[message["id"]] = message["payload"]["data"]


def is_news(latest: dict[str, Any]) -> bool:
    if latest.keys() < {"account", "posts"}:
        return False
    likes = {post["postId"]: post["metrics"]["likes"]["value"] for post in latest["posts"]["socialPosts"]["nodes"]}
    followers = latest["account"]["socialAccount"]["metrics"]["followers"]["value"]
    return (followers, likes["feed1"]) == (1300, 95)


async def everything_stored(database: Connection) -> str:
    """All rows of all tables with rows of projects as text, and the raw answers as they were."""
    tables = await database.fetch(
        "SELECT DISTINCT table_name FROM information_schema.columns WHERE column_name = 'project_id'"
    )
    found = [str(await database.fetch(f'SELECT t::text FROM "{row["table_name"]}" AS t')) for row in tables]
    answers = await database.fetch("SELECT request, body FROM social_answers")
    assert len(answers) > 10
    found += [row["request"] + zstandard.ZstdDecompressor().decompress(row["body"]).decode() for row in answers]
    return "\n".join(found)
