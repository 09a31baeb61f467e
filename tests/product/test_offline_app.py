"""The example of an offline app: it loses its network, its answers, its process and its clock, and no event."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from server.embedded import free_port
from tests.clients.node import node_environment, node_executable
from tests.products import PATIENCE, Product, wait_until
from tests.proxy import Proxy, proxy_to

APP = Path(__file__).parents[2] / "examples" / "offline" / "app.mjs"
HOST = "127.0.0.1"
THREE_DAYS = 3 * 86_400
TOLERANCE = 15.0  # a request may travel for some seconds on a busy machine
ANSWER_SECONDS = 3.0


class App:
    """The running app, which says in JSON lines what it does."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.answers: list[dict[str, Any]] = []
        self.troubles: list[str] = []

    async def hear(self, name: str) -> Any:
        """The next fact of that name; answers to batches, and troubles, are kept."""
        assert self._process.stdout
        async with asyncio.timeout(PATIENCE):
            while line := await self._process.stdout.readline():
                facts = json.loads(line)
                if "answer" in facts:
                    self.answers.append(facts["answer"])
                if "trouble" in facts:
                    self.troubles.append(facts["trouble"])
                if name in facts:
                    return facts[name]
        raise AssertionError(f"the app ended before it said {name!r}")

    async def do(self, *commands: str) -> None:
        """Gives it some commands, and waits until it has carried them out."""
        assert self._process.stdin
        self._process.stdin.writelines(f"{command}\n".encode() for command in commands)
        for command in commands:
            assert await self.hear("did") == command.split()[0]

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def running(folder: Path, port: int, write_key: str, **environment: str) -> AsyncIterator[App]:
    """The app, killed in the end."""
    process = await asyncio.create_subprocess_exec(
        node_executable(),
        APP,
        env=node_environment()
        | {"URL": f"http://{HOST}:{port}/graphql", "WRITE_KEY": write_key, "FOLDER": str(folder)}
        | environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    app = App(process)
    try:
        yield app
    finally:
        await app.kill()


async def stored(product: Product, content_id: str) -> list[asyncpg.Record]:
    """The events of a content, oldest first."""
    connection = await asyncpg.connect(product.facts.database_url)
    try:
        return list(
            await connection.fetch(
                "SELECT type, session_id, network_type, occurred_at FROM events WHERE content_id = $1"
                " ORDER BY occurred_at, id",
                content_id,
            )
        )
    finally:
        await connection.close()


async def until_stored(product: Product, content_id: str, number: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(await stored(product, content_id)) < number:  # noqa: ASYNC110 - another process stores them
            await asyncio.sleep(0.02)


def analytics(product: Product, content_id: str) -> dict[str, Any]:
    query = "query ($id: ID!) { contentAnalytics(contentId: $id) { views { total unique } plays watchTime { total } } }"
    answer = httpx.post(
        product.facts.url,
        json={"query": query, "variables": {"id": content_id}},
        headers={"Authorization": f"Bearer {product.facts.admin_token}"},
    ).json()
    return dict(answer["data"]["contentAnalytics"])


async def test_nothing_is_lost_or_counted_twice(product: Product, tmp_path: Path) -> None:
    port, key = free_port(), product.facts.write_key

    async with running(tmp_path, port, key) as app:
        assert await app.hear("waiting") == 0
        await app.do(*["view offline-1 10"] * 60, "network WIFI", *["view offline-1"] * 30)
    with (tmp_path / "events.ndjson").open("a") as file:
        file.write('{"event": {"id": "cut o')  # killed while it wrote

    async with running(tmp_path, port, key) as app:
        assert await app.hear("waiting") == 150
        assert await app.hear("trouble") == "NO_ANSWER"
        line = Proxy(HOST, product.port, port)
        line.delay = ANSWER_SECONDS
        await line.start()
        await app.do("online")
        await until_stored(product, "offline-1", 100)
        await line.stop()  # before the answer has come
        async with proxy_to(HOST, product.port, port):
            await app.do("online", "like offline-1")
            while sum(answer["accepted"] + answer["duplicates"] for answer in app.answers) < 151:
                await app.hear("answer")

    assert app.answers[0]["duplicates"] == 100
    assert sum(answer["accepted"] for answer in app.answers) == 51
    events = await stored(product, "offline-1")
    assert len(events) == 151
    assert {event["session_id"] for event in events} == {(tmp_path / "session").read_text()}
    assert [event["network_type"] for event in events].count("wifi") == 30

    def is_counted() -> bool:
        return analytics(product, "offline-1") == {
            "views": {"total": 90, "unique": 1},
            "plays": 90,
            "watchTime": {"total": 600},
        }

    await asyncio.to_thread(wait_until, is_counted, what="the numbers of what was done")


@pytest.mark.parametrize("restarts", [False, True], ids=["by age", "by the wall clock"])
async def test_a_wrong_clock_changes_no_time(product: Product, tmp_path: Path, *, restarts: bool) -> None:
    port, content_id = free_port(), f"offline-{restarts}"
    async with running(tmp_path, port, product.facts.write_key, CLOCK_ERROR=str(THREE_DAYS)) as app:
        await app.do(f"view {content_id}")
        seen_at = time.time()
        await app.hear("trouble")
        if restarts:
            await app.do("restart")
        async with proxy_to(HOST, product.port, port):
            await app.do("online", f"like {content_id}")
            await until_stored(product, content_id, 2)

    view, _like = await stored(product, content_id)
    assert view["type"] == "view_start"
    assert view["occurred_at"].timestamp() == pytest.approx(seen_at, abs=TOLERANCE)


async def test_what_is_refused_for_good_waits_for_the_next_version(product: Product, tmp_path: Path) -> None:
    async with running(tmp_path, product.port, "a wrong key") as app:
        await app.do("view offline-refused")
        assert await app.hear("trouble") == "WRITE_KEY_INVALID"
        await app.do("online", "like offline-refused")
        assert app.troubles == ["WRITE_KEY_INVALID"]
    async with running(tmp_path, product.port, product.facts.write_key) as app:
        assert await app.hear("waiting") == 2
        await until_stored(product, "offline-refused", 2)
