"""What the Python library says over a subscription's connections, and when: the conformance vectors of live clients."""

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from typing import Any

import pytest
from viewpulse_client import ApiError, AsyncClient, Client
from viewpulse_client.live import FINAL, Watch
from websockets.datastructures import Headers
from websockets.exceptions import InvalidStatus
from websockets.http11 import Response

from tests.clients.live_vectors import CASES, NOT_PLAYED, URL, Play, PlayedError

PLAYED = [name for name in CASES if name not in NOT_PLAYED]


class PlayedClient(Client):
    """A client of threads whose socket and time are imagined."""

    def __init__(self, play: Play) -> None:
        self._play = play
        super().__init__(URL, play.token, clock=play)

    def _connect(self) -> AbstractContextManager[Any]:
        return self._play.connect()

    def _receive(self, socket: Any, seconds: float) -> str | bytes | None:
        return self._play.receive(seconds)

    def _sleep(self, seconds: float) -> None:
        self._play.sleep(seconds)


class Socket:
    """The imagined socket for asyncio."""

    def __init__(self, play: Play) -> None:
        self._play = play

    async def send(self, text: str) -> None:
        self._play.send(text)


class PlayedAsyncClient(AsyncClient):
    """A client of asyncio whose socket and time are imagined."""

    def __init__(self, play: Play) -> None:
        self._play = play
        super().__init__(URL, play.token, clock=play)

    def _connect(self) -> AbstractAsyncContextManager[Any]:
        @asynccontextmanager
        async def connection() -> Any:
            with self._play.connect():
                yield Socket(self._play)

        return connection()

    async def _receive(self, socket: Any, seconds: float) -> str | bytes | None:
        return self._play.receive(seconds)

    async def _sleep(self, seconds: float) -> None:
        self._play.sleep(seconds)


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    logger = logging.getLogger("viewpulse_client")
    yield logger
    for one in list(logger.filters):
        logger.removeFilter(one)


def test_what_is_not_played_is_a_case() -> None:
    assert set(NOT_PLAYED) < set(CASES)


def live_by_thread(play: Play) -> None:
    with PlayedClient(play) as client:
        try:
            for data in client.subscribe(play.question()):
                play.show(data)
        except ApiError as refusal:
            play.refuse(refusal)
        play.end()


async def live_in_asyncio(play: Play) -> None:
    async with PlayedAsyncClient(play) as client:
        try:
            async for data in client.subscribe(play.question()):
                play.show(data)
        except ApiError as refusal:
            play.refuse(refusal)
        play.end()


@pytest.mark.parametrize("name", PLAYED)
def test_a_thread_passes_every_conformance_vector(name: str, log: logging.Logger) -> None:
    play = Play(CASES[name])
    log.addFilter(play.hear)
    with pytest.raises(PlayedError):
        live_by_thread(play)


@pytest.mark.parametrize("name", PLAYED)
async def test_asyncio_passes_every_conformance_vector(name: str, log: logging.Logger) -> None:
    play = Play(CASES[name])
    log.addFilter(play.hear)
    with pytest.raises(PlayedError):
        await live_in_asyncio(play)


def watch(*, can_renew: bool = True) -> Watch:
    return Watch("subscription { a }", "a", {}, can_renew=can_renew)


def test_the_first_message_has_the_credentials() -> None:
    assert json.loads(watch().hello("t", "k"))["payload"] == {"authorization": "Bearer t", "writeKey": "k"}
    assert json.loads(watch().hello(None, None))["payload"] == {}


@pytest.mark.parametrize("code", sorted(FINAL))
def test_what_is_refused_for_good_ends(code: int) -> None:
    with pytest.raises(ApiError, match="The key is wrong"):
        watch().pause_after(code, "WRITE_KEY_INVALID: The key is wrong.")


async def test_a_token_that_never_comes_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viewpulse_client.client.OPENING", 0.01)

    async def never() -> str:
        await asyncio.Event().wait()
        return ""

    async with AsyncClient(URL, never) as client:
        assert await client._newer() is None


def test_a_wrong_address_ends_and_a_busy_gateway_does_not() -> None:
    def refusal(status: int) -> InvalidStatus:
        return InvalidStatus(Response(status, "", Headers()))

    for status in (429, 502, 503):
        watch().failed(refusal(status))
    with pytest.raises(ApiError, match="404"):
        watch().failed(refusal(404))
