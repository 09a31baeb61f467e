"""An aggregation has its workspace by a claim: nobody waits for it, and it is taken up again if its process is lost."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.access import Role
from server.social import aggregating
from server.social.accounts import upsert_workspace
from server.social.aggregating import POSTPONED, aggregate_due
from server.storage.database import Connection, Pool
from tests.integration.transport.api import Api
from tests.social.recomputed_days import Series
from tests.social.test_aggregates import stored
from tests.social.test_aggregations import AGGREGATE, main, one, until

TAKEN = "SELECT taken_by IS NOT NULL FROM social_workspaces WHERE workspace_id = 'main'"
BRIEF = timedelta(milliseconds=50)
WORSE = "UPDATE social_days SET value = -5 WHERE value IS NOT NULL"


@asynccontextmanager
async def holding(pool: Pool, account_id: str) -> AsyncIterator[None]:
    """Lets each aggregation wait at an account."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM social_accounts WHERE account_id = $1 FOR UPDATE", account_id)
        yield


async def test_requests_do_not_wait_for_an_aggregation_and_what_they_want_is_done_after_it(
    api: Api, pool: Pool, database: Connection
) -> None:
    await main(pool, "Europe/Berlin")
    account = await one(pool)
    boss = api.token("boss", Role.ADMIN)

    async def ask(document: str, **variables: Any) -> None:
        async with asyncio.timeout(15):
            answer = await api.ask(document, variables, authorization=boss)
        assert "errors" not in answer, answer

    async with holding(pool, account.account_id):
        running = asyncio.create_task(aggregate_due(pool))
        await until(database, TAKEN)
        await ask(AGGREGATE, of={"accountId": account.account_id}, range={"days": 40})
        await ask(AGGREGATE, of={"workspaceId": "main"})
        await ask(
            """mutation { upsertSocialWorkspace(workspaceId: "main", name: "M", timezone: "Asia/Tokyo") { name } }"""
        )
        assert not running.done()
        assert await aggregate_due(pool) == []  # another one leaves it alone
    done = await running
    assert [one.workspace_id for one in done] == ["main", "main"]  # once more, for what was wanted meanwhile
    tokyo = ZoneInfo("Asia/Tokyo")
    truth = (await Series.read(database, account.account_id, tokyo)).days(datetime.now(tokyo).date())
    assert await stored(database, account.account_id) == truth
    assert await database.fetchval("SELECT wanted_at IS NULL AND taken_by IS NULL FROM social_workspaces")
    assert await aggregate_due(pool) == []


async def test_what_several_persons_want_is_done_together(api: Api, pool: Pool, database: Connection) -> None:
    await main(pool, "Europe/Berlin")
    account = await one(pool)
    await aggregate_due(pool)
    boss = api.token("boss", Role.ADMIN)

    async def want(start: str, **of: str) -> None:
        asked = {"of": of, "range": {"between": {"start": start, "end": "2026-11-30"}}}
        assert "errors" not in await api.ask(AGGREGATE, asked, authorization=boss)

    async def untouched() -> str:
        """The last day that the next aggregation does not write again."""
        await database.execute(WORSE)
        assert len(await aggregate_due(pool)) == 1
        return str(await database.fetchval("SELECT max(day) FROM social_days WHERE value = -5"))

    await want("2026-11-05", accountId=account.account_id)
    await want("2026-11-03", workspaceId="main")
    await want("2026-11-07", accountId=account.account_id)
    assert await untouched() == "2026-11-02"
    await want("2026-11-05", accountId=account.account_id)  # what was wanted before is no longer
    assert await untouched() == "2026-11-04"


async def test_a_killed_worker_s_aggregation_is_taken_up_again(
    pool: Pool, database: Connection, worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    await main(pool, "Europe/Berlin")
    account = await one(pool)
    truth = await stored(database, account.account_id)
    await database.execute("DELETE FROM social_days WHERE day >= '2026-11-06'")
    async with holding(pool, account.account_id), asyncio.timeout(60):
        killed = worker()
        await until(database, TAKEN)
        killed.kill()
        killed.wait()
    assert await stored(database, account.account_id) != truth
    assert await aggregate_due(pool) == []  # it is still claimed, for two seconds
    async with asyncio.timeout(60):
        while not (found := await aggregate_due(pool)):  # noqa: ASYNC110 - its time runs out
            await asyncio.sleep(0.05)
    assert [one.workspace_id for one in found] == ["main"]
    kept = await stored(database, account.account_id)
    assert {key: {day: days[day] for day in truth[key]} for key, days in kept.items()} == truth


async def test_one_that_was_overtaken_notes_nothing(pool: Pool, database: Connection) -> None:
    await main(pool, "Europe/Berlin")
    account = await one(pool)
    slow = await aggregating._take(pool, None, BRIEF)
    assert slow is not None
    await asyncio.sleep(0.2)
    async with holding(pool, account.account_id):
        quick = asyncio.create_task(aggregate_due(pool))
        async with asyncio.timeout(30):
            await until(database, f"SELECT taken_by <> '{slow.aggregation}' FROM social_workspaces")
        assert await slow.run() is None
        assert await database.fetchval("SELECT aggregated_at IS NULL AND taken_by IS NOT NULL FROM social_workspaces")
    assert len(await quick) == 1
    assert await database.fetchval("SELECT aggregated_at IS NOT NULL AND taken_by IS NULL FROM social_workspaces")


async def test_a_stopped_one_gives_its_workspace_back(pool: Pool, database: Connection) -> None:
    await main(pool, "Europe/Berlin")
    account = await one(pool)
    async with holding(pool, account.account_id):
        stopped = asyncio.create_task(aggregate_due(pool))
        await until(database, TAKEN)
        stopped.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stopped
        assert not await database.fetchval(TAKEN)
    assert len(await aggregate_due(pool)) == 1


async def test_one_that_fails_waits_and_delays_no_other(pool: Pool, database: Connection) -> None:
    for workspace in ("bad", "main"):
        await upsert_workspace(pool, 1, workspace, name="W", timezone=ZoneInfo("UTC"))
    await database.execute(
        "UPDATE social_workspaces SET timezone = 'No/Where', day_due_at = '2026-01-01' WHERE workspace_id = 'bad'"
    )
    with pytest.raises(Exception, match="No time zone found"):
        await aggregate_due(pool)
    assert [one.workspace_id for one in await aggregate_due(pool)] == ["main"]
    until_when = await database.fetchval("SELECT taken_until FROM social_workspaces WHERE workspace_id = 'bad'")
    assert abs(until_when - datetime.now(UTC) - POSTPONED) < timedelta(minutes=1)
    await database.execute(
        "UPDATE social_workspaces SET timezone = 'UTC', taken_until = now() WHERE workspace_id = 'bad'"
    )
    assert [one.workspace_id for one in await aggregate_due(pool)] == ["bad"]
