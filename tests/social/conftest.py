"""Local networks, and what collects from them into a database of the test's own."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from server.app import create_app
from server.demo.addresses import APPLICATIONS, settings_of
from server.demo.networks.facebook import LocalFacebook
from server.demo.networks.instagram import LocalInstagram
from server.demo.networks.linkedin import LocalLinkedIn
from server.demo.networks.local import LocalNetwork
from server.demo.networks.pinterest import LocalPinterest
from server.demo.networks.tiktok import LocalTikTok
from server.demo.networks.tiktok_business import LocalTikTokBusiness
from server.demo.networks.x import LocalX
from server.demo.networks.youtube import LocalYouTube
from server.settings import Settings
from server.social.accounts import upsert_workspace
from server.social.client import SocialClient
from server.social.collecting import Collector
from server.social.model import Network
from server.social.pauses import Pauses
from server.social.vault import Vault, new_key
from server.storage.database import Pool
from tests.integration.conftest import aggregator, database, one_schema, published
from tests.integration.transport.api import Api, served
from tests.social.browsing import Browser, Networks
from tests.social.collection import Bench
from tests.social.serving import CALLBACK, RETURNS, serving

__all__ = ["aggregator", "database", "one_schema", "published"]

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def instagram() -> AsyncIterator[LocalInstagram]:
    network = LocalInstagram()
    async with serving(network):
        yield network
    assert network.refused == []


@pytest.fixture
async def youtube() -> AsyncIterator[LocalYouTube]:
    network = LocalYouTube()
    async with serving(network):
        yield network
    assert network.refused == []


@pytest.fixture
async def facebook() -> AsyncIterator[LocalFacebook]:
    network = LocalFacebook(page_size=2)
    async with serving(network):
        yield network
    assert network.refused == []


@pytest.fixture
async def x() -> AsyncIterator[LocalX]:
    network = LocalX()
    async with serving(network):
        yield network
    assert network.refused == []


@pytest.fixture
async def linkedin() -> AsyncIterator[LocalLinkedIn]:
    network = LocalLinkedIn()
    async with serving(network):
        yield network
    assert network.refused == []


@pytest.fixture
async def pinterest() -> AsyncIterator[LocalPinterest]:
    network = LocalPinterest(page_size=2)
    async with serving(network):
        yield network
    assert network.refused == []


@pytest.fixture
async def tiktok() -> AsyncIterator[LocalTikTok]:
    network = LocalTikTok()
    async with serving(network):
        yield network
    assert network.refused == []


@pytest.fixture
async def tiktok_business() -> AsyncIterator[LocalTikTokBusiness]:
    network = LocalTikTokBusiness()
    async with serving(network):
        yield network
    assert network.refused == []


@pytest.fixture
def social(
    settings: Settings,
    instagram: LocalInstagram,
    facebook: LocalFacebook,
    x: LocalX,
    linkedin: LocalLinkedIn,
    tiktok: LocalTikTok,
    tiktok_business: LocalTikTokBusiness,
    youtube: LocalYouTube,
    pinterest: LocalPinterest,
) -> Settings:
    """Settings of processes that collect from the local networks."""
    served_ones: dict[Network, LocalNetwork] = {
        Network.INSTAGRAM: instagram,
        Network.FACEBOOK: facebook,
        Network.X: x,
        Network.LINKEDIN: linkedin,
        Network.TIKTOK: tiktok,
        Network.YOUTUBE: youtube,
        Network.PINTEREST: pinterest,
    }
    for one in (*served_ones.values(), tiktok_business):
        one.page.callbacks.add(CALLBACK)
    return settings.model_copy(
        update={
            "social_keys": SecretStr(new_key()),
            "social_callback_url": CALLBACK,
            "social_spacing": 0.0,
            "social_return_origins": [RETURNS],
            **settings_of({network: one.url for network, one in served_ones.items()}),
            **{name: SecretStr(text) if name.endswith("secret") else text for name, text in APPLICATIONS.items()},
            "social_tiktok_business_url": tiktok_business.url,
            "social_tiktok_business_authorize_url": f"{tiktok_business.url}/v2/auth/authorize/",
            "social_tiktok_business_client_id": "our-client",
            "social_tiktok_business_client_secret": SecretStr("our-secret"),
        }
    )


@pytest.fixture
async def bench(social: Settings, pool: Pool) -> AsyncIterator[Bench]:
    """A collector of workspace ``main``, whose waits take no time: its clock advances by them."""

    async def at_once(seconds: float) -> None:
        naps.append(seconds)

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=sum(naps))

    naps: list[float] = []
    pauses = Pauses(social.redis_url, social.database_url, now)
    async with SocialClient(pauses, now=now, sleep=at_once) as client:
        vault = Vault.of_settings(social)
        await upsert_workspace(pool, 1, "main", name="Main", timezone=Bench.ZONE)
        yield Bench(social, pool, client, vault, Collector(social, pool, client, vault), naps)
    await pauses.aclose()


@pytest.fixture
async def api(social: Settings, pool: Pool) -> AsyncIterator[Api]:
    """The real application, served."""
    async with served(create_app(social), social) as api:
        yield api


@pytest.fixture
def environment(social: Settings) -> dict[str, str]:
    """The settings as environment variables of a command."""
    assert social.social_keys is not None
    assert social.social_google_client_secret is not None
    assert social.privacy_secret is not None
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VIEWPULSE_")}
    return {
        **inherited,
        "PYTHONPATH": str(ROOT),
        "VIEWPULSE_DATABASE_URL": social.database_url,
        "VIEWPULSE_REDIS_URL": social.redis_url,
        "VIEWPULSE_DATA_DIR": str(social.data_dir),
        "VIEWPULSE_PRIVACY_SECRET": social.privacy_secret.get_secret_value(),
        "VIEWPULSE_LOG_LEVEL": "DEBUG",  # what is never logged is not logged at this level either
        "VIEWPULSE_SOCIAL_KEYS": social.social_keys.get_secret_value(),
        "VIEWPULSE_SOCIAL_LEASE": "2",
        "VIEWPULSE_SOCIAL_SPACING": "0",
        "VIEWPULSE_SOCIAL_INSTAGRAM_URL": social.social_instagram_url,
        "VIEWPULSE_SOCIAL_YOUTUBE_URL": social.social_youtube_url,
        "VIEWPULSE_SOCIAL_YOUTUBE_ANALYTICS_URL": social.social_youtube_analytics_url,
        "VIEWPULSE_SOCIAL_GOOGLE_TOKEN_URL": social.social_google_token_url,
        "VIEWPULSE_SOCIAL_GOOGLE_CLIENT_ID": "our-client",
        "VIEWPULSE_SOCIAL_GOOGLE_CLIENT_SECRET": social.social_google_client_secret.get_secret_value(),
    }


@pytest.fixture
def viewpulse(environment: dict[str, str]) -> Callable[..., Awaitable[tuple[int, str]]]:
    """Runs a command to its end, while the local networks answer; its exit code, and what it printed."""

    async def run(*arguments: str, stdin: str = "") -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server", *arguments),
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        printed, _ = await process.communicate(stdin.encode())
        assert process.returncode is not None
        return process.returncode, printed.decode()

    return run


@pytest.fixture
def worker(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts a ``viewpulse worker``; all are killed in the end. Their log is ``worker.log``."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        with (tmp_path / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "server", "worker"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def networks(
    instagram: LocalInstagram,
    facebook: LocalFacebook,
    x: LocalX,
    linkedin: LocalLinkedIn,
    tiktok: LocalTikTok,
    youtube: LocalYouTube,
    pinterest: LocalPinterest,
) -> Networks:
    return Networks(instagram, facebook, x, linkedin, tiktok, youtube, pinterest)


@pytest.fixture
async def browser(api: Api) -> AsyncIterator[Browser]:
    async with Browser(api) as browser:
        yield browser
