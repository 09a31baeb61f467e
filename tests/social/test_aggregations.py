"""Aggregations: at the end of each period, by one worker, by hand; what they repair, announce and delete."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.access import Role
from server.demo.networks.instagram import LocalInstagram
from server.settings import Settings
from server.social.accounts import upsert_workspace
from server.social.aggregating import Period, aggregate_due
from server.social.days import fold_account
from server.social.model import Network
from server.social.working import collect_cells
from server.storage.database import Connection, Pool
from server.storage.sql import load_sql
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket
from tests.social.collection import Bench
from tests.social.history import Played, at, play
from tests.social.recomputed_days import Days, Series
from tests.social.test_aggregates import ask, stored
from tests.social.test_instagram import owner
from tests.social.test_vertical import aggregating

FOLLOWERS = """socialAggregates(of: { workspaceId: "main" }, by: DAY, range: { days: 2 }) {
    points { date account { followers { value growth } } posts { likes { total provenance } } } }"""
COLLECT = "mutation ($account: ID!) { collectSocialAccount(accountId: $account) { state } }"
AGGREGATE = """mutation ($of: SocialOfInput!, $range: RangeInput) {
    aggregateSocial(of: $of, range: $range) { workspaceId aggregatedAt seriesDays } }"""


HOURS = """query ($range: RangeInput) {
    socialAggregates(of: { accountId: "instagram:1" }, by: HOUR, range: $range) {
        points { start posts { likes { total } } } } }"""


async def main(pool: Pool, zone: str, **kept: int) -> None:
    await upsert_workspace(pool, 1, "main", name="Main", timezone=ZoneInfo(zone), **kept)


async def one(pool: Pool, seed: int = 7, start: str = "2026-10-05T10:00:00") -> Played:
    account = Played(pool, random.Random(seed), Network.INSTAGRAM, "instagram:1")
    await play(account, at(start), at("2026-11-10T10:00:00"))
    return account


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Africa/Cairo"])
async def test_each_period_is_aggregated_once_while_clocks_change(pool: Pool, zone: str) -> None:
    await main(pool, zone)
    now, end = at("2026-10-23T00:10:00"), at("2026-11-02T23:50:00")
    await aggregate_due(pool, now)  # a new workspace, once for all
    runs: Counter[tuple[Period, date]] = Counter()
    while now < end:
        now += timedelta(minutes=30)
        for done in await aggregate_due(pool, now):
            runs.update((period, now.astimezone(ZoneInfo(zone)).date()) for period in done.periods)
    first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in (at("2026-10-23T00:10:00"), now))
    days = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    truth = {(Period.DAY, day) for day in days}
    truth |= {(Period.WEEK, day) for day in days if day.weekday() == 0}
    truth |= {(Period.MONTH, day) for day in days if day.day == 1}
    assert runs == Counter(truth)


async def test_workers_share_the_workspaces_and_one_that_was_away_misses_none(pool: Pool) -> None:
    for number in range(9):
        await upsert_workspace(pool, 1, f"w{number}", name="W", timezone=ZoneInfo("Asia/Tokyo"))
    now = at("2026-10-20T00:10:00")
    assert len(await aggregate_due(pool, now)) == 9
    later = now + timedelta(days=20)  # nobody worked meanwhile
    rounds = await asyncio.gather(*(aggregate_due(pool, later) for _ in range(3)))
    done = [one for found in rounds for one in found]
    assert sorted(one.workspace_id for one in done) == [f"w{number}" for number in range(9)]
    assert {one.periods for one in done} == {frozenset(Period)}
    assert {one.since for one in done} == {date(2026, 10, 1)}  # the month that ended meanwhile
    assert await aggregate_due(pool, later) == []


async def test_an_aggregation_repairs_what_was_left_out_and_announces(pool: Pool, database: Connection) -> None:
    await main(pool, "Europe/Berlin")
    account = await one(pool)
    before = await stored(database, account.account_id)
    await database.execute("DELETE FROM social_days WHERE day >= '2026-11-06'")
    await database.execute("UPDATE social_days SET value = value + 1 WHERE day = '2026-11-08' AND value IS NOT NULL")
    await database.execute("DELETE FROM social_changes")
    await aggregate_due(pool, at("2026-11-10T10:00:01"))
    assert await stored(database, account.account_id) == before
    subjects = await database.fetch("SELECT kind, id FROM social_changes")
    assert {tuple(row) for row in subjects} == {("social_workspace", "main"), ("social_account", "instagram:1")}


async def test_another_time_zone_makes_other_days(pool: Pool, database: Connection) -> None:
    await main(pool, "Pacific/Honolulu")
    account = await one(pool)
    now = at("2026-11-10T10:00:01")
    await aggregate_due(pool, now)
    before = await stored(database, account.account_id)
    await main(pool, "Pacific/Kiritimati")
    [done] = await aggregate_due(pool, now)
    assert Period.DAY in done.periods
    kiritimati = ZoneInfo("Pacific/Kiritimati")
    series = await Series.read(database, account.account_id, kiritimati)
    after = await stored(database, account.account_id)
    assert after == series.days(now.astimezone(kiritimati).date())
    assert after != before


async def test_series_go_and_days_stay_and_the_other_way_round(pool: Pool, database: Connection) -> None:
    await main(pool, "Europe/Berlin", series_days=10, aggregates_days=30)
    account = await one(pool)
    whole = await stored(database, account.account_id)
    rows = await database.fetchval("SELECT count(*) FROM social_values")
    now = at("2026-11-10T10:00:01")
    await aggregate_due(pool, now)
    kept = {
        key: {day: value for day, value in days.items() if day >= date(2026, 10, 11)} for key, days in whole.items()
    }
    assert await stored(database, account.account_id) == {key: days for key, days in kept.items() if days}
    assert await database.fetchval("SELECT count(*) FROM social_values") < rows
    per_series = """SELECT max(n) FROM (
        SELECT count(value) AS n FROM social_values WHERE at < '2026-10-30T23:00:00Z' GROUP BY post_id, metric, grain
    ) AS old"""
    assert await database.fetchval(per_series) == 1  # the newest
    for _ in range(3):  # later collections go on from there, and no rebuild touches days whose series are gone
        now += timedelta(hours=7)
        await account.collect(now)
    await database.execute("UPDATE social_accounts SET folded_on = NULL")
    await aggregate_due(pool, now + timedelta(days=1))
    found = await stored(database, account.account_id)
    for key, days in kept.items():
        for day, value in days.items():
            if date(2026, 10, 13) <= day < date(2026, 11, 6):  # older ones went meanwhile, networks changed newer ones
                assert found[key][day] == value, (key, day)
    assert await database.fetchval("SELECT series_since FROM social_accounts") == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        ("Pacific/Honolulu", "Pacific/Kiritimati", date(2026, 11, 1)),
        ("Pacific/Kiritimati", "Pacific/Honolulu", date(2026, 10, 31)),
        ("Europe/Berlin", "America/New_York", date(2026, 10, 31)),
        ("America/New_York", "Europe/Berlin", date(2026, 11, 1)),
    ],
)
async def test_another_time_zone_writes_no_day_whose_series_are_gone(
    pool: Pool, api: Api, database: Connection, before: str, after: str, first: date
) -> None:
    await main(pool, before, series_days=10)
    account, now = await one(pool), at("2026-11-10T10:30:00")
    old = await stored(database, account.account_id)
    whole = await Series.read(database, account.account_id, ZoneInfo(after))
    today = now.astimezone(ZoneInfo(after)).date()
    await aggregate_due(pool, now)
    cut = await database.fetchval("SELECT series_since FROM social_accounts")
    await main(pool, after, series_days=10)
    async with pool.acquire() as connection, connection.transaction():
        await fold_account(connection, 1, account.account_id, now)  # the zone as a collection finds it
    assert await database.fetchval("SELECT series_since FROM social_accounts") == first
    found = await stored(database, account.account_id)
    expected: Days = {}
    for key, days in whole.days(today).items():
        kept = {day: value for day, value in old[key].items() if day < min(first, cut)}
        expected[key] = kept | {day: value for day, value in days.items() if day >= first}
    assert found == expected
    hours = await ask(api, HOURS, range={"between": {"start": first.isoformat(), "end": "2026-11-12"}})
    by_day: dict[date, float] = defaultdict(float)
    for point in hours["points"]:
        if (likes := point["posts"]["likes"]["total"]) is not None:
            by_day[datetime.fromisoformat(point["start"]).astimezone(ZoneInfo(after)).date()] += likes
    assert by_day == {day: value for day, value in found["posts", "likes"].items() if day >= first}


async def test_an_account_whose_series_were_to_go_before_it_had_days_gets_days(
    pool: Pool, database: Connection
) -> None:
    await main(pool, "Europe/Berlin")
    account = await one(pool)
    await database.execute("UPDATE social_accounts SET days_zone = NULL, folded_on = NULL, series_since = '2026-11-02'")
    await database.execute("DELETE FROM social_days")
    await aggregate_due(pool, at("2026-11-10T10:30:00"))
    assert await database.fetchval("SELECT days_zone FROM social_accounts") == "Europe/Berlin"
    found = await stored(database, account.account_id)
    assert min(day for days in found.values() for day in days) == date(2026, 11, 2)


async def test_series_stay_while_their_account_has_days_of_another_zone(pool: Pool, database: Connection) -> None:
    await main(pool, "Pacific/Honolulu", series_days=10)
    account = await one(pool)
    await database.execute("UPDATE social_accounts SET days_zone = 'Asia/Tokyo'")
    note = load_sql("server.social.aggregating", "note_series_since")
    which = {"project": 1, "account": account.account_id, "day": date(2026, 11, 1)}
    assert await note.fetchval(database, zone="Pacific/Honolulu", **which) is None
    assert await database.fetchval("SELECT series_since FROM social_accounts") is None
    assert await note.fetchval(database, zone="Asia/Tokyo", **which)
    assert await database.fetchval("SELECT series_since FROM social_accounts") == date(2026, 11, 1)


async def test_hours_stay_when_only_days_go(api: Api, pool: Pool, database: Connection) -> None:
    await main(pool, "Europe/Berlin", aggregates_days=7)
    await one(pool)
    query = """{ socialAggregates(of: { accountId: "instagram:1" }, by: HOUR, range: { between: {
        start: "2026-10-24", end: "2026-10-31" } }) {
            points { start posts { likes { total provenance reason } } } } }"""
    before = await ask(api, query)
    assert sum(point["posts"]["likes"]["total"] is not None for point in before["points"]) > 5
    await aggregate_due(pool, at("2026-11-10T10:00:01"))
    assert await database.fetchval("SELECT min(day) FROM social_days") >= date(2026, 11, 3)
    assert await ask(api, query) == before


async def test_a_command_aggregates_a_workspace_and_an_account(
    pool: Pool, database: Connection, viewpulse: Callable[..., Awaitable[tuple[int, str]]]
) -> None:
    declare = ("social", "workspace", "main", "--timezone", "Europe/Berlin", "--series-days", "90")
    code, printed = await viewpulse(*declare, "--aggregates-days", "6")
    assert (code, "is 7-36600" in printed) == (1, True), printed
    assert (await viewpulse(*declare, "--aggregates-days", "400"))[0] == 0
    account = await one(pool)
    await database.execute("UPDATE social_days SET value = -5 WHERE value IS NOT NULL")
    recent = ("social", "aggregate", "--workspace", "main", "--since", "2026-11-01")
    code, printed = await viewpulse(*recent, "--account", account.account_id)
    assert (code, printed.strip().endswith("Workspace main is aggregated.")) == (0, True), printed
    found = await stored(database, account.account_id)
    series = await Series.read(database, account.account_id, ZoneInfo("Europe/Berlin"))
    truth = series.days(datetime.now(UTC).date())
    followers = ("account", "followers")
    assert found[followers] == {
        day: -5.0 if value is not None and day < date(2026, 11, 1) else value for day, value in truth[followers].items()
    }
    assert (await viewpulse("social", "aggregate", "--workspace", "main"))[0] == 0
    assert (await stored(database, account.account_id))[followers] == truth[followers]
    code, printed = await viewpulse("social", "aggregate", "--workspace", "other")
    assert (code, "no workspace other" in printed) == (1, True), printed
    row = await database.fetchrow("SELECT series_days, aggregates_days FROM social_workspaces")
    assert row is not None
    assert tuple(row) == (90, 400)


async def test_a_worker_aggregates_when_it_is_asked_to_and_a_subscription_moves(
    api: Api, bench: Bench, social: Settings, instagram: LocalInstagram, database: Connection
) -> None:
    ada = instagram.add(owner(datetime.now(UTC)))
    account = await bench.connect(Network.INSTAGRAM, ada.token, ada.external_id)
    boss = api.token("boss", Role.ADMIN)
    stop = asyncio.Event()
    working = asyncio.create_task(collect_cells(social, stop))
    async with aggregating(social), socket(api.url) as client, asyncio.timeout(120):
        await client.initialise(authorization=boss)
        await client.subscribe(f"subscription {{ {FOLLOWERS} }}", name="days")
        point = await until_followers(client, 1234.0)
        assert point["posts"]["likes"] == {"total": None, "provenance": "UNAVAILABLE"}  # what they had is not gained
        ada.followers = 1300
        ada.media[0].metrics["likes"] += 5
        await api.ask(
            f'mutation {{ collectSocialAccount(accountId: "{account.account_id}") {{ state }} }}', authorization=boss
        )
        point = await until_followers(client, 1300.0)
        assert point["account"]["followers"]["growth"] is None  # nobody knows how many they were the day before
        assert point["posts"]["likes"] == {"total": 5.0, "provenance": "ESTIMATED"}  # nor what they gained before
        await database.execute("UPDATE social_days SET value = 5 WHERE metric = 'followers'")
        variables = {"of": {"accountId": account.account_id}, "range": {"days": 2}}
        answer = await api.ask(AGGREGATE, variables, authorization=boss)
        assert answer["data"]["aggregateSocial"]["workspaceId"] == "main"
        await until(database, "SELECT bool_or(value = 1300) FROM social_days WHERE metric = 'followers'")
        aggregated_at = await database.fetchval("SELECT aggregated_at FROM social_workspaces")
        assert datetime.now(UTC) - aggregated_at < timedelta(minutes=1)
        refused = await api.ask(AGGREGATE, {"of": {"accountId": "instagram:9"}}, authorization=boss)
        assert refused["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    stop.set()
    await working


async def until(database: Connection, condition: str) -> None:
    while not await database.fetchval(condition):  # noqa: ASYNC110 - another process writes it
        await asyncio.sleep(0.05)


async def until_followers(client: Any, value: float) -> dict[str, Any]:
    """Hears answers until today has so many followers; returns today."""
    while True:
        message = await client.hear()
        [*_, today] = message["payload"]["data"]["socialAggregates"]["points"]
        if today["account"]["followers"]["value"] == value:
            assert isinstance(today, dict)
            return today
