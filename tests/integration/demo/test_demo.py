"""The demo against the real API."""

import asyncio
import json
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from resolvers.context import publish_nothing
from server.access import Role
from server.app import create_app
from server.demo.display import TRENDING
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.transport.api import served

RUN = "import sys, json; from server.demo.run import run_demo; sys.exit(run_demo(**json.loads(sys.argv[1])))"


class Demo:
    """The demo in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def start(cls, **arguments: object) -> "Demo":
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", RUN, json.dumps(arguments), stdout=asyncio.subprocess.PIPE
            )
        )

    async def end(self) -> tuple[int, str]:
        output, _ = await asyncio.wait_for(self.process.communicate(), 60)
        assert self.process.returncode is not None
        return self.process.returncode, output.decode()


def told(output: str) -> dict[str, int]:
    line = next(line for line in output.splitlines() if "stopped;" in line)
    return {name: int(number.replace(",", "")) for number, name in re.findall(r"(\d[\d,]*) (\w+)", line)}


@pytest.fixture
async def write_key(pool: Pool) -> str:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "demo")
    return key


async def test_traffic_arrives_with_its_catalogue_and_every_duplicate_is_recognised(
    settings: Settings, pool: Pool, write_key: str
) -> None:
    async with served(create_app(settings), settings) as api:
        token = api.token("admin", Role.ADMIN).removeprefix("Bearer ")
        demo = await Demo.start(
            url=api.url, write_key=write_key, admin_token=token, rate=300, seconds=4, speed=20, contents=130
        )
        code, output = await demo.end()
    assert code == 0, output
    assert TRENDING in output
    tally = told(output)
    assert tally["rejected"] == 0
    assert tally["accepted"] + tally["duplicates"] == tally["sent"] > 500
    assert tally["duplicates"] > 0
    assert await pool.fetchval("SELECT count(*) FROM events") == tally["accepted"]
    assert await pool.fetchval("SELECT count(*) FROM contents") == 130
    assert await pool.fetchval("SELECT count(*) FROM contents WHERE creator_id = 'creator-1'") > 0
    unnamed = "SELECT creator_id FROM contents EXCEPT SELECT creator_id FROM creator_profiles WHERE name IS NOT NULL"
    assert await pool.fetch(unnamed) == []
    unknown = "SELECT count(*) FROM events WHERE content_id NOT IN (SELECT content_id FROM contents)"
    assert await pool.fetchval(unknown) == 0


@asynccontextmanager
async def counting(settings: Settings) -> AsyncIterator[None]:
    """An aggregator that counts until the block is left."""
    stop = asyncio.Event()
    running = asyncio.create_task(Aggregator(settings, publish=publish_nothing).run_forever(stop))
    try:
        yield
    finally:
        stop.set()
        await running


async def test_a_past_is_counted_before_the_traffic_begins_and_made_only_once(
    settings: Settings, pool: Pool, write_key: str
) -> None:
    series = "{ series(of: {platform: true}, by: DAY, range: {days: 4}) { points { views } totals { views } } }"
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    async with counting(settings), served(create_app(settings), settings) as api:
        admin = api.token("admin", Role.ADMIN)
        token = admin.removeprefix("Bearer ")
        arguments = {"url": api.url, "write_key": write_key, "admin_token": token, "contents": 40, "past_days": 3}

        code, output = await (await Demo.start(**arguments, seconds=1)).end()
        assert code == 0, output
        assert "making a past of" in output
        assert output.index("the past is counted") < output.index("40 contents")
        answer = await api.ask(series, authorization=admin)
        assert all(point["views"] > 100 for point in answer["data"]["series"]["points"][:3])
        earlier = await pool.fetchval("SELECT count(*) FROM events WHERE occurred_at < $1", midnight)

        code, output = await (await Demo.start(**arguments, seconds=1)).end()
        assert code == 0, output
        assert await pool.fetchval("SELECT count(*) FROM events WHERE occurred_at < $1", midnight) == earlier


async def test_a_signal_stops_it_with_a_summary(settings: Settings, write_key: str, tmp_path: Path) -> None:
    async with served(create_app(settings), settings) as api:
        facts = tmp_path / "dev.json"
        token = api.token("admin", Role.ADMIN).removeprefix("Bearer ")
        facts.write_text(
            json.dumps({"url": f"{api.url}/graphql", "writeKey": write_key, "adminToken": token, "pids": {"api": 1}})
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "server",
            "demo",
            "--attach",
            str(facts),
            "--rate",
            "50",
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout
        assert b"300 contents" in await asyncio.wait_for(process.stdout.readline(), 60)
        process.send_signal(signal.SIGTERM)
        output = await asyncio.wait_for(process.stdout.read(), 60)
        assert await process.wait() == 0
        assert b"demo: stopped; " in output


class Flaky:
    """The application, which now and then is too busy: it asks for a pause before or after doing the work."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.requests = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.requests += 1
        if self.requests % 3 == 0:
            await Request(scope, receive).body()
            await self.refuse(scope, receive, send)
        elif self.requests % 7 == 0:
            await self.app(scope, receive, drop)  # done, but the answer is lost
            await self.refuse(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        error = {"message": "busy", "extensions": {"code": "UNAVAILABLE", "retryAfter": 0.05}}
        response: Response = JSONResponse({"errors": [error]}, status_code=503)
        await response(scope, receive, send)


async def drop(message: object) -> None:
    """Takes a message nowhere."""


async def test_unavailable_requests_are_retried_until_they_are_answered(
    settings: Settings, pool: Pool, write_key: str
) -> None:
    flaky = Flaky(create_app(settings))
    async with served(flaky, settings) as api:
        token = api.token("admin", Role.ADMIN).removeprefix("Bearer ")
        demo = await Demo.start(
            url=api.url, write_key=write_key, admin_token=token, rate=200, seconds=5, speed=10, contents=110
        )
        code, output = await demo.end()
    assert code == 0, output
    tally = told(output)
    assert tally["retries"] > 0
    assert tally["accepted"] + tally["duplicates"] == tally["sent"]
    # Every batch that was answered is stored once; of those, none was lost with its first answer.
    assert await pool.fetchval("SELECT count(*) FROM events") >= tally["accepted"] > 0
    assert await pool.fetchval("SELECT count(*) = count(DISTINCT id) FROM events")


async def test_the_command_sends_to_an_address(settings: Settings, pool: Pool, write_key: str) -> None:
    async with served(create_app(settings), settings) as api:
        token = api.token("admin", Role.ADMIN).removeprefix("Bearer ")
        arguments = [
            "--url",
            api.url,
            "--write-key",
            write_key,
            "--admin-token",
            token,
            "--seconds",
            "2",
            "--speed",
            "9",
        ]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "server", "demo", *arguments, stdout=asyncio.subprocess.PIPE
        )
        code, output = await Demo(process).end()
    assert code == 0, output
    assert await pool.fetchval("SELECT count(*) FROM events") == told(output)["accepted"] > 0


async def test_a_wrong_key_is_reported_in_one_line(settings: Settings) -> None:
    async with served(create_app(settings), settings) as api:
        token = api.token("admin", Role.ADMIN).removeprefix("Bearer ")
        demo = await Demo.start(url=api.url, write_key="wrong", admin_token=token, contents=5)
        code, output = await demo.end()
    assert code == 1
    assert "rejects the traffic: WRITE_KEY_INVALID" in output


async def test_without_an_address_the_message_names_what_is_missing() -> None:
    code, output = await (await Demo.start()).end()
    assert code == 2
    assert "--attach" in output
