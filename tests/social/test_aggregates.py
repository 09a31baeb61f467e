"""Days, weeks and months of accounts: each number again from the stored series, in zones that change their clocks."""

import random
import re
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from resolvers.social import aggregates
from server.access import Role
from server.social.accounts import upsert_workspace
from server.social.aggregates import NOT_THEN, Aggregate, Cells, aggregate
from server.social.custom_metrics import FormulaKind, define_metric
from server.social.days import fold_account
from server.social.model import Network
from server.storage.database import Connection, Pool
from tests.integration.transport.api import Api
from tests.social.history import Played, at, play
from tests.social.recomputed_days import COUNTS, GAINED, STATES, Days, Series, aggregated, computed

ZONES = (
    *("Europe/Berlin", "America/New_York", "Africa/Cairo"),  # clocks change meanwhile
    *("Pacific/Kiritimati", "Pacific/Honolulu"),
)
START, END = at("2026-10-22T07:30:00"), at("2026-11-05T20:10:00")
NETWORKS = (Network.INSTAGRAM, Network.LINKEDIN, Network.TIKTOK)
ROWS = "SELECT day, subject, metric, value, provenance FROM social_days WHERE account_id = $1"
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

CUSTOM: dict[str, tuple[FormulaKind, str, tuple[str, ...], Callable[..., float]]] = {
    "love": (
        FormulaKind.POST,
        "likes + 2 * comments",
        ("likes", "comments"),
        lambda likes, comments: likes + 2 * comments,
    ),
    "per_view": (FormulaKind.POST, "100 * likes / views", ("likes", "views"), lambda likes, views: 100 * likes / views),
    "per_reach": (FormulaKind.POST, "likes / reach", ("likes", "reach"), lambda likes, reach: likes / reach),
    "nothing": (FormulaKind.POST, "1 / (likes - likes)", ("likes",), lambda likes: 1 / (likes - likes)),
    "depth": (FormulaKind.ACCOUNT, "max(followers, following)", ("followers", "following"), max),
    "clicks": (
        FormulaKind.ACCOUNT,
        "websiteClicks / profileViews",
        ("websiteClicks", "profileViews"),
        lambda clicks, views: clicks / views,
    ),
    "of_reach": (FormulaKind.ACCOUNT, "reach / 2", ("reach",), lambda reach: reach / 2),
}
"""By name: the kind, the formula, the metrics in it, and the same again."""
GROWTH_REASON = re.compile(r" ?The growth of [^.]*\.")
"""What is said of the growth, which formulas do not take."""
OF_PERIOD = "custom { name title value provenance reason }"


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
    seen = Counter[str]()
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
        seen += await check_provenance(database, account.account_id, series)
        async with pool.acquire() as connection, connection.transaction():
            await fold_account(connection, 1, account.account_id, END, since=date.min)
        anew = await stored(database, account.account_id)
        assert anew == series.days(END.astimezone(zone).date())
        await check_provenance(database, account.account_id, series)
    assert min(seen["measured"], seen["estimated"]) > 5, seen


async def check_provenance(database: Connection, account: str, series: Series) -> Counter[str]:
    """Compares, of each day, whether what posts gained is measured, estimated, or not known."""
    seen = Counter[str]()
    estimated = {name: series.estimated(name) for name in GAINED}
    for row in await database.fetch(ROWS, account):
        if row["subject"] == "posts":
            is_estimated = row["day"] in estimated[row["metric"]]
            truth = "unavailable" if row["value"] is None else "estimated" if is_estimated else "measured"
            assert row["provenance"] == truth, row
            seen[truth] += 1
    return seen


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


@pytest.mark.parametrize("seed", [2, 3])
async def test_each_custom_metric_of_each_period_is_recomputed(
    api: Api, pool: Pool, database: Connection, seed: int
) -> None:
    zone = ZoneInfo(ZONES[seed])
    accounts = [account.account_id for account in await played(pool, 2_000 + seed, zone.key)]
    days = {
        account: (await Series.read(database, account, zone)).days(END.astimezone(zone).date()) for account in accounts
    }
    for name, (kind, text, *_) in CUSTOM.items():
        await define_metric(pool, 1, name=name, kind=kind, formula=text, title=name.upper(), now=END)
    first, beyond = date(2026, 10, 23), date(2026, 11, 5)
    between = {"between": {"start": first.isoformat(), "end": beyond.isoformat()}}
    found_some = Counter[str]()
    for of, ids in ({"workspaceId": "main"}, accounts), ({"accountId": accounts[0]}, accounts[:1]):
        own = {account: days[account] for account in ids}
        for by in ("DAY", "WEEK", "MONTH"):
            found = await ask(api, ASK.replace("posts {", f"{OF_PERIOD} posts {{"), of=of, by=by, range=between)
            groups = [inside for _, inside in grouped(by, first, beyond)]
            whole = [day for inside in groups for day in inside]
            for period, inside in zip([*found["points"], found["totals"]], [*groups, whole], strict=True):
                found_some += check_custom(period, own, inside)
    assert found_some["love"] > 20
    assert found_some["depth"] > 20
    assert found_some["clicks"] > 5
    assert found_some["nothing"] == found_some["of_reach"] == found_some["per_reach"] == 0
    alone = await ask(
        api, f'{{ socialAggregates(of: {{ workspaceId: "main" }}, by: DAY) {{ totals {{ {OF_PERIOD} }} }} }}'
    )
    assert [one["name"] for one in alone["totals"]["custom"]] == sorted(CUSTOM)  # nothing else was selected
    assert any(one["value"] is not None for one in alone["totals"]["custom"])


