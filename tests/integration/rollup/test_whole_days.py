"""Old quarter-hours become whole days: sums of days stay, and what needs quarter-hours is refused with a reason."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.access import Role
from server.app import create_app
from server.events.viewer_profiles import ViewerClass, classify_viewers
from server.rollup.aggregator import Aggregator
from server.rollup.day_breakdowns import KEYS as BREAKDOWN_KEYS
from server.rollup.rebuild import rebuild
from server.rollup.retention_report import retention_lines
from server.rollup.summarizer import Summarizer
from server.rollup.summed_breakdowns import sum_breakdowns
from server.rollup.whole_days import BEGINNING, BY_DAY, BY_QUARTER, find_ripe, merge_next_day
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.sketches import estimate, merge
from server.storage.tombstones import Tombstones
from tests.drawing import thinned
from tests.integration.analytics.stack import ADMIN
from tests.integration.live.dashboard import watched
from tests.integration.rollup.days import assert_days_add_up
from tests.integration.rollup.feed import event, snapshot
from tests.integration.rollup.test_raw_expiry import DAY, NOW, OLDEST, counted, expired, history
from tests.integration.transport.api import served

pytestmark = pytest.mark.own_database

LATER = datetime(2026, 9, 30, 7, 30, tzinfo=UTC)
"""When the days before ``OLDEST`` are older than quarter-hours are kept."""
FIRST = OLDEST - 3 * DAY


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"raw_retention_days": 10, "quarter_retention_days": 60, "day_retention_days": 0})


async def merged(connection: Connection, settings: Settings, now: datetime = LATER) -> int:
    """Everything that can be added up is; the number of days."""
    days = 0
    while done := await merge_next_day(connection, settings, now):
        days += done
    return days


def by_day(table: str, rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, int]]:
    """The sums of the rows of each day before ``OLDEST``, and of each bucket since."""
    found: defaultdict[tuple[Any, ...], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    counts = {name for row in rows for name, value in row.items() if isinstance(value, int) and name not in KEYS}
    for row in rows:
        bucket = datetime.fromisoformat(row["bucket"])
        bucket = bucket.replace(hour=0, minute=0) if bucket < OLDEST else bucket
        key = (bucket, *(row[name] for name in sorted(row) if name not in counts and name != "bucket"))
        for name in counts:
            found[key][name] += row[name]
    return {key: dict(sums) for key, sums in found.items() if any(sums.values())}


KEYS = {"traffic", "cell"}


@pytest.mark.parametrize("seed", thinned(range(2), 2))
async def test_sums_of_days_stay_and_a_rebuild_finds_no_difference(
    database: Connection, pool: Pool, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    await counted(database, aggregator, history(seed, (150, 400)[seed]))
    await expired(database, settings)
    before = await snapshot(database, 1)
    assert await find_ripe(database, settings, NOW) == [], "too young"
    assert await find_ripe(database, settings.model_copy(update={"quarter_retention_days": 0}), LATER) == []
    [ripe] = await find_ripe(database, settings, LATER)
    assert (ripe.start, ripe.until) == (FIRST, OLDEST), "not more than raw events have expired"
    assert any("3 days, whose quarter-hours" in line for line in await retention_lines(database, settings))

    assert await merged(database, settings) == 3

    after = await snapshot(database, 1)
    assert await find_ripe(database, settings, LATER) == []
    for table in BY_QUARTER:
        assert by_day(table, after[table]) == by_day(table, before[table]), table
        old = [datetime.fromisoformat(row["bucket"]) for row in after[table] if row["bucket"] < OLDEST.isoformat()]
        assert old
        assert all(bucket == bucket.replace(hour=0, minute=0) for bucket in old), table
    for table in before.keys() - {*BY_QUARTER, "viewer_sketches", "hot_hours"}:
        assert after[table] == before[table], table
    assert after["hot_hours"] == [row for row in before["hot_hours"] if row["hour"] >= OLDEST.isoformat()]
    assert sketched(after) == sketched(before)
    await assert_days_add_up(database)
    assert await rebuild(settings, now=NOW) == []
    assert await rebuild(settings, "c1", now=NOW) == []

    await classify_viewers(pool, ADMIN, [ViewerClass(id="u1", bot=True)], Tombstones(pool, settings))
    await counted(database, aggregator, [event("view_start", OLDEST + DAY, content_id="c1", user_id="u2")])
    await assert_days_add_up(database)
    assert await rebuild(settings, now=NOW) == []
    assert await merged(database, settings) == 0


def sketched(rows: dict[str, list[dict[str, Any]]]) -> dict[tuple[Any, ...], int]:
    """How many viewers the sketches of each day have."""
    found: defaultdict[tuple[Any, ...], list[bytes]] = defaultdict(list)
    for row in rows["viewer_sketches"]:
        if row["start"] is not None:
            day = row["bucket"] if row["bucket"] == "-infinity" else row["bucket"][:10]
            found[row["creator_id"], row["traffic"], day].append(bytes.fromhex(row["start"].removeprefix("\\x")))
    return {key: estimate(merge(sketches)) for key, sketches in found.items()}


def viewers_of_values(rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], bytes]:
    """The viewers of each value over all days, by definition of a view: a sketch, the same for the same viewers."""
    found: defaultdict[tuple[Any, ...], list[bytes]] = defaultdict(list)
    for row in rows:
        of_value = tuple(row[name] for name in BREAKDOWN_KEYS if name not in ("project_id", "day"))
        for column in [name for name in row if name.endswith("sketch")]:
            if row[column] is not None:
                found[*of_value, column].append(bytes.fromhex(row[column].removeprefix("\\x")))
    return {key: merge(sketches) for key, sketches in found.items()}


WHOLE = {"between": {"start": f"{FIRST:%Y-%m-%d}", "end": f"{OLDEST:%Y-%m-%d}"}}
CUT = {"between": {"start": f"{FIRST:%Y-%m-%d}T06:00:00Z", "end": f"{OLDEST + DAY:%Y-%m-%d}T00:00:00Z"}}
YOUNG = {"between": {"start": f"{OLDEST:%Y-%m-%d}T06:15:00Z", "end": f"{OLDEST + 2 * DAY:%Y-%m-%d}T00:00:00Z"}}
PARTS = """
    views { total unique } watchTime { total median }
    days: series(by: DAY) { points { start views uniqueViewers } }
    countries: breakdown(by: [COUNTRY]) { rows { value views } }
