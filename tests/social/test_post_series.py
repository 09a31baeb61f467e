"""One post as a question: its series again from the stored changes, who sees it, and that it moves."""

import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from resolvers.node import global_id
from server.access import Role
from server.demo.networks.instagram import LocalInstagram, Owner
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.social.accounts import upsert_workspace
from server.social.custom_metrics import FormulaKind, define_metric
from server.social.model import Account, Network
from server.storage.database import Connection, Pool
from tests.integration.monitoring.scraping import monitored
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket
from tests.social.collection import Bench
from tests.social.history import Played, at, play
from tests.social.test_aggregates import ask
from tests.social.test_cache import Cached
from tests.social.test_instagram import ONE, owner

GAINS = ("likes", "comments", "shares", "saves", "impressions", "reach", "views", "watchTime")
VALUES = (*GAINS, "completionRate", "engagementRate")
NUMBER = "{ value provenance reason }"
PERIOD = f"""start end date isFinal custom {{ name value }}
values {{ {" ".join(f"{name} {NUMBER}" for name in VALUES)} }}
gains {{ {" ".join(f"{name} {NUMBER}" for name in GAINS)} }}"""
ASK = f"""query ($account: ID!, $post: ID!, $by: Interval!, $range: RangeInput) {{
    socialPost(accountId: $account, postId: $post) {{
        accountId network post {{ id postId publishedAt collectedAt metrics {{ likes {{ value }} }} }}
        series(by: $by, range: $range) {{
            by timezone range {{ start end }} points {{ {PERIOD} }} totals {{ {PERIOD} }} }}
    }} }}"""
START, END = at("2026-10-22T07:30:00"), at("2026-11-05T20:10:00")
RANGES = {
    "HOUR": ("2026-10-24", "2026-10-27"),
    "DAY": ("2026-10-21", "2026-11-05"),
    "WEEK": ("2026-10-20", "2026-11-04"),
    "MONTH": ("2026-10-25", "2026-11-06"),
}
SHOWN = """socialPost(accountId: "instagram:1", postId: "feed1") {
    post { metrics { likes { value } } } series(by: DAY, range: { days: 1 }) { totals {
        values { likes { value } } gains { likes { value reason } } } } }"""


@pytest.fixture
async def ada(instagram: LocalInstagram) -> Owner:
    return instagram.add(owner(datetime.now(UTC)))


@pytest.fixture
async def account(bench: Bench, ada: Owner) -> Account:
    """A connected account, collected once."""
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    await bench.collect(account)
    return account


