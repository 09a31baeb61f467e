"""Invented credentials cost next to nothing, and good ones of the same network continue to work."""

import asyncio
import secrets
from typing import Any

import pytest

from server.app import create_app
from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import CHECK_LENGTH, PREFIX, is_mistyped, new_write_key, register_write_key
from server.transport.auth import Authenticator
from server.transport.client_classifier import ClientInfo
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket

TYPENAME = "{ __typename }"


class CountedPool:
    """The database, which counts the statements of the look-ups."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.statements = 0

    async def fetch(self, *arguments: Any) -> Any:
        self.statements += 1
        return await self._pool.fetch(*arguments)


def counted(settings: Settings, pool: Pool) -> tuple[Authenticator, CountedPool]:
    found: Any = CountedPool(pool)
    return Authenticator(settings, found), found


def invented(number: int) -> list[str]:
    """Keys as anyone can invent them: of the old form without check characters, and of the new one."""
    old = [PREFIX + secrets.token_urlsafe(24) for _ in range(number // 2)]
    return [*old, *(new_write_key() for _ in range(number - len(old)))]


async def codes_of(authenticator: Authenticator, keys: list[str], clients: list[ClientInfo]) -> list[ErrorCode]:
    async def refused(key: str, client: ClientInfo) -> ErrorCode:
        with pytest.raises(ViewpulseError) as caught:
            await authenticator.authenticate(None, key, client)
        return caught.value.code

    return await asyncio.gather(*map(refused, keys, clients))


async def test_a_thousand_invented_keys_of_many_networks_take_some_statements(settings: Settings, pool: Pool) -> None:
    authenticator, counts = counted(settings, pool)
    everywhere = [ClientInfo(None, network) for network in range(1000)]
    assert set(await codes_of(authenticator, invented(1000), everywhere)) == {ErrorCode.WRITE_KEY_INVALID}
    assert 0 < counts.statements <= 3


async def test_a_mistyped_key_takes_no_statement(settings: Settings, pool: Pool, write_key: str) -> None:
    authenticator, counts = counted(settings, pool)
    slips = [write_key[:place] + "~" + write_key[place + 1 :] for place in range(len(PREFIX), len(write_key))]
    assert all(map(is_mistyped, slips))
    with pytest.raises(ViewpulseError, match="its last characters do not match"):
        await authenticator.authenticate(None, slips[0])
    await codes_of(authenticator, slips, [ClientInfo()] * len(slips))
    assert counts.statements == 0


async def test_keys_without_check_characters_stay_valid(settings: Settings, pool: Pool) -> None:
    old = new_write_key()[:-CHECK_LENGTH]
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, old, "of an older version")
    assert (await Authenticator(settings, pool).authenticate(None, old)).may_track


async def test_only_what_fails_is_limited_even_in_a_process_that_knows_no_key_yet(
    settings: Settings, pool: Pool, write_key: str
) -> None:
    limited = settings.model_copy(update={"limit_failed_logins_per_network": 5})
    authenticator, counts = counted(limited, pool)
    here = ClientInfo(None, 7)
    codes = await codes_of(authenticator, invented(200), [here] * 200)
    assert sorted(codes) == [ErrorCode.RATE_LIMITED] * 195 + [ErrorCode.WRITE_KEY_INVALID] * 5
    assert 0 < counts.statements <= 2, "all that come together share one"
    assert (await authenticator.authenticate(None, write_key, here)).may_track
    assert await codes_of(authenticator, invented(1), [here]) == [ErrorCode.RATE_LIMITED]
    assert await codes_of(authenticator, invented(1), [ClientInfo(None, 8)]) == [ErrorCode.WRITE_KEY_INVALID]


async def test_good_credentials_work_in_a_network_with_many_failures(
    settings: Settings, pool: Pool, write_key: str
) -> None:
    limited = settings.model_copy(update={"limit_failed_logins_per_network": 3})
    async with served(create_app(limited), limited) as api:
        api.write_key = write_key
        assert "data" in await api.ask(TYPENAME)
        api.write_key = None
        for _ in range(5):
            refused = await api.refusal(TYPENAME, authorization="Bearer a.b.c")
        assert (refused["status"], refused["extensions"]["code"]) == (429, "RATE_LIMITED")
        assert refused["extensions"]["limit"] == {"name": "failedLoginsPerNetwork", "allowed": 3}
        assert 0 < refused["extensions"]["retryAfter"] <= 20
        assert "data" in await api.ask(TYPENAME, authorization=api.token())
        async with socket(api.url) as client:
            await client.say({"type": "connection_init", "payload": {"authorization": "Bearer a.b.c"}})
            code, reason = await client.closed()
            assert (code, reason.split(":")[0]) == (1013, "RATE_LIMITED")
        api.write_key = write_key
        assert "data" in await api.ask(TYPENAME)


async def test_a_refusal_says_nothing_about_who_sent_it(
    api: Api, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    api.write_key = key = invented(1)[0]
    assert (await api.refusal(TYPENAME))["extensions"]["code"] == "WRITE_KEY_INVALID"
    told = caplog.text + "".join(capsys.readouterr())
    assert key not in told
    assert "127.0.0.1" not in told
