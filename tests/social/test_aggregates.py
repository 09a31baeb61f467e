"""Days, weeks and months of accounts: each number again from the stored series, in zones that change their clocks."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.access import Role
from server.social.accounts import upsert_workspace
from server.social.days import fold_account
from server.social.model import Network
from server.storage.database import Connection, Pool
from tests.integration.transport.api import Api
from tests.social.history import Played, at, play
from tests.social.recomputed_days import COUNTS, GAINED, STATES, Days, Series, aggregated

ZONES = (
    *("Europe/Berlin", "America/New_York", "Africa/Cairo"),  # clocks change meanwhile
    *("Pacific/Kiritimati", "Pacific/Honolulu"),
)
START, END = at("2026-10-22T07:30:00"), at("2026-11-05T20:10:00")
NETWORKS = (Network.INSTAGRAM, Network.LINKEDIN, Network.TIKTOK)
ROWS = "SELECT day, subject, metric, value FROM social_days WHERE account_id = $1"
NUMBERS = {"average", "min", "max"}
TOTAL = "{ total average min max provenance reason }"
GROWTH = "{ value growth growthRate average min max provenance reason }"
PERIOD = f"""start end date isFinal published {{ total posts stories reels }}
account {{ {" ".join(f"{name} {GROWTH}" for name in STATES)} {" ".join(f"{name} {TOTAL}" for name in COUNTS)} }}
posts {{ {" ".join(f"{name} {TOTAL}" for name in GAINED)} }}"""
ASK = f"""query ($of: SocialOfInput!, $by: Interval!, $range: RangeInput) {{
    socialAggregates(of: $of, by: $by, range: $range) {{
        workspaceId accountId timezone collectedAt by isFinal range {{ start end }}
        points {{ {PERIOD} }} totals {{ {PERIOD} }}
    }}
}}"""


async def ask(api: Api, query: str = ASK, **variables: Any) -> dict[str, Any]:
    answer = await api.ask(query, variables, authorization=api.token("boss", Role.ADMIN))
    assert "errors" not in answer, answer
    [found] = answer["data"].values()
    assert isinstance(found, dict)
    return found


async def played(pool: Pool, seed: int, zone: str) -> list[Played]:
    """A workspace with three accounts and two weeks of their collections."""
    await upsert_workspace(pool, 1, "main", name="Main", timezone=ZoneInfo(zone))
    accounts = []
    for number, network in enumerate(NETWORKS):
        account = Played(pool, random.Random(seed + number), network, f"{network}:{number}")
        await play(account, START + timedelta(days=2 * number), END)
        accounts.append(account)
    return accounts


async def stored(database: Connection, account: str) -> dict[tuple[str, str], dict[date, float | None]]:
    found: dict[tuple[str, str], dict[date, float | None]] = {}
    for row in await database.fetch(ROWS, account):
        found.setdefault((row["subject"], row["metric"]), {})[row["day"]] = row["value"]
    return found


@pytest.mark.parametrize("seed", range(len(ZONES)))
async def test_each_day_is_what_the_series_say_however_it_was_written(
    pool: Pool, database: Connection, seed: int
) -> None:
    zone = ZoneInfo(ZONES[seed])
    for account in await played(pool, seed * 100, zone.key):
        rows = await database.fetchrow(
            "SELECT folded_on, days_zone FROM social_accounts WHERE account_id = $1", account.account_id
        )
        assert rows is not None
        assert rows["days_zone"] == zone.key
        series = await Series.read(database, account.account_id, zone)
        truth = series.days(rows["folded_on"])
        kept = await stored(database, account.account_id)
        assert kept == truth
        assert sum(map(len, truth.values())) > 20
        async with pool.acquire() as connection, connection.transaction():
            await fold_account(connection, 1, account.account_id, END, since=date.min)
        anew = await stored(database, account.account_id)
        assert anew == series.days(END.astimezone(zone).date())


@pytest.mark.parametrize("seed", [1, 4])
async def test_each_number_of_each_period_is_recomputed(api: Api, pool: Pool, database: Connection, seed: int) -> None:
    zone = ZoneInfo(ZONES[seed])
    accounts = [account.account_id for account in await played(pool, 1_000 + seed, zone.key)]
    days = {
        account: (await Series.read(database, account, zone)).days(END.astimezone(zone).date()) for account in accounts
    }
    published = await database.fetch("SELECT account_id, kind, published_at FROM social_posts")
    first, beyond = date(2026, 10, 23), date(2026, 11, 5)
    between = {"between": {"start": first.isoformat(), "end": beyond.isoformat()}}
    compared = 0
    for of, ids in ({"workspaceId": "main"}, accounts), ({"accountId": accounts[1]}, accounts[1:2]):
        own = {account: days[account] for account in ids}
        for by in ("DAY", "WEEK", "MONTH"):
            found = await ask(api, of=of, by=by, range=between)
            assert (found["timezone"], found["by"], found["isFinal"]) == (zone.key, by, is_past(beyond, zone))
            groups = grouped(by, first, beyond)
            assert [point["date"] for point in found["points"]] == [begin.isoformat() for begin, _ in groups]
            for point, (begin, inside) in zip(found["points"], groups, strict=True):
                assert moment(point["start"]) == datetime(begin.year, begin.month, begin.day, tzinfo=zone)
                compared += check(point, own, inside)
                check_published(point, [row for row in published if row["account_id"] in ids], inside, zone)
            check(found["totals"], own, [day for _, inside in groups for day in inside])
    assert compared > 200


def check(period: dict[str, Any], accounts: dict[str, Days], days: list[date]) -> int:
    """Compares a period of an answer; returns how many numbers it has."""
    count = 0
    for subject, names in (("account", (*STATES, *COUNTS)), ("posts", GAINED)):
        for name in names:
            shown, truth = period[subject][name], aggregated(accounts, (subject, name), days)
            for field, value in truth.items():
                assert shown[field] == pytest.approx(value, abs=1e-6), (subject, name, field, days)
                count += value is not None
            nothing = all(value is None for value in truth.values())
            assert (shown["provenance"] == "UNAVAILABLE") is nothing, (name, shown)
            assert (shown["reason"] is None) is (shown["provenance"] == "MEASURED")
            cells = [found.get((subject, name), {}).get(day) for found in accounts.values() for day in days]
            if None in cells:
                assert shown["provenance"] != "MEASURED"
    return count


def check_published(period: dict[str, Any], rows: list[Any], days: list[date], zone: ZoneInfo) -> None:
    kinds = [row["kind"] for row in rows if row["published_at"].astimezone(zone).date() in days]
    shown = period["published"]
    assert shown == {
        "total": len(kinds),
        "posts": kinds.count("post"),
        "stories": kinds.count("story"),
        "reels": kinds.count("reel"),
    }


def grouped(by: str, first: date, beyond: date) -> list[tuple[date, list[date]]]:
    """The days of each period, and its own first day."""
    found: dict[date, list[date]] = {}
    for number in range((beyond - first).days):
        day = first + timedelta(days=number)
        begin = {"DAY": day, "WEEK": day - timedelta(days=day.weekday()), "MONTH": day.replace(day=1)}[by]
        found.setdefault(begin, []).append(day)
    return list(found.items())


def is_past(beyond: date, zone: ZoneInfo) -> bool:
    return datetime(beyond.year, beyond.month, beyond.day, tzinfo=zone) + timedelta(days=4) <= datetime.now(UTC)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