@pytest.mark.parametrize("by", ["HOUR", "DAY", "WEEK", "MONTH"])
async def test_a_range_of_which_nothing_is_over_is_compared_with_nothing(api: Api, pool: Pool, by: str) -> None:
    await played(pool, 7, "Europe/Berlin")
    ahead = (datetime.now(UTC) + timedelta(days=day) for day in (40, 42))
    start, end = (day.date().isoformat() for day in ahead)
    found = await ask(
        api,
        f"""query ($range: RangeInput) {{
            socialAggregates(of: {{ workspaceId: "main" }}, by: {by}, range: $range, compare: true) {{
                previous {{ points {{ start }} totals {{ {PERIOD} }} valueTotals {{ {PERIOD} }} }}
            }}
        }}""",
        range={"between": {"start": start, "end": end}},
    )
    assert found["previous"]["points"] == []
    for part in ("totals", "valueTotals"):
        followers, likes = (
            found["previous"][part][of][name] for of, name in (("account", "followers"), ("posts", "likes"))
        )
        assert (followers["value"], followers["provenance"]) == (None, "UNAVAILABLE")
        assert (likes["total"], likes["reason"]) == (None, NOT_THEN)


async def test_numbers_are_computed_in_threads_and_only_those_that_were_selected(
    api: Api, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await played(pool, 8, "Europe/Berlin")
    seen: list[tuple[int, str, int]] = []

    def noted(cells: Cells[Any], accounts: Any, buckets: Any, before: Any) -> Aggregate:
        seen.append((threading.get_ident(), cells.metric.name, len(buckets)))
        return aggregate(cells, accounts, buckets, before)

    monkeypatch.setattr(aggregates, "aggregate", noted)
    between = {"between": {"start": "2026-10-26", "end": "2026-10-30"}}
    found = await ask(
        api,
        """query ($range: RangeInput) {
            socialAggregates(of: { workspaceId: "main" }, by: DAY, range: $range, compare: true) {
                points { account { followers { value } } }
                previous {
                    points { posts { likes { total } } } totals { posts { likes { total } comments { total } } }
                }
            }
        }""",
        range=between,
    )
    assert len(found["points"]) == len(found["previous"]["points"]) == 4
    computed = Counter((name, days) for _, name, days in seen)
    assert computed == {("followers", 1): 4, ("likes", 1): 4, ("likes", 4): 1, ("comments", 4): 1}
    assert threading.get_ident() not in {thread for thread, *_ in seen}


def check_custom(period: dict[str, Any], accounts: dict[str, Days], days: list[date]) -> Counter[str]:
    """Compares the custom metrics of a period; returns which have a value."""
    shown = {one["name"]: one for one in period["custom"]}
    assert [*shown] == sorted(CUSTOM)
    for name, (kind, _, names, formula) in CUSTOM.items():
        subject, one = "account" if kind is FormulaKind.ACCOUNT else "posts", shown[name]
        truth = computed(accounts, subject, names, formula, days)
        assert one["value"] == pytest.approx(truth, abs=1e-6), (name, days)
        reasons = [period[subject][part]["reason"] or "" for part in names if part in period[subject]]
        known = "ESTIMATED" if any(GROWTH_REASON.sub("", reason) for reason in reasons) else "MEASURED"
        assert one["provenance"] == ("UNAVAILABLE" if truth is None else known)
        assert (one["reason"] is None) is (one["provenance"] == "MEASURED")
        assert one["title"] == name.upper()
    assert "`reach` is missing: " in shown["of_reach"]["reason"]
    assert shown["per_reach"]["reason"].startswith(("`reach` is missing: It is never added up", "`likes` is missing: "))
    return Counter(name for name, one in shown.items() if one["value"] is not None)


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
