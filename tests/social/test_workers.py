"""Workers: no two collect an account at once, a killed one's accounts are taken up, and a bad account delays none."""

import asyncio
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from server.demo.networks.instagram import LocalInstagram, Media, Owner, error
from server.demo.networks.x import LocalX, Member
from server.social.aggregating import aggregate_due
from server.social.model import Network
from server.social.storing import Overtaken
from server.social.taking import Taker
from server.social.working import collect_cells
from server.storage.revision import SchemaRefused
from tests.social import serving
from tests.social.collection import Bench

ACCOUNTS = 12


async def connect_many(bench: Bench, instagram: LocalInstagram) -> None:
    now = datetime.now(UTC)
    for number in range(ACCOUNTS):
        media = [Media(f"m{number}", now - timedelta(hours=1), metrics={"likes": number})]
        one = instagram.add(Owner(f"{number}", f"name{number}", f"token{number}", followers=number, media=media))
        await bench.connect(Network.INSTAGRAM, one.token, one.external_id)
    instagram.seen.clear()


async def until_done(bench: Bench, accounts: int = ACCOUNTS) -> None:
    done = "SELECT count(*) FROM social_accounts WHERE outcome = 'done' AND taken_by IS NULL"
    async with asyncio.timeout(60):
        while await bench.pool.fetchval(done) < accounts:  # noqa: ASYNC110 - other processes write it
            await asyncio.sleep(0.02)


async def test_raw_answers_are_kept_for_as_long_as_the_settings_say(bench: Bench, instagram: LocalInstagram) -> None:
    await connect_many(bench, instagram)
    stop = asyncio.Event()
    working = asyncio.create_task(collect_cells(bench.settings, stop))
    await until_done(bench)
    stop.set()
    await working
    kept = await bench.pool.fetchval("SELECT count(*) FROM social_answers")
    assert kept > ACCOUNTS
    for days, owner in ((29, "0"), (31, "1")):
        await bench.pool.execute(
            "UPDATE social_answers SET at = at - $1::interval WHERE account_id = $2",
            timedelta(days=days),
            f"instagram:{owner}",
        )
    stop = asyncio.Event()
    working = asyncio.create_task(collect_cells(bench.settings, stop))
    owners = "SELECT array_agg(DISTINCT account_id) FROM social_answers"
    async with asyncio.timeout(60):
        while "instagram:1" in await bench.pool.fetchval(owners):  # noqa: ASYNC110 - the worker deletes them
            await asyncio.sleep(0.02)
    stop.set()
    await working
    assert len(await bench.pool.fetchval(owners)) == ACCOUNTS - 1


async def test_two_workers_share_the_accounts_and_a_failing_one_delays_no_other(
    bench: Bench, instagram: LocalInstagram
) -> None:
    await connect_many(bench, instagram)
    never = asyncio.Event()

    async def hang(_request: object) -> None:
        await never.wait()

    instagram.fail(hang, path="/v26.0/3", times=1)  # one hangs, and one is always throttled
    too_many = serving.answering(403, error(80002, "(#80002) There have been too many calls to this account."))
    instagram.fail(too_many, path="/v26.0/5")
    stop = asyncio.Event()
    settings = bench.settings.model_copy(update={"social_parallel": 3})
    workers = [asyncio.create_task(collect_cells(settings, stop)) for _ in range(2)]
    await until_done(bench, ACCOUNTS - 2)
    profiles = [one.path for one in instagram.seen if one.path.count("/") == 2]
    assert len(profiles) == len(set(profiles)) == ACCOUNTS  # each account was collected once
    rows = await bench.pool.fetch("SELECT account_id, outcome, taken_by FROM social_accounts ORDER BY account_id")
    outcomes = {row["account_id"]: row["outcome"] for row in rows}
    assert outcomes.pop("instagram:3") is None
    assert outcomes.pop("instagram:5") == "throttled"
    assert set(outcomes.values()) == {"done"}
    followers = await bench.pool.fetch("SELECT account_id, value FROM social_latest WHERE metric = 'followers'")
    assert {(row["account_id"], row["value"]) for row in followers} >= {
        (account, float(account.partition(":")[2])) for account in outcomes
    }
    never.set()
    await until_done(bench, ACCOUNTS - 1)
    stop.set()
    await asyncio.gather(*workers)


async def test_a_network_that_hangs_delays_no_other(bench: Bench, instagram: LocalInstagram, x: LocalX) -> None:
    never = asyncio.Event()

    async def hang(_request: object) -> None:
        await never.wait()

    for number in range(ACCOUNTS):
        member = x.add(Member(f"{number}", f"name{number}", f"token{number}", counts={"followers_count": number}))
        await bench.connect(Network.X, member.token)
    x.seen.clear()
    x.fail(hang, times=ACCOUNTS)
    stop = asyncio.Event()
    settings = bench.settings.model_copy(update={"social_parallel": 3})
    working = asyncio.create_task(collect_cells(settings, stop))
    async with asyncio.timeout(20):
        while len(x.seen) < 2:  # noqa: ASYNC110 - a worker asks
            await asyncio.sleep(0.02)
    await connect_many(bench, instagram)  # later than those that hang, so they are due after them
    async with asyncio.timeout(20):  # of the network that hangs, a call alone takes 30 s
        await until_done(bench)
    networks = await bench.pool.fetch("SELECT DISTINCT network FROM social_accounts WHERE outcome = 'done'")
    assert [row["network"] for row in networks] == ["instagram"]
    assert len(x.seen) == 2
    never.set()
    await until_done(bench, 2 * ACCOUNTS)  # and it has its turn again
    stop.set()
    await working


