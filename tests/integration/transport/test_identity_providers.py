"""Tokens as Auth0, Keycloak and Cognito shape them, keys that rotate, and an outage of the provider."""

import json
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest
import pytest_asyncio

from server.access import Role
from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.storage.database import Pool
from server.transport.auth import Authenticator
from server.transport.jwks import KeySet
from tests.integration.transport.test_auth import Provider, providing

PAGE = (Path(__file__).parents[3] / "docs" / "tenants.md").read_text()
PROVIDERS = {"Auth0": Role.CREATOR, "Keycloak": Role.ADMIN, "Cognito": Role.CREATOR}
"""The role of the token in the docs."""


@pytest_asyncio.fixture(loop_scope="session")
async def provider(settings: Settings) -> AsyncIterator[Provider]:
    async with providing(settings) as provider:
        provider.add("one")
        yield provider


def settings_of(provider: Provider, settings: Settings, **more: Any) -> Settings:
    return settings.model_copy(update={"jwt_secret": None, "jwks_url": provider.url, **more})


def documented(name: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The claims of the token in the section of a provider, and the settings."""
    _, _, rest = PAGE.partition(f"\n### {name}\n")
    section = rest.partition("\n### ")[0].partition("\n## ")[0]
    [claims] = re.findall(r"^```json\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    [variables] = re.findall(r"^```bash\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return json.loads(claims), dict(re.findall(r"^VIEWPULSE_(\w+)='?(.*?)'?$", variables, re.MULTILINE))


@pytest.mark.parametrize("name", PROVIDERS)
async def test_the_token_in_the_docs_works_with_the_settings_there(
    provider: Provider, settings: Settings, pool: Pool, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    claims, variables = documented(name)
    assert "JWKS_URL" in variables
    assert claims["exp"] > claims["iat"]
    claims |= {"iat": int(time.time()), "exp": int(time.time()) + 600}
    for variable, value in variables.items():
        monkeypatch.setenv(f"VIEWPULSE_{variable}", value)
    given = Settings().model_dump(include={variable.lower() for variable in variables})
    authenticator = Authenticator(settings_of(provider, settings.model_copy(update=given)), pool)
    await pool.execute("INSERT INTO projects (project_id, name) VALUES (3, 'three')")

    def signed(**changed: Any) -> str:
        key = provider.keys["one"]
        return "Bearer " + jwt.encode(claims | changed, key, algorithm="RS256", headers={"kid": "one"})

    caller = await authenticator.authenticate(signed(), None)
    assert (caller.user_id, caller.role, caller.project_id) == (claims["sub"], PROVIDERS[name], 3)
    for wrong in ({"iss": "https://other.example/"}, {"exp": 1}):
        with pytest.raises(ViewpulseError) as caught:
            await authenticator.authenticate(signed(**wrong), None)
        assert caught.value.code in (ErrorCode.TOKEN_INVALID, ErrorCode.TOKEN_EXPIRED)


class Clock:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_new_key_is_fetched_when_a_token_names_it_and_a_removed_one_ends(
    provider: Provider, settings: Settings, pool: Pool
) -> None:
    clock = Clock()
    keys = KeySet(provider.url, clock=clock)
    assert await keys.find("one") is not None
    provider.add("two")
    clock.seconds += 11
    assert await keys.find("two") is not None, "at once, not when the others are old"
    assert provider.fetches == 2
    del provider.keys["one"]
    clock.seconds += 301
    await keys.find("two")
    assert keys._refresh is not None
    await keys._refresh
    assert await keys.find("one") is None


async def test_the_last_keys_are_good_for_a_while_during_an_outage(settings: Settings) -> None:
    clock = Clock()
    async with providing(settings) as provider:
        provider.add("one")
        keys = KeySet(provider.url, clock=clock, outage=3600.0)
        assert await keys.find("one") is not None
    for _ in range(3):
        clock.seconds += 1000
        assert await keys.find("one") is not None
    clock.seconds += 1000
    with pytest.raises(ViewpulseError) as caught:
        await keys.find("one")
    assert caught.value.code is ErrorCode.UNAVAILABLE


def test_the_page_shows_all_providers() -> None:
    assert re.findall(r"^### (\w+)$", PAGE.partition("\n## Tokens\n")[2], re.MULTILINE) == [*PROVIDERS]
