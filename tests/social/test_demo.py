"""What `viewpulse demo --social` runs: a newcomer sees the numbers of seven networks, and sees them move."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.access import Role
from server.demo.addresses import ADDRESSES, free_addresses
from server.demo.social import WORKSPACE
from server.settings import Settings
from server.social.model import Network
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket
from tests.social.test_vertical import aggregating

COLLECTIONS = f'socialCollections(workspaceId: "{WORKSPACE}") {{ accounts {{ accountId state collectedAt }} }}'
FOLLOWERS = "socialAccount(accountId: $id) { collectedAt metrics { followers { value provenance reason } } }"
POSTS = "socialPosts(accountId: $id) { totalCount nodes { metrics { likes { value } engagementRate { value } } } }"


@pytest.fixture
def networks(environment: dict[str, str], tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The process with the networks; workers have their addresses."""
    environment.update({f"VIEWPULSE_{name.upper()}": url for name, url in free_addresses().items()})
    environment["VIEWPULSE_SOCIAL_INTERVAL"] = "0.5"
    with (tmp_path / "networks.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "server.demo.social", "1"], env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    yield process
    process.terminate()
    assert process.wait(60) in (0, -15), (tmp_path / "networks.log").read_text()


async def test_a_newcomer_sees_social_numbers_move(
    api: Api,
    social: Settings,
    networks: "subprocess.Popen[bytes]",
    worker: Callable[[], "subprocess.Popen[bytes]"],
) -> None:
    assert set(ADDRESSES.values()) == set(Network)
    boss = api.token("boss", Role.ADMIN)
    worker()
    async with aggregating(social), socket(api.url) as client:
        await client.initialise(authorization=boss)
        accounts: list[dict[str, str]] = []
        async with asyncio.timeout(90):
            while len(accounts) < len(Network) or not all(one["collectedAt"] for one in accounts):
                await asyncio.sleep(0.2)
                answer = await api.ask(f"{{ {COLLECTIONS} }}", authorization=boss)
                accounts = (answer["data"]["socialCollections"] or {"accounts": []})["accounts"]
        assert {one["state"] for one in accounts} == {"CONNECTED"}
        for one in accounts:
            shown = await api.ask(f"query ($id: ID!) {{ {FOLLOWERS} }}", {"id": one["accountId"]}, authorization=boss)
            followers = shown["data"]["socialAccount"]["metrics"]["followers"]
            assert followers["value"] > 1_000, one
            if one["accountId"].startswith("youtube:"):
                assert str(int(followers["value"])).rstrip("0")[3:] == "", "three significant figures"
                assert followers["provenance"] == "ESTIMATED"
            shown = await api.ask(f"query ($id: ID!) {{ {POSTS} }}", {"id": one["accountId"]}, authorization=boss)
            posts = shown["data"]["socialPosts"]
            assert posts["totalCount"] >= 90
            liked = sum(post["metrics"]["likes"]["value"] is not None for post in posts["nodes"])
            assert liked >= len(posts["nodes"]) - 3, "only stories have no likes"
        account = {"id": accounts[0]["accountId"]}
        await client.subscribe(f"subscription ($id: ID!) {{ {FOLLOWERS} }}", account)
        seen: set[float] = set()
        async with asyncio.timeout(90):
            while len(seen) < 2:
                data = (await client.hear())["payload"]["data"]
                seen.add(data["socialAccount"]["metrics"]["followers"]["value"])
    assert networks.poll() is None