async def test_texts_that_postgresql_does_not_store_are_stored_without_what_it_refuses(
    bench: Bench, instagram: LocalInstagram
) -> None:
    one = instagram.add(Owner("9", "a\0b", "token9", followers=1))
    account = await bench.connect(Network.INSTAGRAM, one.token, one.external_id)
    assert account.handle == "ab"
    one.username = "c\0d"
    assert (await bench.collect(account)).code == "done"
    assert (await bench.account(account)).handle == "cd"
    instagram.fail(serving.answering(403, error(10, "No\0 permission")), times=20)
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.detail) == ("permission_missing", "No permission")


async def test_numbers_that_postgresql_refuses_are_asked_for_again_at_the_next_collection(
    bench: Bench, instagram: LocalInstagram
) -> None:
    one = instagram.add(Owner("9", "ada", "token9", followers=1))
    await bench.connect(Network.INSTAGRAM, one.token, one.external_id)
    await bench.pool.execute("ALTER TABLE social_accounts ADD CONSTRAINT of_test CHECK (handle <> 'refused')")
    one.username = "refused"
    stop = asyncio.Event()
    with capture_logs():
        working = asyncio.create_task(collect_cells(bench.settings, stop))
        async with asyncio.timeout(20):
            while not await bench.pool.fetchval(  # noqa: ASYNC110 - a worker writes it
                "SELECT outcome = 'contract_changed' AND due_at > now() + interval '50 minutes' FROM social_accounts"
            ):
                await asyncio.sleep(0.02)
        await asyncio.sleep(1)
        stop.set()
        await working
    assert await bench.pool.fetchval("SELECT count(*) FROM social_collections") == 1
    await bench.pool.execute("ALTER TABLE social_accounts DROP CONSTRAINT of_test")


async def test_the_accounts_of_a_killed_worker_are_taken_up_by_another_one(
    bench: Bench, instagram: LocalInstagram, worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    await connect_many(bench, instagram)
    never = asyncio.Event()

    async def hang(_request: object) -> None:
        await never.wait()

    instagram.fail(hang, path="/insights", times=ACCOUNTS)
    killed = worker()
    async with asyncio.timeout(60):
        while instagram.calls("/insights") < 5:  # noqa: ASYNC110 - another process asks
            await asyncio.sleep(0.02)
    killed.kill()
    killed.wait()
    never.set()
    instagram.faults.clear()
    begun = await bench.pool.fetchval("SELECT count(*) FROM social_accounts WHERE taken_by IS NOT NULL")
    assert begun >= 5
    worker()
    await until_done(bench)
    await bench.pool.execute("UPDATE social_accounts SET due_at = now() - interval '1 second'")
    await until_done(bench)
    series = await bench.pool.fetch(
        "SELECT account_id, count(*), min(value) AS value FROM social_values WHERE metric = 'followers'"
        " GROUP BY account_id"
    )
    # however often an account was begun, its series has one row for one number
    assert {(row["account_id"], row["count"], row["value"]) for row in series} == {
        (f"instagram:{number}", 1, float(number)) for number in range(ACCOUNTS)
    }


async def test_an_account_whose_worker_froze_is_lost_to_it(bench: Bench, instagram: LocalInstagram) -> None:
    await connect_many(bench, instagram)
    brief = bench.settings.model_copy(update={"social_lease": 0.2})
    taker = Taker(brief, bench.pool)
    taken = await taker.take(1, "instagram:1")
    assert taken is not None
    assert await taker.take(1, "instagram:1") is None
    await asyncio.sleep(0.25)
    other = await taker.take(1, "instagram:1")
    assert other is not None

    async def slowly(_taken: object) -> None:
        await asyncio.sleep(60)

    assert await taker.hold(taken, slowly) is None  # type: ignore[arg-type]  # it never returns an outcome
    with pytest.raises(Overtaken):  # comes back after all
        await bench.collector.collect(taken)
    assert await bench.pool.fetchval("SELECT count(*) FROM social_values") == 0
    outcome = await bench.collector.collect(other)
    assert outcome.code == "done"
    row = await bench.pool.fetchrow("SELECT outcome, taken_by FROM social_accounts WHERE account_id = 'instagram:1'")
    assert row is not None
    assert (row["outcome"], row["taken_by"]) == ("done", None)


async def test_nothing_is_collected_on_a_schema_that_this_version_does_not_continue_on(
    bench: Bench, instagram: LocalInstagram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.social.working.PAUSE_SECONDS", 0.05)
    ada = instagram.add(Owner("1", "ada", "token"))
    account = await bench.connect(Network.INSTAGRAM, ada.token, ada.external_id)
    instagram.seen.clear()
    note = "UPDATE alembic_version SET version_num = '9999_next', compatible_since = $1"
    await bench.pool.execute(note, "9999_next")
    with pytest.raises(SchemaRefused, match="9999_next"):
        await Taker(bench.settings, bench.pool).take(1, account.account_id)
    with pytest.raises(SchemaRefused, match="9999_next"):
        await aggregate_due(bench.pool)
    stop = asyncio.Event()
    with capture_logs() as logged:
        working = asyncio.create_task(collect_cells(bench.settings, stop))
        async with asyncio.timeout(60):
            for said in ("social accounts cannot be taken", "workspaces cannot be aggregated"):
                while said not in {line["event"] for line in logged}:  # noqa: ASYNC110 - the log tells
                    await asyncio.sleep(0.02)
    assert not instagram.seen
    assert await bench.pool.fetchval("SELECT aggregated_at IS NULL AND taken_by IS NULL FROM social_workspaces")
    await bench.pool.execute(note, "0043_audit_trail")
    await until_done(bench, 1)
    stop.set()
    await working
