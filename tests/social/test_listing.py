"""Lists of accounts and posts by a number, the best posts, and what posts have on average."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.access import Role
from server.social.accounts import find_account, upsert_workspace
from server.social.aggregates import read_hours
from server.social.days import Buckets
from server.social.listing import ranked_accounts
from server.social.members import set_members
from server.social.model import Network
from server.storage.database import Connection, Pool
from server.storage.pages import PageRequest
from server.storage.tombstones import Tombstones
from tests.integration.transport.api import Api
from tests.social.history import Played, at, play
from tests.social.test_aggregates import ask

METRICS = ("likes", "comments", "shares", "saves", "impressions", "reach", "views", "watchTime")
RATES = ("completionRate", "engagementRate")
SORTS = ["LIKES", "REACH", "WATCH_TIME", "SAVES", "ENGAGEMENT_RATE"]
POSTS = """query ($account: ID!, $sort: SocialPostSort!, $first: Int, $after: String, $last: Int, $before: String) {
    socialPosts(accountId: $account, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
        totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { postId }
    } }"""
ACCOUNTS = """query ($sort: SocialAccountSort!, $first: Int, $after: String) {
    socialAccounts(workspaceId: "main", sort: $sort, first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { accountId network metrics { followers { value } } }
    } }"""
WORKSPACES = """query ($first: Int, $after: String, $last: Int, $before: String) {
    socialWorkspaces(first: $first, after: $after, last: $last, before: $before) {
        totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { workspaceId }
    } }"""
FIGURES = "{ posts total average min max provenance reason }"
PUBLISHED = f"""query ($of: SocialOfInput!, $range: RangeInput, $by: SocialPostSort, $first: Int) {{
    socialAggregates(of: $of, by: MONTH, range: $range) {{
        topPosts(by: $by, first: $first) {{ accountId network post {{ postId metrics {{ likes {{ value }} }} }} }}
        perPost {{ {" ".join(f"{name} {FIGURES}" for name in (*METRICS, *RATES))} }}
    }} }}"""
RANGE = {"between": {"start": "2026-10-25", "end": "2026-11-02"}}
BERLIN = ZoneInfo("Europe/Berlin")
LATEST = "SELECT account_id, post_id, metric, value, provenance FROM social_latest"


@pytest.fixture
async def accounts(pool: Pool) -> list[Played]:
    await upsert_workspace(pool, 1, "main", name="Main", timezone=BERLIN)
    found = []
    for number, network in enumerate((Network.INSTAGRAM, Network.LINKEDIN, Network.TIKTOK)):
        account = Played(pool, random.Random(number), network, f"{network}:{number}", followers=500.0 * number)
        await play(account, at("2026-10-21T10:00:00"), at("2026-11-05T10:00:00"))
        found.append(account)
    return found


async def latest(database: Connection, name: str) -> dict[tuple[str, str], float]:
    """The numbers of a metric by account and post."""
    rows = await database.fetch(f"{LATEST} WHERE metric = $1 AND value IS NOT NULL", name)
    return {(row["account_id"], row["post_id"]): row["value"] for row in rows}


def metric_of(sort: str) -> str:
    first, *others = sort.lower().split("_")
    return first + "".join(map(str.capitalize, others))


@pytest.mark.parametrize("sort", SORTS)
async def test_posts_are_listed_by_a_number_in_both_directions(
    api: Api, accounts: list[Played], database: Connection, sort: str
) -> None:
    account = accounts[0]
    values = {post: value for (_, post), value in (await latest(database, metric_of(sort))).items()}
    ids = sorted(account.posts, key=lambda post: (values.get(post, -1e301), post), reverse=True)
    assert len(ids) > 12
    seen: list[str] = []
    after = None
    while True:
        page = await ask(api, POSTS, account=account.account_id, sort=sort, first=5, after=after)
        assert page["totalCount"] == len(ids)
        seen += [node["postId"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert seen == ids
    page = await ask(api, POSTS, account=account.account_id, sort=sort, last=4)
    assert [node["postId"] for node in page["nodes"]] == ids[-4:]
    before = page["pageInfo"]["startCursor"]
    page = await ask(api, POSTS, account=account.account_id, sort=sort, last=3, before=before)
    assert [node["postId"] for node in page["nodes"]] == ids[-7:-4]
    refused = await api.ask(
        POSTS,
        {"account": account.account_id, "sort": "RECENT", "after": after or before},
        authorization=api.token("boss", Role.ADMIN),
    )
    assert refused["errors"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_accounts_are_listed_by_a_number(api: Api, accounts: list[Played], database: Connection) -> None:
    values = {account: value for (account, post), value in (await latest(database, "followers")).items() if not post}
    ids = sorted((one.account_id for one in accounts), key=lambda one: (values.get(one, -1e301), one), reverse=True)
    first = await ask(api, ACCOUNTS, sort="FOLLOWERS", first=2)
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, True)
    second = await ask(api, ACCOUNTS, sort="FOLLOWERS", first=2, after=first["pageInfo"]["endCursor"])
    nodes = [*first["nodes"], *second["nodes"]]
    assert [node["accountId"] for node in nodes] == ids
    assert [node["metrics"]["followers"]["value"] for node in nodes] == [values.get(one) for one in ids]
    refused = await api.ask(
        ACCOUNTS.replace('"main"', '"other"'), {"sort": "REACH"}, authorization=api.token("boss", Role.ADMIN)
    )
    assert refused["errors"][0]["extensions"]["code"] == "NOT_FOUND"


@dataclass
class Counting:
    """A connection that counts its statements."""

    connection: Connection
    statements: int = 0

    async def fetch(self, *asked: Any) -> Any:
        self.statements += 1
        return await self.connection.fetch(*asked)


async def test_however_many_accounts_are_read_the_statements_are_as_many(
    pool: Pool, accounts: list[Played], database: Connection
) -> None:
    starts = [at("2026-10-30T00:00:00") + timedelta(hours=number) for number in range(24)]
    hours = Buckets([start.date() for start in starts], starts, starts[-1] + timedelta(hours=1), starts[0])
    for count in (1, 3):
        some: Any = Counting(database)
        page = await ranked_accounts(1, "main", "followers").read(some, PageRequest(count))
        assert (len(page.rows), some.statements) == (count, 2)
        some = Counting(database)
        found = [await find_account(database, 1, one.account_id) for one in accounts[:count]]
        cells = await read_hours(some, 1, found, hours, [("account", "followers")])
        assert some.statements == 1
        assert {account for row in cells["account", "followers"].found.values() for account in row} == {
            one.account_id for one in found
        }


async def test_a_thousand_workspaces_are_listed_in_pages(api: Api, database: Connection) -> None:
    await database.execute(
        """INSERT INTO social_workspaces (project_id, workspace_id, name, timezone)
        SELECT project, 'w' || n, 'W', 'UTC' FROM generate_series(1, 2) AS project, generate_series(1, 1000) AS n"""
    )
    ids = sorted(f"w{number}" for number in range(1, 1001))
    seen: list[str] = []
    after = None
    while after is not None or not seen:
        page = await ask(api, WORKSPACES, first=100, after=after)
        assert (page["totalCount"], page["pageInfo"]["hasPreviousPage"]) == (1000, bool(seen))
        seen += [one["workspaceId"] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
    assert seen == ids
    page = await ask(api, WORKSPACES, last=3)
    assert [one["workspaceId"] for one in page["nodes"]] == ids[-3:]
    page = await ask(api, WORKSPACES, last=2, before=page["pageInfo"]["startCursor"])
    assert [one["workspaceId"] for one in page["nodes"]] == ids[-5:-3]
    await database.execute("INSERT INTO social_members VALUES (1, 'w7', 'ada'), (1, 'w9', 'ada'), (2, 'w8', 'ada')")
    own = []
    for first in (1, 5):
        answer = await api.ask(WORKSPACES, {"first": first}, authorization=api.token("ada", Role.CREATOR))
        found = answer["data"]["socialWorkspaces"]
        own.append(([one["workspaceId"] for one in found["nodes"]], found["pageInfo"]["hasNextPage"]))
        assert found["totalCount"] == 2
    assert own == [(["w7"], True), (["w7", "w9"], False)]


@pytest.mark.parametrize("only", [None, 1])
async def test_the_best_posts_and_the_averages_of_what_was_published(
    api: Api, accounts: list[Played], database: Connection, only: int | None
) -> None:
    chosen = accounts if only is None else [accounts[only]]
    of = {"workspaceId": "main"} if only is None else {"accountId": accounts[only].account_id}
    start, end = (datetime(*day, tzinfo=BERLIN) for day in ((2026, 10, 25), (2026, 11, 2)))
    published = {
        (account.account_id, post.post_id): post.published_at
        for account in chosen
        for post in account.posts.values()
        if start <= post.published_at < end
    }
    assert len(published) > 5
    for sort in SORTS:
        values = await latest(database, metric_of(sort))
        worth = {key: values[key] for key in published if key in values}
        found = await ask(api, PUBLISHED, of=of, range=RANGE, by=sort, first=4)
        shown = [(top["accountId"], top["post"]["postId"]) for top in found["topPosts"]]
        assert len(shown) == min(4, len(worth))
        assert [worth[key] for key in shown] == sorted(worth.values(), reverse=True)[:4]
    for name in (*METRICS, *RATES):
        numbers = [value for key, value in (await latest(database, name)).items() if key in published]
        check(found["perPost"][name], name, numbers, len(published))


def check(shown: dict[str, Any], name: str, numbers: list[float], posts: int) -> None:
    assert shown["posts"] == len(numbers)
    assert shown["total"] == (pytest.approx(sum(numbers)) if numbers and name not in {"reach", *RATES} else None)
    assert shown["average"] == (pytest.approx(sum(numbers) / len(numbers), abs=1e-5) if numbers else None)
    assert shown["min"] == (pytest.approx(min(numbers), abs=1e-5) if numbers else None)
    assert shown["max"] == (pytest.approx(max(numbers), abs=1e-5) if numbers else None)
    assert (shown["provenance"] == "UNAVAILABLE") is (not numbers)
    assert (shown["provenance"] == "MEASURED") <= (len(numbers) == posts)
    assert (shown["reason"] is None) is (shown["provenance"] == "MEASURED")


async def test_members_see_the_numbers_of_their_workspace_and_nobody_else(
    api: Api, accounts: list[Played], pool: Pool
) -> None:
    async with pool.acquire() as connection:
        await set_members(connection, 1, "main", ["ada"], Tombstones(pool, api.settings))
    query = "query ($of: SocialOfInput!) { socialAggregates(of: $of, by: DAY, range: { days: 3 }) { timezone } }"
    for of in ({"workspaceId": "main"}, {"accountId": accounts[0].account_id}):
        seen = await api.ask(query, {"of": of}, authorization=api.token("ada", Role.USER))
        assert seen["data"]["socialAggregates"]["timezone"] == "Europe/Berlin"
        refused = await api.ask(query, {"of": of}, authorization=api.token("bea", Role.CREATOR))
        [error] = refused["errors"]
        assert (error["extensions"]["code"], error["extensions"]["field"]) == ("FORBIDDEN", ["of", *of])


async def test_what_cannot_be_asked(api: Api, accounts: list[Played]) -> None:
    boss = api.token("boss", Role.ADMIN)
    query = """query ($by: Interval!, $range: RangeInput) {
        socialAggregates(of: { workspaceId: "main" }, by: $by, range: $range) {
            timezone topPosts(by: RECENT) { accountId }
        } }"""
    cases: list[tuple[str, Any, list[str]]] = [
        ("MINUTE", {"days": 1}, ["by"]),
        ("HOUR", None, ["range"]),
        ("HOUR", {"days": 40}, ["range"]),
        ("DAY", {"days": 900}, ["range"]),
        ("DAY", {"days": 0}, ["range", "days"]),
        ("DAY", {"days": 1}, ["by"]),
    ]
    for by, asked, field in cases:
        answer = await api.ask(query, {"by": by, "range": asked}, authorization=boss)
        [error] = answer["errors"]
        assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_INPUT", field), (by, asked)
    unknown = await api.ask(query.replace('"main"', '"other"'), {"by": "DAY"}, authorization=boss)
    assert unknown["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_hours_and_the_period_before(api: Api, accounts: list[Played], database: Connection) -> None:
    query = """query ($range: RangeInput, $by: Interval!) {
        socialAggregates(of: { accountId: "instagram:0" }, by: $by, range: $range, compare: true) {
            range { start end } points { start end date ...Figures } totals { ...Figures }
            previous {
                range { start end } valueRange { start end } basis
                points { date ...Figures } totals { ...Figures } valueTotals { ...Figures }
            }
        } }
        fragment Figures on SocialPeriod {
            account { followers { value growth } reach { total reason } } posts { likes { total } }
        }"""
    found = await ask(api, query, by="HOUR", range={"between": {"start": "2026-10-23", "end": "2026-11-02"}})
    assert len(found["points"]) == 241  # the clock was set back
    rows = await database.fetch(
        "SELECT at, collected_at, value FROM social_values WHERE account_id = 'instagram:0' AND post_id = ''"
        " AND metric = 'followers' ORDER BY at"
    )
    known = 0
    for point in found["points"]:
        start, end = (datetime.fromisoformat(point[name]) for name in ("start", "end"))
        assert end - start == timedelta(hours=1)
        inside = [row for row in rows if row["at"] < end]
        value = inside[-1]["value"] if inside and inside[-1]["collected_at"] >= start else None
        assert point["account"]["followers"]["value"] == value
        assert point["account"]["reach"]["reason"] == "Networks tell it by day, not by hour."
        known += value is not None
    assert known > 3
    days = await ask(api, query, by="DAY", range={"between": {"start": "2026-11-02", "end": "2026-11-05"}})
    previous = days["previous"]
    assert previous["basis"] == "WHOLE_PERIOD"
    assert [point["date"] for point in previous["points"]] == ["2026-10-30", "2026-10-31", "2026-11-01"]
    same = await ask(api, query, by="DAY", range={"between": {"start": "2026-10-30", "end": "2026-11-02"}})
    assert previous["points"] == [without(point, "start", "end") for point in same["points"]]
    assert (previous["totals"], previous["valueTotals"]) == (same["totals"], days["totals"])
    assert same["totals"]["posts"]["likes"]["total"] == sum(
        point["posts"]["likes"]["total"] or 0 for point in same["points"]
    )
    current = await ask(api, query, by="DAY", range={"days": 3})  # today is not over, so two whole days are compared
    assert [point["date"] for point in current["points"]][-1] == datetime.now(BERLIN).date().isoformat()
    assert len(current["previous"]["points"]) == 2
    first = date.fromisoformat(current["previous"]["points"][0]["date"])
    assert first == datetime.now(BERLIN).date() - timedelta(days=5)


async def test_hours_of_a_workspace_are_those_of_its_accounts(
    api: Api, accounts: list[Played], database: Connection
) -> None:
    query = """query ($of: SocialOfInput!) {
        socialAggregates(of: $of, by: HOUR, range: { between: { start: "2026-10-23", end: "2026-11-02" } }) {
            points { start account { followers { value } } posts { likes { total } views { total } } }
        } }"""
    await database.execute(
        "UPDATE social_accounts SET series_since = '2026-10-28' WHERE account_id = $1", accounts[1].account_id
    )
    together = (await ask(api, query, of={"workspaceId": "main"}))["points"]
    apart = [(await ask(api, query, of={"accountId": one.account_id}))["points"] for one in accounts]
    seen = Counter[tuple[str, int]]()
    for of_all, *of_each in zip(together, *apart, strict=True):
        for part, name, value in (
            ("account", "followers", "value"),
            ("posts", "likes", "total"),
            ("posts", "views", "total"),
        ):
            found = [point[part][name][value] for point in of_each if point[part][name][value] is not None]
            assert of_all[part][name][value] == (sum(found) if found else None), (of_all["start"], name)
            seen[name, len(found)] += 1
    assert all(seen[name, count] for name in ("followers", "likes") for count in (0, 1, 2)), seen
    cut = [point["account"]["followers"]["value"] for point in apart[1] if point["start"] < "2026-10-27T23:00"]
    assert set(cut) == {None}
    assert any(point["account"]["followers"]["value"] for point in apart[1])


def without(point: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in point.items() if name not in names}


async def test_hours_of_all_accounts_together_are_bounded(
    api: Api, accounts: list[Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    boss, hours = api.token("boss", Role.ADMIN), len(accounts) * 30 * 24
    query = """{ socialAggregates(
        of: { workspaceId: "main" }, by: HOUR, range: { between: { start: "2026-09-01", end: "2026-10-01" } }
    ) { asOf %s } }"""
    monkeypatch.setattr("resolvers.social.aggregates.MAX_ACCOUNT_HOURS", hours)
    assert "errors" not in await api.ask(query.replace("%s", "by"), authorization=boss)
    monkeypatch.setattr("resolvers.social.aggregates.MAX_ACCOUNT_HOURS", hours - 1)
    [error] = (await api.ask(query.replace("%s", "timezone"), authorization=boss))["errors"]
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"
    assert error["extensions"]["limit"] == {"name": "accountHours", "allowed": hours - 1, "requested": hours}
