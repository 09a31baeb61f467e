"""Comparing a ledger with what the product holds finds a lost, a doubled and an invented event, and names it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from server.access import Role
from server.app import create_app
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.fault.apps import App, Target
from tests.fault.held import Waiting, read_verdict
from tests.fault.ledger import Body, History, Key, Ledger, read_ledger
from tests.fault.verdict import Verdict, judge
from tests.integration.conftest import aggregator, published
from tests.integration.transport.api import Api, served

__all__ = ["aggregator", "published"]

EVENT = {"id": "0192f0c4-7f4d-7000-8000-000000000001", "type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}
NAMED = f"event {EVENT['id']} of project 1 (VIEW_START of c1)"


@dataclass
class Product:
    """The application with an aggregator that runs when the test says so, and an app with its ledger."""

    api: Api
    aggregator: Aggregator
    ledger: Ledger
    app: App

    async def send(self, *events: dict[str, Any]) -> None:
        async with self.app.connected() as http:
            await self.app.deliver(http, list(events))
        await self.aggregator.drain()

    async def verdict(self) -> Verdict:
        token = self.api.token("boss", Role.ADMIN).removeprefix("Bearer ")
        url = f"{self.api.url}/graphql"
        return await read_verdict(self.ledger.path, self.api.settings.database_url, url, {1: token}, seconds=0.2)


@pytest.fixture
async def product(settings: Settings, pool: Pool, aggregator: Aggregator, tmp_path: Path) -> AsyncIterator[Product]:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    ledger = Ledger(tmp_path / "ledger.ndjson")
    async with served(create_app(settings), settings) as api:
        yield Product(api, aggregator, ledger, App(Target((api.url,), 1, key), ledger, Random(1), "content"))
    ledger.close()


async def test_a_product_that_holds_what_was_sent_has_no_problem(product: Product) -> None:
    for _ in range(3):
        await product.send(*product.app.batch(40))
    verdict = await product.verdict()
    assert verdict.problems == ()
    assert (verdict.sent, verdict.acknowledged) == (120, 120)


async def test_a_lost_event_is_named(product: Product) -> None:
    await product.send(*product.app.batch(10))
    product.ledger.sent(1, [EVENT])
    product.ledger.answered(1, [(EVENT["id"], "ACCEPTED")])
    assert (await product.verdict()).problems == (f"lost: {NAMED} was acknowledged, and is not stored",)


async def test_an_event_of_which_nothing_is_known_need_not_be_stored(product: Product) -> None:
    product.ledger.sent(1, [EVENT])
    product.ledger.unknown(1, [EVENT["id"]], "ReadTimeout")
    assert (await product.verdict()).problems == ()


async def test_an_event_that_is_stored_twice_is_named(product: Product, pool: Pool) -> None:
    await product.send(EVENT, *product.app.batch(10))
    await pool.execute("ALTER TABLE raw_events DROP CONSTRAINT raw_events_pkey")
    await pool.execute("INSERT INTO raw_events SELECT * FROM raw_events WHERE id = $1", EVENT["id"])
    assert (await product.verdict()).problems == (f"doubled: {NAMED} is stored 2 times",)


async def test_an_event_that_is_acknowledged_as_new_twice_is_named(product: Product) -> None:
    await product.send(EVENT)
    product.ledger.answered(1, [(EVENT["id"], "DUPLICATE")])
    assert (await product.verdict()).problems == ()
    product.ledger.answered(1, [(EVENT["id"], "ACCEPTED")])
    assert (await product.verdict()).problems == (f"doubled: {NAMED} was 2 times answered ACCEPTED",)


async def test_an_invented_event_is_named(product: Product) -> None:
    await product.send(*product.app.batch(10))
    before = product.ledger.path.read_bytes()
    await product.send(EVENT)
    product.ledger.path.write_bytes(before)
    assert (await product.verdict()).problems == (f"invented: {NAMED} is stored, and nobody sent it",)


async def test_an_event_that_is_stored_as_another_is_named(product: Product, pool: Pool) -> None:
    await product.send(EVENT)
    doctored = product.ledger.path.read_text().replace('"c1"', '"c2"')
    product.ledger.path.write_text(doctored)
    changed = NAMED.replace("c1", "c2")
    assert (await product.verdict()).problems == (f"changed: {changed} is stored as VIEW_START of c1",)


@pytest.mark.parametrize(("wrong", "kind"), [("views + 1", "doubled"), ("views - 1", "lost")])
async def test_a_roll_up_that_differs_is_named(product: Product, pool: Pool, wrong: str, kind: str) -> None:
    await product.send(EVENT)
    await pool.execute(f"UPDATE content_totals SET views = {wrong}")
    verdict = await product.verdict()
    shown = 2 if kind == "doubled" else 0
    assert verdict.problems == getattr(verdict, kind)
    assert verdict.problems == tuple(
        f"miscounted: {source} of project 1 shows {shown} views of c1; raw events are 1"
        for source in ("the roll-up", "the API")
    )


async def test_events_that_are_never_counted_are_noticed(product: Product) -> None:
    async with product.app.connected() as http:
        await product.app.deliver(http, [EVENT])
    with pytest.raises(Waiting, match="1 stored events are not counted"):
        await product.verdict()


async def test_an_internal_error_is_no_excuse() -> None:
    history = History()
    history.failures.update({"INTERNAL": 2, "UNAVAILABLE": 5, "ReadTimeout": 1})
    assert judge(history, [], {}).problems == ("unexpected: 2 requests were answered INTERNAL",)


@pytest.mark.parametrize("status", ["IN_FUTURE", "BAD_INPUT", "ID_REUSED"])
async def test_a_good_event_that_is_rejected_is_named(product: Product, status: str) -> None:
    await product.send(*product.app.batch(10))
    product.ledger.sent(1, [EVENT])
    product.ledger.answered(1, [(EVENT["id"], status)])
    assert (await product.verdict()).problems == (f"unexpected: {NAMED} was answered {status}",)


async def test_an_id_with_two_bodies_may_be_answered_id_reused(product: Product) -> None:
    await product.send(EVENT)
    await product.send({**EVENT, "contentId": "c2"})
    assert read_ledger(product.ledger.path).statuses[Key(1, EVENT["id"])] == ["ACCEPTED", "ID_REUSED"]
    assert (await product.verdict()).problems == ()


async def test_the_ledger_knows_of_a_request_before_it_leaves(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.ndjson")
    known: list[History] = []

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        known.append(read_ledger(ledger.path))
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        app = App(Target((f"http://127.0.0.1:{port}",), 1, "key"), ledger, Random(1), "content")
        async with app.connected() as http:
            assert await app.attempt(http, [EVENT]) == 0.0
    ledger.close()
    body = Body.from_input(EVENT)
    assert [dict(history.sent) for history in known] == [{Key(1, EVENT["id"]): {body}}]
    assert read_ledger(ledger.path).failures.total() == 1


def test_a_line_that_was_cut_off_is_of_no_request(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.ndjson")
    ledger.sent(1, [EVENT])
    ledger.close()
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole + whole[:-5])
    assert len(read_ledger(ledger.path).sent) == 1
