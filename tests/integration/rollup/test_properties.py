"""Any order, any split into batches, any repetition: the same rows, and the rows that a plain recomputation gives."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count, pairwise, product
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

import pytest
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from server.rollup.aggregator import Aggregator
from server.rollup.rebuild import rebuild
from server.rollup.sketches import merge_all_sketches
from server.rollup.tables import CONTENT_TABLES, SHARED_TABLES
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.sketches import estimate
from tests.drawing import drawn, thinned
from tests.integration.rollup.feed import BASE, attributed, feed, in_project, snapshot
from tests.oracle import DEFINITIONS, METRICS, Oracle, bucket_of
from tests.sales import sales_of

_projects = count(100)

TYPES = (
    ["view_start"] * 6
    + ["view_progress"] * 5
    + ["view_complete", "pause", "resume", "seek", "skip", "swipe_away", "impression"] * 2
    + ["like", "unlike", "save", "unsave"] * 3
    + ["comment", "share", "duet", "stitch", "sound_use", "click", "contact", "whatsapp", "book_viewing", "report"]
    + ["not_interested", "hide", "follow", "unfollow", "session_start", "session_end"]
    + ["purchase"] * 6
    + ["refund"] * 4
    + ["stream_gift"]
    + ["stream_join", "stream_join", "stream_leave", "stream_chat", "stream_start", "stream_end"]
)
SALES: list[dict[str, Any]] = [
    {"productId": sold, "amount": amount, "currency": currency, **order}
    for sold, (amount, currency), order in product(
        ("p1", "p2"),
        (("12.50", "EUR"), (7, "EUR"), ("0.0049", "USD"), ("1234.5", "JPY"), ("1.2345", "KWD")),
        ({}, {"orderId": "o1"}, {"orderId": "o2"}, {"orderId": "o3", "paymentMethod": "card"}),
    )
]
# a few moments that repeat, so that ties happen, around the borders of quarter-hours and of days, and days apart
MOMENTS = [
    BASE + timedelta(seconds=seconds)
    for seconds in (0, 1, 840, 899.999, 900, 905, 1800, 3600, 5400.001, 50_399, 50_400, 90_000, 180_000, -260_000)
]
CHOICES: dict[str, list[Any]] = {
    "type": TYPES,
    "occurred_at": MOMENTS,
    "content_id": ["c1", "c1", "c1", "c2", "ü3", None],
    "creator_id": ["k1", "k1", "k2", None],
    "user_id": ["u1", "u2", "k1", None],
    "session_id": ["s1", "s2", "s3", None],
    "play_id": [None, None, "p1"],
    "duration_ms": [None, 0, 30_000, 60_000],
    "completion": [None, 0.0, 0.25, 0.5, 0.75, 0.985, 0.99, 1.0],
    "is_rewatch": [False, True],
    "playback_rate": [None, 0.0, 0.75, 1.0, 1.5],
    "source_type": [None, "for_you", "feed", "following", "profile", "hashtag", "search", "direct", "other"],
    "device_type": [None, "mobile", "tablet", "desktop", "tv"],
    "platform": [None, "ios", "android", "web"],
    "country": [None, "DE", "US"],
    "cell": [None, None, 599526121473572863, 599526122547314687],  # two of Berlin
    "bot_reason": [None] * 8 + ["user_agent", "rate"],
    "age_group": [None] * 4 + ["age_18_24", "age_25_34"],
    "gender": [None] * 4 + ["female", "other"],
    "campaign": [None, None, "spring", "summer"],
    "properties": SALES,
}
AMOUNTS = {"watch_ms": 90_000, "total_watch_ms": 90_000, "position_ms": 90_000, "loop_count": 5}
sections = st.none() | st.lists(
    st.tuples(st.integers(0, 50_000), st.integers(1, 20_000)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    min_size=1,
    max_size=3,
)


def completed(drawn: dict[str, Any]) -> dict[str, Any]:
    """Fills in what ingest derives."""
    user, session, content = drawn["user_id"], drawn["session_id"], drawn["content_id"]
    if content is None and drawn["type"] == "view_start":
        content = drawn["content_id"] = "c2"
    day = f"{drawn['occurred_at']:%Y-%m-%d}"
    play_id = drawn.pop("play_id")
    if drawn["type"] not in ("purchase", "refund", "stream_gift"):
        drawn["properties"] = None
    elif drawn["type"] == "refund" and drawn["properties"]["productId"] == "p2":  # of a whole order
        drawn["properties"] = {name: value for name, value in drawn["properties"].items() if name != "productId"}
    key = None
    if content is not None:
        key = f"p:{play_id}" if play_id else f"s:{session}" if session else f"u:{user}:{day}" if user else None
    return attributed({**drawn, "play_key": key})


events = st.fixed_dictionaries(
    {
        "id": st.integers(1, 2**64).map(lambda number: UUID(int=number)),
        **{name: st.sampled_from(values) for name, values in CHOICES.items()},
        **{name: st.none() | st.integers(0, largest) for name, largest in AMOUNTS.items()},
        "sections": sections,
    }
).map(completed)


def dense_history(random: Random, size: int) -> list[dict[str, Any]]:
    """Many events about few things, so that everything that can meet does."""

    def one() -> dict[str, Any]:
        start = random.randrange(50_000)
        return {
            "id": UUID(int=random.getrandbits(64)),
            **{name: random.choice(values) for name, values in CHOICES.items()},
            **{name: random.choice([None, random.randint(0, largest)]) for name, largest in AMOUNTS.items()},
            "sections": random.choice([None, None, [(start, start + random.randint(1, 20_000))]]),
        }

    return [completed(one()) for _ in range(size)]


histories = st.lists(events, min_size=1, max_size=40, unique_by=lambda found: found["id"])

patient = hypothesis_settings(
    max_examples=drawn(12),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each step of shrinking would be seconds of real aggregation
)


KINDS = ("", *(f"{definition}_" for definition in DEFINITIONS))
AUDIENCE = tuple(f"{kind}{name}" for kind in KINDS for name in ("unique_viewers", "rewatches"))
SESSIONS = ("sessions", "session_ms")
CLASSES = (0, 1, 2, 3)
INCLUDED = ((0,), (0, 1), (0, 2), CLASSES)  # what a caller may ask for
ALL_TIME = datetime.min  # noqa: DTZ901  # how asyncpg reads -infinity


@patient
@given(history=histories, data=st.data())
async def test_order_batches_and_repetition_do_not_matter(
    pool: Pool, aggregator: Aggregator, history: list[dict[str, Any]], data: st.DataObject
) -> None:
    straight, shuffled = next(_projects), next(_projects)
    order = data.draw(st.permutations(history))
    order += data.draw(st.lists(st.sampled_from(history), max_size=10))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(order)), max_size=4)) | {0, len(order)})
    async with pool.acquire() as connection:
        await feed(connection, in_project(history, straight))
        await aggregator.drain()
        for start, end in pairwise(cuts):
            await feed(connection, in_project(order[start:end], shuffled))
            if data.draw(st.booleans()):
                await aggregator.drain()
        await aggregator.drain()
        assert await snapshot(connection, shuffled) == await snapshot(connection, straight)


@patient
@given(history=histories)
async def test_every_metric_equals_a_plain_recomputation(
    pool: Pool, aggregator: Aggregator, history: list[dict[str, Any]]
) -> None:
    project_id = next(_projects)
    async with pool.acquire() as connection:
        half = len(history) // 2
        await feed(connection, in_project(history[:half], project_id))
        await aggregator.drain()
        await feed(connection, in_project(history[half:], project_id))
        await aggregator.drain()
        await assert_equals_oracle(connection, project_id, Oracle(in_project(history, project_id), project_id))


@pytest.mark.parametrize("seed", thinned(range(6), 3))
async def test_a_dense_history_equals_a_plain_recomputation(pool: Pool, aggregator: Aggregator, seed: int) -> None:
    random = Random(seed)
    project_id = next(_projects)
    history = in_project(dense_history(random, (20, 60, 150, 400, 1000, 2000)[seed]), project_id)
    size = max(5, len(history) // 12)
    async with pool.acquire() as connection:
        for start in range(0, len(history), size):
            await feed(connection, history[start : start + size])
            await aggregator.drain()
        await assert_equals_oracle(connection, project_id, Oracle(history, project_id))


async def assert_equals_oracle(connection: Connection, project_id: int, oracle: Oracle) -> None:
    """Compares every roll-up table of a project with the oracle, for all time and for each quarter-hour."""
    async with connection.transaction():
        await merge_all_sketches(connection)
    rows = {
        name: await connection.fetch(f"SELECT * FROM {name} WHERE project_id = $1", project_id)
        for name in (*CONTENT_TABLES, *SHARED_TABLES, "content_owners")
    }

    def row(table: str, **key: Any) -> dict[str, Any]:
        found = [dict(row) for row in rows[table] if all(row[name] == value for name, value in key.items())]
        assert len(found) <= 1
        return found[0] if found else {}

    buckets = [None, *sorted({bucket_of(found["occurred_at"]) for found in oracle.events})]
    for bucket, traffic in product(buckets, CLASSES):
        start, end = (None, None) if bucket is None else (bucket, bucket + timedelta(minutes=15))
        kept, key = ("totals", {}) if bucket is None else ("buckets", {"bucket": bucket})

        def sketched(name: str) -> dict[str, int]:
            """Viewers in the sketches of a creator, or of the platform."""
            scope = {"creator_id": name, "bucket": bucket or ALL_TIME, "traffic": traffic}  # noqa: B023  # used at once
            sketches = row("viewer_sketches", **scope)
            return {
                f"{kind}unique_viewers": estimate(found) if (found := sketches.get(kind[:-1] or "start")) else 0
                for kind in KINDS
            }

        in_class = {**key, "traffic": traffic}
        platform = oracle.platform(start, end, (traffic,))
        found = row(f"platform_{kept}", **in_class)
        assert pick(found, METRICS) | sketched("") == without(platform, SESSIONS)
        for creator_id in oracle.ids("creator_id"):
            creator = oracle.creator(creator_id, start, end, (traffic,))
            found = row(f"creator_{kept}", creator_id=creator_id, **in_class)
            assert pick(found, METRICS) | sketched(creator_id) == without(creator, SESSIONS)
        for content_id in oracle.ids("content_id"):
            content = oracle.content(content_id, start, end, (traffic,))
            found = row(f"content_{kept}", content_id=content_id, **in_class)
            assert pick(found, METRICS) == pick(content, METRICS)
            assert sum(value for name, value in found.items() if name.startswith("watch_h")) == content["plays"]
            if bucket is None:
                assert row("content_owners", content_id=content_id)["creator_id"] == content["creator_id"]
                assert pick(found, AUDIENCE) == pick(content, AUDIENCE)
                watched = [play["watch_ms"] for play in rows["plays"] if counts(play, content_id, traffic)]
                assert content["median_watch_ms"] == (median(watched) if watched else None)
            in_range = [
                viewed
                for viewed in rows["content_viewer_buckets"]
                if (viewed["content_id"], viewed["traffic"]) == (content_id, traffic)
                and bucket in (None, viewed["bucket"])
            ]
            assert audience_of(in_range) == pick(content, AUDIENCE)
    for bucket, classes in product(buckets, INCLUDED):
        start, end = (None, None) if bucket is None else (bucket, bucket + timedelta(minutes=15))
        kept, key = ("totals", {}) if bucket is None else ("buckets", {"bucket": bucket})
        counted = [row(f"platform_{kept}", **key, traffic=traffic) for traffic in classes]
        assert added(counted, SESSIONS) == pick(oracle.platform(start, end, classes), SESSIONS)
        for creator_id in oracle.ids("creator_id"):
            counted = [row(f"creator_{kept}", creator_id=creator_id, **key, traffic=traffic) for traffic in classes]
            assert added(counted, SESSIONS) == pick(oracle.creator(creator_id, start, end, classes), SESSIONS)
    wanted_sales = sales_of(oracle)
    found_sales = sorted(rows["sales"], key=lambda sale: str(sale["event_id"]))
    assert [{name: sale[name] for name in wanted_sales[0]} for sale in found_sales if wanted_sales] == wanted_sales
    for session_id in oracle.ids("session_id"):
        wanted = oracle.sessions(session_id)
        assert [pick(session, wanted[0]) for session in sessions_of(session_id, rows)] == wanted


def sessions_of(session_id: str, rows: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """The sessions of an id in order, each with the number of contents that were viewed in it."""
    found = [dict(row) for row in rows["sessions"] if row["session_id"] == session_id]
    viewed = [row for row in rows["session_contents"] if row["session_id"] == session_id]
    for session in found:
        inside = [row for row in viewed if session["first_event_at"] <= row["viewed_at"] <= session["last_event_at"]]
        session["contents_viewed"] = len({row["content_id"] for row in inside})
    return sorted(found, key=lambda session: session["first_event_at"])


def counts(play: Any, content_id: str, traffic: int) -> bool:
    """Whether a row of plays is a play of the content and class."""
    return bool((play["content_id"], play["traffic"]) == (content_id, traffic) and play["started_at"] is not None)


def audience_of(viewed: list[Any]) -> dict[str, int]:
    """Viewers and rewatches of rows of content_viewer_buckets."""
    found = {}
    for kind in KINDS:
        views: Counter[str] = Counter()
        flagged: Counter[str] = Counter()
        for row in viewed:
            views[row["viewer_id"]] += row[f"{kind}views"]
            flagged[row["viewer_id"]] += 0 if kind else row["rewatch_views"]
        found[f"{kind}unique_viewers"] = sum(count > 0 for count in views.values())
        found[f"{kind}rewatches"] = sum(max(views[viewer] - 1, flagged[viewer], 0) for viewer in views)
    return found


def without(row: dict[str, Any], names: Any) -> dict[str, Any]:
    """A row without some columns."""
    return {name: value for name, value in row.items() if name not in names}


def added(rows: list[dict[str, Any]], names: Any) -> dict[str, int]:
    """The sums of some columns."""
    return {name: sum(row.get(name, 0) for row in rows) for name in names}


def pick(row: dict[str, Any], names: Any) -> dict[str, Any]:
    """Some columns of a row; of no row, zeros."""
    return {name: row.get(name, 0) for name in names}


@hypothesis_settings(patient, max_examples=drawn(3))
@given(history=histories)
async def test_a_rebuild_finds_nothing_to_repair(
    pool: Pool, settings: Settings, aggregator: Aggregator, history: list[dict[str, Any]]
) -> None:
    project_id = next(_projects)
    small_batches = settings.model_copy(update={"aggregation_max_events": 7})
    async with pool.acquire() as connection:
        await feed(connection, *([found] for found in in_project(history, project_id)))
        await aggregator.drain()
    assert await rebuild(small_batches) == []
    assert await rebuild(small_batches, "c1") == []
