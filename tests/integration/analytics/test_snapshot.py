"""All parts of an operation show one state, and open snapshots never starve the pool."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from resolvers.context import Context
from server.analytics.snapshot import Snapshot
from server.storage.database import Pool
from server.storage.outage import is_outage
from tests.integration.analytics.stack import ADMIN, Stack, event


async def test_events_counted_meanwhile_are_not_seen(stack: Stack) -> None:
    await stack.count(event("VIEW_START"))
    context = Context(ADMIN, stack.services)
    query = "SELECT views FROM content_totals WHERE content_id = 'c1'"
    async with context.read() as connection:
        before = await connection.fetchval(query)
    await stack.count(event("VIEW_START"))
    async with context.read() as connection:
        after = await connection.fetchval(query)
    await context.close()
    assert (before, after) == (1, 1)
    assert await stack.services.pool.fetchval(query) == 2


async def test_readers_of_one_operation_take_turns(stack: Stack) -> None:
    context = Context(ADMIN, stack.services)

    async def read(number: int) -> int:
        async with context.read() as connection:
            return int(await connection.fetchval("SELECT $1::integer FROM pg_sleep(0.01)", number))

    assert await asyncio.gather(*map(read, range(5))) == [0, 1, 2, 3, 4]
    await context.close()


async def test_nothing_is_read_after_the_answer(stack: Stack) -> None:
    context = Context(ADMIN, stack.services)
    await context.close()
    with pytest.raises(RuntimeError):
        async with context.read():
            pass


async def test_more_operations_than_connections_finish_though_each_needs_two(stack: Stack) -> None:
    await stack.count(event("VIEW_START", creatorId="k1"))
    document = """
    { one: contentAnalytics(contentId: "c1") { views { total } velocity { trend } }
      two: contentAnalytics(contentId: "c1") { views { total } } content(contentId: "c1") { id } }
    """
    async with asyncio.timeout(60):
        found = await asyncio.gather(
            *(stack.execute(document, ADMIN, {}) for _ in range(4 * stack.services.settings.database_pool_size))
        )
    assert all(result.errors is None and result.data["one"]["views"] == {"total": 1} for result, _ in found)


@pytest_asyncio.fixture(loop_scope="session")
async def context(stack: Stack) -> AsyncIterator[Context]:
    """One operation; ended whatever happens."""
    context = Context(ADMIN, stack.services)
    yield context
    await context.close()


async def read(context: Context, query: str, *, seconds: float = 20.0) -> object:
    async with context.read() as connection:
        return await connection.fetchval(query, timeout=seconds)


async def test_a_statement_that_fails_leaves_the_others_the_same_state(stack: Stack, context: Context) -> None:
    await stack.count(event("VIEW_START"))
    views = "SELECT views FROM content_totals WHERE content_id = 'c1'"
    assert await read(context, views) == 1
    await stack.count(event("VIEW_START"))
    queries = ("SELECT 1 / 0", views, "SELECT nothing", "SELECT pg_backend_pid() FROM no_such_table", views)
    found = await asyncio.gather(*(read(context, query) for query in queries), return_exceptions=True)
    assert [getattr(one, "sqlstate", one) for one in found] == ["22012", 1, "42703", "42P01", 1]
    with pytest.raises(TimeoutError):
        await read(context, "SELECT pg_sleep(60)", seconds=0.05)
    assert await read(context, views) == 1
    assert await stack.services.pool.fetchval(views) == 2


async def test_a_failure_of_the_first_statement_leaves_the_others(context: Context) -> None:
    with pytest.raises(asyncpg.DivisionByZeroError):
        await read(context, "SELECT 1 / 0")
    assert await read(context, "SELECT 2") == 2


async def test_after_two_statements_that_took_too_long_the_others_fail_at_once(context: Context) -> None:
    for _ in range(2):
        with pytest.raises(TimeoutError):
            await read(context, "SELECT pg_sleep(60)", seconds=0.05)
    with pytest.raises(TimeoutError):
        await read(context, "SELECT 1")


async def test_when_the_connection_is_lost_the_others_fail_at_once(stack: Stack, context: Context) -> None:
    process = await read(context, "SELECT pg_backend_pid()")
    await stack.services.pool.execute("SELECT pg_terminate_backend($1)", process)
    for _ in range(2):
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)) as lost:
            await read(context, "SELECT 1")
        assert is_outage(lost.value)


async def test_waiting_for_a_snapshot_slot_is_bounded(stack: Stack) -> None:
    services = stack.services
    for _ in range(max(1, services.settings.database_pool_size - 3)):
        await services.snapshots.acquire()
    snapshot = Snapshot(services.pool, 1, services.snapshots, patience=0.05)
    for _ in range(2):
        with pytest.raises(TimeoutError):
            async with snapshot.read():
                pass
    assert services.snapshots.locked()
    services.snapshots.release()
    other = Snapshot(services.pool, 1, services.snapshots, patience=5.0)
    async with other.read():
        pass
    await other.close()
    assert not services.snapshots.locked()


async def test_the_connection_comes_back_whatever_happens(stack: Stack, pool: Pool) -> None:
    idle = pool.get_idle_size()
    for _ in range(3):
        await stack.refusal('{ contentAnalytics(contentId: "c1", range: { last: "1h" }, timezone: "x") { plays } }')
        context = Context(ADMIN, stack.services)
        with pytest.raises(ZeroDivisionError):
            async with context.read():
                raise ZeroDivisionError
        await context.close()
    assert pool.get_size() - pool.get_idle_size() == 0
    assert pool.get_idle_size() >= idle
