"""A user with a browser who is sent to a network: reads its page, presses a button, and follows where that leads."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx
from redis.asyncio import Redis

from server.access import Role
from server.demo.networks.facebook import LocalFacebook, Page
from server.demo.networks.instagram import LocalInstagram, Owner
from server.demo.networks.linkedin import LocalLinkedIn, Organization
from server.demo.networks.local import LocalNetwork
from server.demo.networks.pinterest import LocalPinterest, Pinner
from server.demo.networks.tiktok import LocalTikTok, User
from server.demo.networks.x import LocalX, Member
from server.demo.networks.youtube import Channel, LocalYouTube
from server.settings import Settings
from server.social.model import Network
from server.social.redis_keys import SocialKeys
from tests.integration.transport.api import Api
from tests.social.serving import CALLBACK, RETURNS

PAGE = f"{RETURNS}/accounts?tab=social"
START = """mutation ($workspace: ID!, $network: SocialNetwork!, $returnTo: String!, $business: Boolean! = false) {
    startSocialConnection(workspaceId: $workspace, network: $network, returnTo: $returnTo, business: $business) {
        url expiresAt
    }
}"""
SHOW = """query ($id: ID!) { socialConnection(id: $id) {
    id workspaceId network state failure reason expiresAt truncated
    choices { accountId externalId handle name workspaceId }
} }"""
FINISH = """mutation ($id: ID!, $chosen: [ID!]!) { finishSocialConnection(id: $id, externalIds: $chosen) {
    state choices { accountId workspaceId }
} }"""
_BUTTON = re.compile(r'<button name="account" value="([^"]*)">([^<]*)</button>')


@dataclass
class Networks:
    """The local networks, with one account on each."""

    instagram: LocalInstagram
    facebook: LocalFacebook
    x: LocalX
    linkedin: LocalLinkedIn
    tiktok: LocalTikTok
    youtube: LocalYouTube
    pinterest: LocalPinterest

    def __post_init__(self) -> None:
        self.instagram.add(Owner("17841", "ada.creates", "token-ig"))
        self.facebook.add(Page("100", "Ada Creates", "token-fb"))
        self.x.add(Member("7", "ada", "token-x", "refresh-x"))
        self.linkedin.add(Organization("55", "token-li", "refresh-li", name="Ada Ltd"))
        self.tiktok.add(User("open-1", "ada", "token-tt", "refresh-tt"))
        self.youtube.add(Channel("UC1", "@ada", "token-yt", "refresh-yt"))
        self.pinterest.add(Pinner("9", "ada", "token-pi", "refresh-pi"))

    def __getitem__(self, network: Network) -> LocalNetwork:
        found: LocalNetwork = getattr(self, network.value)
        return found


@dataclass
class Browser:
    """A browser; it goes to the network by itself, and to the API through what stands in front of it.

    Attributes:
        api: The API behind the callback address.
    """

    api: Api

    def __post_init__(self) -> None:
        self._client = httpx.AsyncClient(timeout=60, follow_redirects=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def allow(self, url: str, account: str | None = None) -> str:
        """Reads the page, and allows it as an account, or as the only one; returns where the network sends it."""
        page = await self._client.get(url)
        assert page.status_code == 200, page.text
        buttons = {unescape(value): unescape(text) for value, text in _BUTTON.findall(page.text)}
        keys = [key for key in buttons if key]
        chosen = account if account is not None else keys[0]
        assert chosen in buttons, buttons
        pressed = await self._client.post(url, data={"account": chosen})
        assert pressed.status_code == 302, pressed.text
        return pressed.headers["location"]

    async def go(self, address: str) -> httpx.Response:
        """What a callback address answers."""
        assert address.startswith(CALLBACK), address
        return await self._client.get(self.api.url + address.removeprefix(CALLBACK.removesuffix("/social/callback")))

    async def come_back(self, address: str) -> str:
        """Goes to a callback address; returns the id of the connection."""
        answer = await self.go(address)
        assert answer.status_code == 303, answer.text
        return connection_in(answer.headers["location"])


def connection_in(address: str) -> str:
    """The id of the connection in the address of the application."""
    assert address.startswith(PAGE), address
    [found] = parse_qs(urlsplit(address).query)["connection"]
    return found


async def ask(api: Api, query: str, variables: dict[str, Any], user: str = "boss", **more: Any) -> dict[str, Any]:
    """What an admin is answered."""
    return await api.ask(query, variables, authorization=api.token(user, more.pop("role", Role.ADMIN), **more))


async def start(
    api: Api, network: str, *, user: str = "boss", return_to: str = PAGE, business: bool = False, **more: Any
) -> dict[str, Any]:
    """Begins a connection, and returns the whole answer."""
    given = {"workspace": "main", "network": network, "returnTo": return_to, "business": business}
    return await ask(api, START, given, user, **more)


async def url_of(api: Api, network: str, *, business: bool = False) -> str:
    """Begins a connection; the page of the network."""
    answer = await start(api, network, business=business)
    assert "errors" not in answer, answer
    found: str = answer["data"]["startSocialConnection"]["url"]
    return found


async def shown(api: Api, connection_id: str, user: str = "boss") -> dict[str, Any]:
    """A connection, as an admin sees it."""
    answer = await ask(api, SHOW, {"id": connection_id}, user)
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]["socialConnection"]
    return found


async def finish(api: Api, connection_id: str, *chosen: str, user: str = "boss") -> dict[str, Any]:
    """Connects accounts, and returns the whole answer."""
    return await ask(api, FINISH, {"id": connection_id, "chosen": list(chosen)}, user)


def code_of(answer: dict[str, Any]) -> tuple[str, list[Any] | None]:
    """The code of the one error of an answer, and its field."""
    [error] = answer["errors"]
    extensions = error["extensions"]
    return extensions["code"], extensions.get("field")


def assert_guarded(answer: httpx.Response) -> None:
    headers = answer.headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    policies = headers.get_list("content-security-policy")
    assert "default-src 'none'" in policies
    assert any("frame-ancestors 'none'" in policy for policy in policies)
    assert "set-cookie" not in headers


async def kept_in_redis(social: Settings) -> dict[str, tuple[int, bytes]]:
    """What is kept of connections: how long still, in milliseconds, and the content, by name."""
    async with Redis.from_url(social.redis_url) as redis:
        found = {}
        prefix = SocialKeys(social.redis_url, social.database_url).prefix
        async for name in redis.scan_iter(f"{prefix}*"):
            if b":started" in name or b":returned" in name:
                content = await redis.dump(name)
                found[name.decode()] = (await redis.pttl(name), content or b"")
        return found


async def expire(social: Settings) -> None:
    """Lets time pass for what is kept of connections."""
    async with Redis.from_url(social.redis_url) as redis:
        await redis.delete(*await kept_in_redis(social))
