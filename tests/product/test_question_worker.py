"""Questions that a worker answers, as processes: whatever ends or freezes, nobody waits, and nothing needs a
restart."""

import asyncio
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import httpx
import pytest

from tests.integration.transport.socket_client import socket
from tests.products import PATIENCE, Product, wait_until

STEPS = "steps: [{types: [VIEW_START]}, {types: [LIKE]}]"
FUNNEL = f"{{ funnel({STEPS}) {{ started converted }} }}"
RUNNING = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'viewpulse-worker' AND state = 'active'"


def ask(product: Product, document: str = FUNNEL, *, timeout: float = PATIENCE) -> Any:
    headers = {"Authorization": f"Bearer {product.facts.admin_token}"}
    return httpx.post(product.facts.url, json={"query": document}, headers=headers, timeout=timeout).json()


def refusal(product: Product) -> Any:
    """The extensions of the error that a funnel is answered with; None if it is answered."""
    errors = ask(product).get("errors")
    return errors[0]["extensions"] if errors else None


@pytest.fixture(autouse=True)
def working(product: Product) -> None:
    """A worker answers."""
    wait_until(lambda: refusal(product) is None, what="an answer")


@contextmanager
def slow(product: Product) -> Iterator[None]:
    """Every funnel waits in PostgreSQL, for a table that is locked."""
    locked, release = threading.Event(), threading.Event()

    async def lock() -> None:
        connection = await asyncpg.connect(product.facts.database_url)
        async with connection.transaction():
            await connection.execute("LOCK TABLE self_viewers IN ACCESS EXCLUSIVE MODE")
            locked.set()
            await asyncio.to_thread(release.wait)
        await connection.close()

    locking = threading.Thread(target=lambda: asyncio.run(lock()))
    locking.start()
    try:
        assert locked.wait(PATIENCE)
        yield
    finally:
        release.set()
        locking.join()


def running(product: Product) -> int:
    """Statements of the worker that PostgreSQL is executing."""

    async def count() -> int:
        connection = await asyncpg.connect(product.facts.database_url)
        try:
            found: int = await connection.fetchval(RUNNING)
        finally:
            await connection.close()
        return found

    return asyncio.run(count())


def new_answers(product: Product, name: str) -> str:
    """A funnel that was not asked before, so that no kept answer serves it."""
    return f'{{ funnel(steps: [{{contentId: "{name}"}}]) {{ started }} }}'


def test_a_statement_is_cancelled_when_the_client_leaves(product: Product) -> None:
    with slow(product):
        with pytest.raises(httpx.ReadTimeout):
            ask(product, new_answers(product, "leaves"), timeout=1.5)
        wait_until(lambda: running(product) == 0, seconds=5, what="the end of the statement")


async def test_a_statement_is_cancelled_when_a_subscription_or_a_socket_ends(product: Product) -> None:
    url = product.facts.url.removesuffix("/graphql")
    for ending in ("complete", "close"):
        with slow(product):
            async with socket(url) as client:
                await client.initialise(authorization=f"Bearer {product.facts.admin_token}")
                await client.subscribe("subscription " + new_answers(product, ending), name="1")
                await asyncio.to_thread(wait_until, lambda: running(product) == 1, what="a statement")
                if ending == "complete":
                    await client.say({"type": "complete", "id": "1"})
                    await asyncio.to_thread(wait_until, lambda: running(product) == 0, seconds=5, what="the end of it")
            await asyncio.to_thread(wait_until, lambda: running(product) == 0, seconds=5, what="the end of it")


def test_a_worker_that_is_killed_while_it_answers_leaves_nobody_waiting(product: Product) -> None:
    answers: list[Any] = []
    with slow(product):
        asking = threading.Thread(target=lambda: answers.append(ask(product, new_answers(product, "killed"))))
        asking.start()
        wait_until(lambda: running(product) == 1, what="a statement")
        pid = product.kill_child("worker")
        asking.join(15)
        assert answers, "no answer within 15 s"
    [error] = answers[0]["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert error["extensions"]["retryable"] is True
    assert error["extensions"]["retryAfter"] > 0
    product.wait_restarted("worker", pid)
    wait_until(lambda: refusal(product) is None, what="an answer")


def test_without_a_worker_that_moves_questions_are_unavailable_and_work_again_with_it(product: Product) -> None:
    pid = product.facts.pids["worker"]
    os.kill(pid, signal.SIGSTOP)
    try:
        wait_until(lambda: not health(product)["worker"]["ok"], what="a worker that is missed")
        refused = refusal(product)
        assert (refused["code"], refused["retryable"]) == ("UNAVAILABLE", True)
        assert "errors" not in ask(product, "{ platformStats { views } }")
    finally:
        os.kill(pid, signal.SIGCONT)
    wait_until(lambda: refusal(product) is None, what="an answer")
    assert health(product)["worker"]["ok"]
    assert product.facts.pids["worker"] == pid


def test_without_redis_questions_are_unavailable_and_work_again_with_it(product: Product) -> None:
    before = {name: product.facts.pids[name] for name in ("api", "worker")}
    redis = product.facts.pids["redis"]
    os.kill(redis, signal.SIGSTOP)
    try:
        refused = refusal(product)
        assert (refused["code"], refused["retryable"]) == ("UNAVAILABLE", True)
    finally:
        os.kill(redis, signal.SIGCONT)
    product.kill_child("redis")
    wait_until(lambda: refusal(product) is None, what="an answer")
    assert {name: product.facts.pids[name] for name in ("api", "worker")} == before


def health(product: Product) -> Any:
    return httpx.get(product.facts.url.replace("/graphql", "/health/ready")).json()