def begins(by: str, zone: ZoneInfo, first: date, beyond: date) -> list[datetime]:
    """When the hours, days, weeks or months of some days begin, and when the last one ends."""
    if by == "HOUR":
        moment, end = (datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) for day in (first, beyond))
        return [moment + timedelta(hours=number) for number in range((end - moment) // timedelta(hours=1) + 1)]
    day = first if by == "DAY" else first - timedelta(first.weekday()) if by == "WEEK" else first.replace(day=1)
    found = [day]
    while day < beyond:
        day = day + timedelta(1 if by == "DAY" else 7) if by != "MONTH" else (day + timedelta(31)).replace(day=1)
        found.append(day)
    return [datetime(one.year, one.month, one.day, tzinfo=zone).astimezone(UTC) for one in found]


def recomputed(
    rows: list[Any], own_start: datetime, own_end: datetime, *, published: datetime, first: datetime
) -> tuple[float | None, float | None]:
    """What a post had at the end of a time, and what it gained in it, from the stored changes of a metric."""
    value: float | None = None
    known: float | None = 0.0 if published >= first else None
    base, is_read, is_known = known, False, False
    in_time: Any = None
    for row in sorted(rows, key=lambda row: row["at"]):
        if row["at"] >= own_end:
            break
        is_read = row["collected_at"] >= own_start
        value = row["value"]
        if row["value"] is not None:
            known, is_known = row["value"], row["collected_at"] >= own_start
            if row["at"] < own_start:
                base = known
            elif base is None and in_time is None:
                in_time = row  # the first number of all
    if base is None and in_time is not None and known is not None:
        others = [row for row in rows if row["value"] is not None and in_time["at"] < row["at"] < own_end]
        return (value if is_read else None), known - in_time["value"] if others else None
    gain = known - base if is_known and known is not None and base is not None else None
    return (value if is_read else None), gain


@pytest.mark.parametrize(
    ("seed", "zone"), [*enumerate(("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati"))]
)
async def test_each_number_of_a_series_is_recomputed(
    api: Api, pool: Pool, database: Connection, seed: int, zone: str
) -> None:
    clock = ZoneInfo(zone)
    await upsert_workspace(pool, 1, "main", name="Main", timezone=clock)
    await define_metric(pool, 1, name="love", kind=FormulaKind.POST, formula="likes * 2", title="Love", now=END)
    network = (Network.INSTAGRAM, Network.LINKEDIN, Network.TIKTOK, Network.X)[seed]
    account = Played(pool, random.Random(seed), network, f"{network}:1")
    await play(account, START, END)
    stored = await database.fetch("SELECT * FROM social_values WHERE post_id <> ''")
    first = await database.fetchval("SELECT min(at) FROM social_values WHERE post_id = '' AND grain = 'moment'")
    posts = await database.fetch("SELECT post_id, published_at, collected_at FROM social_posts ORDER BY published_at")
    seen: Counter[str] = Counter()
    for post in posts[:: max(1, len(posts) // 6)]:
        own = [row for row in stored if row["post_id"] == post["post_id"]]
        which = {"published": post["published_at"], "first": first}
        for by, (begin, end) in RANGES.items():
            between = {"between": {"start": begin, "end": end}}
            found = await ask(api, ASK, account=account.account_id, post=post["post_id"], by=by, range=between)
            series, days = found["series"], (date.fromisoformat(begin), date.fromisoformat(end))
            start, beyond = (datetime(day.year, day.month, day.day, tzinfo=clock).astimezone(UTC) for day in days)
            starts = begins(by, clock, *days)
            assert (series["by"], series["timezone"]) == (by, zone)
            assert [moment(point["start"]) for point in series["points"]] == starts[:-1]
            assert [moment(point["end"]) for point in series["points"]] == starts[1:]
            for point in [
                *series["points"],
                {**series["totals"], "start": start.isoformat(), "end": beyond.isoformat()},
            ]:
                part = max(moment(point["start"]), start), min(moment(point["end"]), beyond)
                assert point["isFinal"] is (post["collected_at"] is not None and post["collected_at"] >= part[1])
                for name in VALUES:
                    rows = [row for row in own if row["metric"] == name]
                    value, gain = recomputed(rows, *part, **which)
                    seen += check(point["values"][name], value, "value")
                    if name in GAINS:
                        seen += check(point["gains"][name], gain, "gain")
                [love] = point["custom"]
                likes = point["values"]["likes"]["value"]
                assert love == {"name": "love", "value": None if likes is None else likes * 2}
    assert min(seen["value"], seen["gain"], seen["no value"], seen["no gain"]) > 100, seen


def check(shown: dict[str, Any], truth: float | None, kind: str) -> Counter[str]:
    assert shown["value"] == (None if truth is None else round(truth, 6)), (shown, truth, kind)
    assert (shown["provenance"] == "UNAVAILABLE") is (truth is None)
    assert (shown["reason"] is None) is (shown["provenance"] == "MEASURED")
    return Counter([kind if truth is not None else f"no {kind}"])


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def test_days_of_23_and_25_hours_are_days(api: Api, pool: Pool) -> None:
    await upsert_workspace(pool, 1, "main", name="Main", timezone=ZoneInfo("Europe/Berlin"))
    account = Played(pool, random.Random(3), Network.X, "x:1")
    await play(account, START, END)
    [post, *_] = account.posts
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25)):
        following = (date.fromisoformat(day) + timedelta(1)).isoformat()
        which = {"account": "x:1", "post": post, "range": {"between": {"start": day, "end": following}}}
        by_day, by_hour = [(await ask(api, ASK, **which, by=by))["series"] for by in ("DAY", "HOUR")]
        [whole] = by_day["points"]
        assert (moment(whole["end"]) - moment(whole["start"])) / timedelta(hours=1) == hours == len(by_hour["points"])
        assert [by_hour["range"][end] for end in ("start", "end")] == [whole["start"], whole["end"]]


async def test_the_gains_of_all_posts_are_what_the_account_gained(api: Api, pool: Pool) -> None:
    await upsert_workspace(pool, 1, "main", name="Main", timezone=ZoneInfo("Europe/Berlin"))
    account = Played(pool, random.Random(5), Network.INSTAGRAM, "instagram:1")
    await play(account, START, END)
    between = {"between": {"start": "2026-10-23", "end": "2026-11-06"}}
    posts = [await ask(api, ASK, account="instagram:1", post=post, by="DAY", range=between) for post in account.posts]
    days = await ask(
        api,
        """query ($range: RangeInput) { socialAggregates(of: { accountId: "instagram:1" }, by: DAY, range: $range) {
            points { posts { likes { total } views { total } } } } }""",
        range=between,
    )
    compared = 0
    for number, day in enumerate(days["points"]):
        points = [post["series"]["points"][number] for post in posts]
        for name in ("likes", "views"):
            total = day["posts"][name]["total"]
            if total is not None:
                compared += 1
                assert sum(point["gains"][name]["value"] or 0 for point in points) == total
    assert compared > 10


async def test_a_series_is_compared_with_the_period_before(api: Api, pool: Pool) -> None:
    await upsert_workspace(pool, 1, "main", name="Main", timezone=ZoneInfo("Europe/Berlin"))
    account = Played(pool, random.Random(8), Network.X, "x:1")
    await play(account, START, END)
    [post, *_] = account.posts
    compared = f"""query ($range: RangeInput) {{ socialPost(accountId: "x:1", postId: "{post}") {{
        series(by: DAY, range: $range, compare: true) {{ previous {{
            basis range {{ start end }} valueRange {{ start end }}
            points {{ {PERIOD} }} totals {{ {PERIOD} }} valueTotals {{ {PERIOD} }} }} }} }} }}"""
    own = {"between": {"start": "2026-10-30", "end": "2026-11-04"}}
    before = {"between": {"start": "2026-10-25", "end": "2026-10-30"}}
    found = (await ask(api, compared, range=own))["series"]["previous"]
    of_own, of_before = [
        (await ask(api, ASK, account="x:1", post=post, by="DAY", range=one))["series"] for one in (own, before)
    ]
    assert found["basis"] == "WHOLE_PERIOD"
    assert (found["range"], found["valueRange"]) == (of_before["range"], of_own["range"])
    assert (found["points"], found["totals"]) == (of_before["points"], of_before["totals"])
    assert found["valueTotals"] == of_own["totals"]
    assert any(point["gains"]["likes"]["value"] for point in found["points"])
    assert (await ask(api, compared))["series"]["previous"] is None  # of all time


async def test_all_time_begins_with_the_publication(api: Api, account: Account) -> None:
    found = await ask(api, ASK, account=account.account_id, post="feed1", by="DAY")
    published = moment(found["post"]["publishedAt"]).astimezone(Bench.ZONE).date()
    points = found["series"]["points"]
    assert (points[0]["date"], points[-1]["date"]) == (
        published.isoformat(),
        datetime.now(Bench.ZONE).date().isoformat(),
    )
    assert (points[-1]["values"]["likes"]["value"], points[-1]["isFinal"]) == (90, False)


@pytest.mark.parametrize(
    ("arguments", "series", "code", "field"),
    [
        ({"account": "instagram:none"}, "", "NOT_FOUND", ["accountId"]),
        ({"post": "none"}, "", "NOT_FOUND", ["postId"]),
        ({"post": "of-bea"}, "", "NOT_FOUND", ["postId"]),
        ({"post": ""}, "", "BAD_INPUT", ["postId"]),
        ({"post": "\0"}, "", "BAD_INPUT", ["postId"]),
        ({}, "series(by: MINUTE) { by }", "BAD_INPUT", ["by"]),
        ({}, "series(by: HOUR, range: { days: 35 }) { by }", "BAD_INPUT", ["range"]),
        ({}, "series(by: DAY, range: { days: 801 }) { by }", "BAD_INPUT", ["range"]),
    ],
)
async def test_what_is_not_there_or_too_long_is_refused(
    api: Api,
    account: Account,
    database: Connection,
    arguments: dict[str, str],
    series: str,
    code: str,
    field: list[str],
) -> None:
    await database.execute(
        """INSERT INTO social_accounts
            (project_id, account_id, workspace_id, network, external_id, handle, state, since, due_at)
        VALUES (1, 'instagram:bea', 'main', 'instagram', 'bea', 'bea', 'connected', now(), now())"""
    )
    await database.execute(
        """INSERT INTO social_posts (project_id, account_id, post_id, kind, form, title, url, published_at, found_at)
        VALUES (1, 'instagram:bea', 'of-bea', 'post', 'FEED', '', '', now(), now())"""
    )
    variables = {"account": account.account_id, "post": "feed1", **arguments}
    query = f"""query ($account: ID!, $post: ID!) {{
        socialPost(accountId: $account, postId: $post) {{ accountId {series} }} }}"""
    answer = await api.ask(query, variables, authorization=api.token("boss", Role.ADMIN))
    [error] = answer["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == (code, field)


async def test_a_post_is_refetched_by_its_global_id(api: Api, account: Account, database: Connection) -> None:
    listed = "{ socialPosts(accountId: %s) { nodes { id postId title } } }"
    nodes = (await ask(api, listed % f'"{account.account_id}"'))["nodes"]
    query = "query ($id: ID!) { node(id: $id) { id ... on SocialPost { postId title metrics { likes { value } } } } }"
    for post in nodes:
        found = await ask(api, query, id=post["id"])
        assert {name: found[name] for name in post} == post
    member = {"authorization": api.token("ada", Role.CREATOR)}
    for is_member in (False, True):
        answer = await api.ask(query, {"id": nodes[0]["id"]}, **member)
        assert (answer["data"]["node"] is not None) is is_member
        assert [error["extensions"]["code"] for error in answer.get("errors", [])] == [] if is_member else ["FORBIDDEN"]
        await database.execute("INSERT INTO social_members VALUES (1, 'main', 'ada') ON CONFLICT DO NOTHING")
    boss = {"authorization": api.token("boss", Role.ADMIN)}
    for own, code in (
        ((account.account_id, "none"), "NOT_FOUND"),
        (("instagram:none", "feed1"), "NOT_FOUND"),
        ((account.account_id,), "BAD_INPUT"),
        ((account.account_id, ""), "BAD_INPUT"),
        ((account.account_id, "x" * 129), "BAD_INPUT"),
    ):
        answer = await api.ask(query, {"id": global_id("SocialPost", *own)}, **boss)
        assert [error["extensions"]["code"] for error in answer["errors"]] == [code], own


async def test_a_subscription_moves_within_two_seconds_of_a_collection(
    api: Api, account: Account, bench: Bench, ada: Owner, social: Settings
) -> None:
    publisher = Publisher(social.redis_url, social)
    aggregator = Aggregator(social, publish=publisher.publish)
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("boss", Role.ADMIN))
        await client.subscribe(f"subscription {{ {SHOWN.replace('instagram:1', account.account_id)} }}")

        async def heard() -> tuple[float, float, float | None]:
            found = (await client.hear())["payload"]["data"]["socialPost"]
            totals = found["series"]["totals"]
            likes = found["post"]["metrics"]["likes"]["value"]
            return likes, totals["values"]["likes"]["value"], totals["gains"]["likes"]["value"]

        before = await heard()
        assert before[:2] == (90, 90)
        ada.media[0].metrics["likes"] = 95
        await bench.collect(account)
        stored = time.monotonic()
        await aggregator.run_once()
        after = await heard()
        assert time.monotonic() - stored < 2
        assert after[:2] == (95, 95)
        if before[2] is not None:
            assert after[2] == before[2] + 5
    await aggregator.close()
    await publisher.close()


@pytest.fixture
async def cached(social: Settings) -> AsyncIterator[Cached]:
    async with monitored(social) as (api, metrics):
        yield Cached(api, metrics)


async def test_an_answer_is_cached_until_the_account_is_collected(
    cached: Cached, account: Account, bench: Bench, ada: Owner
) -> None:
    for misses, likes in enumerate((90, 95), start=1):
        if likes != 90:
            ada.media[0].metrics["likes"] = likes
            await bench.collect(account)
        for _ in range(2):
            answer = await cached.ask(f"{{ {SHOWN.replace('instagram:1', account.account_id)} }}")
            post = answer["data"]["socialPost"]
            assert post["post"]["metrics"]["likes"]["value"] == likes
            assert post["series"]["totals"]["values"]["likes"]["value"] == likes
        assert await cached.counted() == (misses, misses)


async def test_a_post_that_is_not_read_any_more_is_final_and_no_hour_is_of_the_future(
    api: Api, account: Account, pool: Pool
) -> None:
    today = datetime.now(UTC).date()
    days = {"between": {"start": today.isoformat(), "end": (today + timedelta(days=3)).isoformat()}}

    async def read(by: str, span: dict[str, Any] | None) -> dict[str, Any]:
        asked = {"account": account.account_id, "post": "feed1", "by": by, "range": span}
        series: dict[str, Any] = (await ask(api, ASK, **asked))["series"]
        return series

    hours = await read("HOUR", days)
    assert moment(hours["points"][-1]["start"]) <= datetime.now(UTC)
    assert hours["range"]["end"] == hours["points"][-1]["end"]
    assert not hours["points"][-1]["isFinal"]

    change = "UPDATE social_posts SET published_at = $2, gone_at = $3 WHERE post_id = 'feed1' AND account_id = $1"
    now = datetime.now(UTC)
    await pool.execute(change, account.account_id, now - timedelta(days=40), None)
    all_time = await read("HOUR", None)
    assert 32 * 24 < len(all_time["points"]) <= 800, "the last hours that are allowed"
    assert not all_time["points"][-1]["isFinal"]
    await pool.execute(change, account.account_id, now - timedelta(days=40), now)
    assert (await read("DAY", None))["points"][-1]["isFinal"], "it is gone"
    await pool.execute(change, account.account_id, now - timedelta(days=91), None)
    assert (await read("DAY", None))["points"][-1]["isFinal"], "it is too old"