"""
CONTENT = f"""query($range: RangeInput, $zone: String! = "UTC") {{
    contentAnalytics(contentId: "c1", range: $range, timezone: $zone) {{ {PARTS} }}
}}"""
FINE = """query($range: RangeInput, $zone: String! = "UTC") {
    contentAnalytics(contentId: "c1", range: $range, timezone: $zone) {
        views { total }
        hours: series(by: HOUR) { points { start } }
        days: series(by: DAY) { points { start } }
        byHour: breakdown(by: [HOUR]) { rows { value } }
        byDay: breakdown(by: [DAY]) { rows { value } }
        compare(to: PREVIOUS_PERIOD) { views { value } }
    }
}"""
OTHERS = """query($range: RangeInput) {
    platformAnalytics(range: $range) { views { total } uniqueViewers { count } }
    topContents(range: $range, by: VIEWS) { edges { node { contentId } } }
    eventCounts(range: $range, by: HOUR) { totals { total } }
}"""


def refused(answer: dict[str, Any]) -> dict[str, Any]:
    """What is null, by its path, and the limit that was named."""
    return {
        ".".join(map(str, error["path"])): (error["extensions"]["code"], error["extensions"]["limit"]["name"])
        for error in answer.get("errors", ())
    }


REFUSED = ("LIMIT_EXCEEDED", "quartersSince")


async def test_questions_about_whole_days_are_answered_and_others_refused(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await counted(database, aggregator, history(3, 300))
    await expired(database, settings)
    async with served(create_app(settings), settings) as api:
        admin = {"authorization": api.token("root", Role.ADMIN)}

        async def ask(query: str, **variables: Any) -> dict[str, Any]:
            return await api.ask(query, variables, **admin)

        before = [(await ask(CONTENT, range=range_))["data"] for range_ in (WHOLE, YOUNG, None)]
        no_events = {"contentAnalytics.countries": ("LIMIT_EXCEEDED", "rawEventsSince")}
        assert refused(await ask(CONTENT, range=CUT)) == no_events, "quarter-hours have no countries"
        assert await merged(database, settings) == 3
        assert [(await ask(CONTENT, range=range_))["data"] for range_ in (WHOLE, YOUNG, None)] == before
        assert before[0]["contentAnalytics"]["views"]["total"] > 0

        for range_, zone in ((CUT, "UTC"), (WHOLE, "Europe/Berlin")):
            answer = await ask(CONTENT, range=range_, zone=zone)
            assert (answer["data"], refused(answer)) == ({"contentAnalytics": None}, {"contentAnalytics": REFUSED})
        message = answer["errors"][0]["message"]
        assert message.startswith("Before 2026-06-10, numbers are kept by whole days (UTC).")
        answer = await ask(FINE, range=WHOLE)
        assert refused(answer) == {f"contentAnalytics.{name}": REFUSED for name in ("hours", "byHour")}
        assert answer["data"]["contentAnalytics"]["views"] is not None
        answer = await ask(FINE, range=YOUNG)
        assert refused(answer) == {"contentAnalytics.compare": REFUSED}, "the period before begins within a day"
        answer = await ask(FINE, range=None, zone="Europe/Berlin")
        parts = {f"contentAnalytics.{name}": REFUSED for name in ("hours", "days", "byHour", "byDay")}
        assert refused(answer) == parts
        assert refused(await ask(OTHERS, range=CUT)) == dict.fromkeys(
            ("platformAnalytics", "topContents", "eventCounts"), REFUSED
        )
        assert refused(await ask(OTHERS, range=WHOLE)) == {"eventCounts": REFUSED}
        for range_, kind in ((CUT, "error"), (WHOLE, "next")):
            async with watched(api, CONTENT, {"range": range_}) as dashboard:
                heard = await dashboard.client.hear()
                assert heard["type"] == kind
                assert kind == "next" or heard["payload"][0]["extensions"]["limit"]["name"] == "quartersSince"


async def test_days_that_are_not_kept_count_over_all_time(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    settings = settings.model_copy(update={"day_retention_days": 115})
    await counted(database, aggregator, history(4, 300))
    await expired(database, settings)
    async with served(create_app(settings), settings) as api:
        admin = {"authorization": api.token("root", Role.ADMIN)}
        ever = (await api.ask(EVER, **admin))["data"]
        before = await snapshot(database, 1)
        assert await merged(database, settings) == 3, "younger than 115 days"
        assert await merged(database, settings, LATER + DAY) == 1
        assert any(
            "2 days, which would be kept as one sum" in line for line in await retention_lines(database, settings)
        )
        assert await merged(database, settings, LATER + 30 * DAY) == 2

        after = await snapshot(database, 1)
        for table, column in {**BY_QUARTER, **BY_DAY}.items():
            days = {row[column][:10] for row in after[table] if row[column] != "-infinity"}
            assert {day for day in days if day < f"{OLDEST:%Y-%m-%d}"} == {f"{BEGINNING:%Y-%m-%d}"}, table
        moved = {*BY_QUARTER, *BY_DAY, "viewer_sketches", "hot_hours"}
        for table in before.keys() - {*moved, "schema_usage", "day_breakdowns", "summarized_days"}:
            assert after[table] == before[table], table
        assert before["day_retention"], "curves of days are kept, for they may have to be read again from plays"
        assert 0 < len(after["schema_usage"]) < len(before["schema_usage"])
        assert {row["day"] for row in after["schema_usage"]} >= {f"{OLDEST:%Y-%m-%d}"}
        assert after["day_breakdowns"] == before["day_breakdowns"], "the summarizer does these"
        assert (await api.ask(EVER, **admin))["data"] == ever
        summarizer = Summarizer(settings, now=lambda: NOW, quiet=timedelta(0))
        await summarizer.drain()
        await summarizer.close()
        after = await snapshot(database, 1)
        summed = Counter(row["day"] for row in after["day_breakdowns"])
        assert {day for day in summed if day < f"{OLDEST:%Y-%m-%d}"} == {f"{BEGINNING:%Y-%m-%d}"}
        assert summed[f"{BEGINNING:%Y-%m-%d}"] < sum(
            row["day"] < f"{OLDEST:%Y-%m-%d}" for row in before["day_breakdowns"]
        )
        assert viewers_of_values(after["day_breakdowns"]) == viewers_of_values(before["day_breakdowns"])
        assert await sum_breakdowns(database) == 0
        await assert_days_add_up(database)
        assert await rebuild(settings, now=NOW) == []
        assert await rebuild(settings, "c1", now=NOW) == []
        assert (await api.ask(EVER, **admin))["data"] == ever
        answer = await api.ask(CONTENT, {"range": WHOLE}, **admin)
        assert (answer["data"], refused(answer)) == ({"contentAnalytics": None}, {"contentAnalytics": NO_DAYS})
        assert answer["errors"][0]["message"].startswith("Numbers are kept by day since 2026-06-10;")
        assert refused(await api.ask(CONTENT, {"range": YOUNG}, **admin)) == {}
        assert refused(await api.ask(CONTENT, {"range": None}, **admin)) == {"contentAnalytics.days": NO_DAYS}
        usage = "query($days: Int!) { schemaUsage(days: $days) { totalCount } }"
        assert refused(await api.ask(usage, {"days": 400}, **admin)) == {"schemaUsage": NO_DAYS}
        assert refused(await api.ask(usage, {"days": 60}, **admin)) == {}


NO_DAYS = ("LIMIT_EXCEEDED", "daysSince")
EVER = """{
    contentAnalytics(contentId: "c1") { views { total unique } watchTime { total } }
    platformAnalytics { views { total } uniqueViewers { count } sessions }
    topContents(by: VIEWS) { edges { node { contentId views } } }
    countries: breakdown(of: {platform: true}, by: [COUNTRY]) {
        rows { value views plays watchTime uniqueViewers } other { views }
    }
    devices: breakdown(of: {contentId: "c1"}, by: [DEVICE]) { rows { value views engagementEvents uniqueViewers } }
}"""
