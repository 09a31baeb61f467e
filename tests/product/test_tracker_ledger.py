"""The TypeScript library against the real product: each stored event is counted exactly once, whatever goes wrong."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from server.embedded import free_port
from tests.clients.node import FOLDER, node_environment, node_executable
from tests.clients.typescript import STORAGE, library
from tests.product.stored import stored_ids
from tests.products import PATIENCE, Product, running_product
from tests.proxy import Proxy, proxy_to

HOST = "127.0.0.1"
MAX_LINE = 2**20  # bytes: the ids of thousands of events


class App:
    """A process that tracks; it says in JSON lines what it has stored."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.problems: list[Any] = []

    async def hear(self, name: str) -> Any:
        """The next fact of that name."""
        assert self._process.stdout
        async with asyncio.timeout(PATIENCE):
            while line := await self._process.stdout.readline():
                facts = json.loads(line)
                if "problem" in facts:
                    self.problems.append(facts["problem"])
                if name in facts:
                    return facts[name]
        assert self._process.stderr
        raise AssertionError(f"the app ended before it said {name!r}: {(await self._process.stderr.read()).decode()}")

    def say(self, command: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n".encode())

    async def track(self, number: int) -> list[str]:
        """Ids of so many events, which are stored."""
        self.say(f"track {number}")
        ids: list[str] = await self.hear("tracked")
        return ids

    async def send_all(self) -> None:
        """Lets it send until nothing waits."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.say("flush")
                if await self.hear("waiting") == 0:
                    return
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        """Ends it as a crash does."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def running(storage: Path, port: int, write_key: str, name: str, *, gzip: bool = False) -> AsyncIterator[App]:
    """The app with a localStorage that outlives it; killed in the end."""
    arguments = {
        "library": str(await asyncio.to_thread(library)),
        "url": f"http://{HOST}:{port}/v1/in",
        "writeKey": write_key,
        "contentId": "ledger",
        "name": name,
        "gzip": gzip,
    }
    process = await asyncio.create_subprocess_exec(
        node_executable(),
        *STORAGE,
        f"--localstorage-file={storage}",
        FOLDER / "tracker_app.mjs",
        json.dumps(arguments),
        env=node_environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=MAX_LINE,
    )
    app = App(process)
    try:
        yield app
    finally:
        await app.kill()


async def test_each_event_is_counted_once(product: Product, tmp_path: Path) -> None:
    port, key, storage = free_port(), product.facts.write_key, tmp_path / "storage.sqlite"
    ledger: list[str] = []
    async with running(storage, port, key, "offline") as app:
        ledger += await app.track(120)
        await app.kill()

    line = Proxy(HOST, product.port, port)
    line.loses_answers = True
    await line.start()
    async with running(storage, port, key, "no answers") as app:
        assert await app.hear("ready") == 120
        ledger += await app.track(30)
        app.say("flush")
        await app.hear("waiting")
        assert line.lost >= 1
        await app.kill()
    await line.stop()
    assert len(await stored_ids(product.facts, "ledger")) >= 100, "what is stored without an answer is sent again"

    async with (
        proxy_to(HOST, product.port, port) as line,
        running(storage, port, key, "first tab") as first,
        running(storage, port, key, "second tab") as second,
    ):
        for _ in range(5):
            ledger += await first.track(15)
            ledger += await second.track(15)
            line.reset()
            for app in (first, second):
                app.say("flush")
            for app in (first, second):
                await app.hear("waiting")
        old = product.kill_child("api")
        ledger += await first.track(20)
        await asyncio.to_thread(product.wait_restarted, "api", old)
        await asyncio.gather(first.send_all(), second.send_all())
        assert first.problems == second.problems == []

    stored = await stored_ids(product.facts, "ledger")
    assert len(ledger) == len(set(ledger)) == 320
    assert stored == sorted(ledger)


async def test_a_queue_is_sent_within_the_limits(tmp_path: Path) -> None:
    with running_product(VIEWPULSE_LIMIT_BATCHES_PER_USER="30") as product:
        async with running(tmp_path / "storage", product.port, product.facts.write_key, "much", gzip=True) as app:
            ledger = await app.track(3_200)
            await app.send_all()
            assert app.problems == []
        assert await stored_ids(product.facts, "ledger") == sorted(ledger)


async def test_a_wrong_key_keeps_what_a_good_one_sends(product: Product, tmp_path: Path) -> None:
    storage, good = tmp_path / "storage.sqlite", product.facts.write_key
    before = len(await stored_ids(product.facts, "ledger"))
    async with running(storage, product.port, "x" + good[1:], "wrong") as app:
        await app.track(10)
        app.say("flush")
        assert await app.hear("waiting") == 10
        assert [problem["code"] for problem in app.problems] == ["WRITE_KEY_INVALID"]
    async with running(storage, product.port, good, "good") as app:
        assert await app.hear("ready") == 10
        await app.send_all()
    assert len(await stored_ids(product.facts, "ledger")) == before + 10
