"""Raw events expire by whole days; none of their numbers is lost, and none of them is counted twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from server.cli import app
from server.doctor import examine
from server.events.ingest import Ingest
from server.rollup import expiry
from server.rollup.aggregator import Aggregator
from server.rollup.expiry import expire, find_expiring, find_waiting, read_raw_since
from server.rollup.expiry_report import expire_and_report
from server.rollup.rebuild import rebuild
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.partitions import daily_partitions, ensure_partitions, first_id
from tests.drawing import thinned
from tests.integration.events.conftest import APP, items
from tests.integration.rollup.days import assert_days_add_up
from tests.integration.rollup.feed import event, feed, snapshot
from tests.integration.rollup.test_properties import dense_history

pytestmark = pytest.mark.own_database

NOW = datetime(2026, 6, 20, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)
OLDEST = datetime(2026, 6, 10, tzinfo=UTC)
"""With ten days of retention."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"raw_retention_days": 10})


def history(seed: int, size: int) -> list[dict[str, Any]]:
    """Dense events of a dozen days, around the day that expires, with ids of their time and ids of others."""
    random = Random(seed)
    found = []
    for number, drawn in enumerate(dense_history(random, size)):
        moment = OLDEST + timedelta(
            seconds=random.choice([0, -0.001, 1, 900, -900, *[random.uniform(-3, 9) * 86_400] * 6])
        )
        kind = number % 4
        event_id = drawn["id"]
        if kind < 3:  # of its time, of a day before, of a day after
            event_id = type(event_id)(int=first_id(moment + (0, -1, 1)[kind] * DAY).int + random.getrandbits(60))
        play_key = drawn["play_key"]
        if play_key and play_key.startswith("u:"):
            play_key = f"u:{drawn['user_id']}:{moment:%Y-%m-%d}"
        found.append({**drawn, "id": event_id, "project_id": 1, "occurred_at": moment, "play_key": play_key})
    return found


async def counted(connection: Connection, aggregator: Aggregator, events: list[dict[str, Any]]) -> None:
    await ensure_partitions(connection, NOW, days_back=15)
    for start in range(0, len(events), 50):
        await feed(connection, events[start : start + 50])
        await aggregator.drain()


async def expired(connection: Connection, settings: Settings, now: datetime = NOW) -> int:
    """Everything that can expire has; the summarizer did its part."""
    gone = await expire(connection, settings, now)
    summarizer = Summarizer(settings, now=lambda: now, quiet=timedelta(0))
    await summarizer.drain()
    await summarizer.close()
    return gone + await expire(connection, settings, now)


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_days_expire_and_a_rebuild_finds_no_difference(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    events = history(seed, (40, 150, 500)[seed])
    await counted(database, aggregator, events)
    assert await rebuild(settings, now=NOW) == []
    before = await snapshot(database, 1)

    old = [event for event in events if event["occurred_at"] < OLDEST]
    assert sum(day.events for day in await find_expiring(database, settings, NOW)) == len(old)
    assert await expired(database, settings) == len(old)

    assert await database.fetchval("SELECT count(*) FROM events") == len(events) - len(old)
    assert await database.fetchval("SELECT min(occurred_at) FROM events") >= OLDEST
    assert [name for name, day in await daily_partitions(database) if day < OLDEST.date()] == []
    assert await read_raw_since(database) == {1: OLDEST}
    assert await find_expiring(database, settings, NOW) == []
    after = await snapshot(database, 1)
    for table in ("summarized_days", "day_breakdowns", "day_retention"):  # small days have daily summaries now
        assert before.pop(table) == [] or after[table]
        after.pop(table)
    assert after == before, "no number changes"
    assert await rebuild(settings, now=NOW) == []
    assert await rebuild(settings, "c1", now=NOW) == []

    later = history(seed + 100, 300)
    fresh = [event for event in later if event["occurred_at"] >= OLDEST]
    await counted(database, aggregator, fresh)
    assert await rebuild(settings, now=NOW) == [], "what comes later is folded on top, and so rebuilt"
    assert await expired(database, settings, NOW + 2 * DAY) > 0
    await assert_days_add_up(database)
    assert await rebuild(settings, now=NOW + 2 * DAY) == []


async def test_a_rebuild_repairs_days_that_have_not_expired_and_leaves_the_others(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await counted(database, aggregator, history(7, 300))
    await expired(database, settings)
    healthy = await snapshot(database, 1)
    await database.execute("UPDATE content_buckets SET views = views + 5 WHERE bucket >= $1", OLDEST)
    await database.execute("UPDATE content_totals SET views = views + 5")
    differences = await rebuild(settings, now=NOW)
    assert {difference.table for difference in differences} == {"content_buckets", "content_totals"}
    again = await snapshot(database, 1)
    assert again == healthy


async def test_new_events_of_a_closed_day_are_rejected_and_stored_ones_are_duplicates(
    database: Connection, pool: Pool, settings: Settings, aggregator: Aggregator
) -> None:
    ingest = Ingest(pool, settings, now=lambda: NOW)
    await ingest.start()
    try:
        old, kept = view("old", OLDEST - timedelta(seconds=1)), view("kept", OLDEST)
        assert await statuses(ingest, old, kept) == [("ACCEPTED", None)] * 2
        await aggregator.drain()
        await expire(database, settings, NOW)  # closed; not summarized yet
        late = view("late", OLDEST - timedelta(seconds=1))
        assert await statuses(ingest, old, late, kept, late) == [
            ("DUPLICATE", "DUPLICATE"),
            ("REJECTED", "EXPIRED"),
            ("DUPLICATE", "DUPLICATE"),
            ("REJECTED", "EXPIRED"),
        ]
        assert await expired(database, settings) == 1
        assert await statuses(ingest, old, late) == [("REJECTED", "EXPIRED")] * 2
        rejected = (await ingest.track(APP, items(late)))[0]
        assert (rejected.path, rejected.event_id) == (["events", "0", "occurredAt"], "late")
        assert await statuses(ingest, view("new", OLDEST)) == [("ACCEPTED", None)]
    finally:
        await ingest.stop()
    await aggregator.drain()
    assert await database.fetchval("SELECT views FROM content_totals") == 3


async def test_a_day_waits_until_its_events_are_counted_and_summarized(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    old = event("view_start", OLDEST - timedelta(hours=1), content_id="c1", session_id="s1")
    await feed(database, [old])
    assert await expire(database, settings, NOW) == 0
    [waiting] = await find_waiting(database)
    assert (waiting.has_pending, waiting.is_ready) == (True, False)
    await aggregator.drain()
    assert await expire(database, settings, NOW) == 0
    [waiting] = await find_waiting(database)
    assert (waiting.has_pending, waiting.unsummarized) == (False, 1)
    assert await expired(database, settings) == 1
    assert await find_waiting(database) == []
    assert await database.fetchval("SELECT count(*) FROM events") == 0
    assert await database.fetchval("SELECT views FROM content_totals") == 1


async def test_nothing_expires_that_is_kept_for_ever_or_being_imported(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await feed(database, [event("view_start", OLDEST - 3 * DAY, content_id="c1", session_id="s1")])
    await aggregator.drain()
    for_ever = settings.model_copy(update={"raw_retention_days": 0})
    assert await find_expiring(database, for_ever, NOW) == []
    assert await expired(database, for_ever) == 0
    await database.execute(
        "INSERT INTO imports (project_id, import_id, source, started_at) VALUES (1, 'x', 'x', $1)", NOW
    )
    assert await expired(database, settings) == 0
    await database.execute("UPDATE imports SET finished_at = $1", NOW + timedelta(minutes=5))
    assert await expired(database, settings, NOW + timedelta(hours=23)) == 0
    assert await expired(database, settings, NOW + timedelta(hours=25)) == 1


async def test_each_dropped_day_has_a_line_in_the_log(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    days = [OLDEST - number * DAY for number in (1, 2)]
    await ensure_partitions(database, NOW, days_back=12)
    await feed(
        database,
        [
            event("view_start", day, id=UUID(int=first_id(day).int + number), content_id="c1", session_id=f"s{number}")
            for day in days
            for number in range(3)
        ],
    )
    await aggregator.drain()
    with capture_logs() as logs:
        assert await expired(database, settings) == 6
    found = [(line["day"], line["events"]) for line in logs if line["event"] == "raw events expired"]
    assert [line for line in found if line[1]] == [("2026-06-08", 3), ("2026-06-09", 3)]


async def test_a_partition_with_many_younger_events_stays_and_the_log_has_the_reason(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "MAX_MOVED", 2)
    day = OLDEST - DAY
    await ensure_partitions(database, NOW, days_back=12)
    moments = [day, *[OLDEST + number * DAY for number in range(3)]]  # ids of one day, events of four
    await feed(
        database,
        [
            event(
                "view_start", moment, id=UUID(int=first_id(day).int + number), content_id="c1", session_id=f"s{number}"
            )
            for number, moment in enumerate(moments)
        ],
    )
    await aggregator.drain()
    with capture_logs() as logs:
        assert await expired(database, settings) == 1
    (line,) = [line for line in logs if line["event"].startswith("a daily partition is kept")]
    assert (line["day"], line["younger"], line["most"]) == ("2026-06-09", 3, 2)
    assert [day.date()] == [kept for _, kept in await daily_partitions(database) if kept < OLDEST.date()]
    assert await database.fetchval("SELECT count(*) FROM events") == 3

    monkeypatch.setattr(expiry, "MAX_MOVED", 3)
    with capture_logs() as logs:
        await expire(database, settings, NOW)
    assert [line for line in logs if line["event"].startswith("a daily partition is kept")] == []
    assert [kept for _, kept in await daily_partitions(database) if kept < OLDEST.date()] == []
    assert await database.fetchval("SELECT count(*) FROM events") == 3


async def test_a_locked_table_postpones_expiry(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "LOCK_TIMEOUT", "50ms")
    await feed(database, [event("view_start", OLDEST - DAY, content_id="c1", session_id="s1")])
    await aggregator.drain()
    other = await asyncpg.connect(settings.database_url)
    async with other.transaction():
        await other.execute("LOCK TABLE ingest_batches IN ROW EXCLUSIVE MODE")
        assert await expire(database, settings, NOW) == 0
        assert await find_waiting(database) == [], "not even closed"
    await other.close()
    monkeypatch.setattr(expiry, "LOCK_TIMEOUT", "10s")
    assert await expired(database, settings) == 1


async def test_the_command_shows_what_would_expire_and_expires_it(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    monkeypatch.setenv("VIEWPULSE_RAW_RETENTION_DAYS", "10")
    now = datetime.now(UTC)
    await feed(database, [event("view_start", now - 12 * DAY, content_id="c1", session_id=f"s{n}") for n in range(2)])
    await aggregator.drain()
    shown = await command("expire", "--dry-run")
    assert shown == [f"project 1  {now - 12 * DAY:%Y-%m-%d}  2 events", "2 raw events would expire."]
    assert await database.fetchval("SELECT count(*) FROM events") == 2
    shown = await command("expire")
    assert shown[0].startswith("Project 1: the days before ")
    assert shown[0].endswith("; 1 day of contents to summarize.")
    summarizer = Summarizer(settings, quiet=timedelta(0))
    await summarizer.drain()
    await summarizer.close()
    assert await command("expire") == ["2 raw events expired."]
    assert await command("expire", "--dry-run") == ["0 raw events would expire."]
    assert (await command("rebuild"))[-1] == "No differences."


async def test_the_doctor_sees_raw_events_that_should_be_gone(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    now = datetime.now(UTC)
    await feed(database, [event("view_start", now - 20 * DAY, content_id="c1", session_id="s1")])
    await aggregator.drain()
    found = {finding.what: finding for finding in await examine(settings)}["Raw events"]
    assert found.found == f"kept for 10 days; 1 event since {now - 20 * DAY:%Y-%m-%d} should have expired"
    assert "viewpulse aggregate" in found.advice
    await expired(database, settings, now)
    found = {finding.what: finding for finding in await examine(settings)}["Raw events"]
    assert (found.found, found.advice) == ("kept for 10 days", "")


async def test_the_doctor_and_the_command_say_that_an_import_keeps_old_days(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    now = datetime.now(UTC)
    await feed(database, [event("view_start", now - 20 * DAY, content_id="c1", session_id="s1")])
    await aggregator.drain()
    await database.execute(
        "INSERT INTO imports (project_id, import_id, source, started_at, finished_at) VALUES (1, 'x', 'x', $1, $1)", now
    )
    why = "Project 1: old days wait until a day after the import of history."
    found = {finding.what: finding for finding in await examine(settings)}["Raw events"]
    assert (found.found, found.advice) == (f"kept for 10 days; {why}", "")
    assert await expire_and_report(database, settings) == [why, "0 raw events expired."]


async def command(*arguments: str) -> list[str]:
    """The lines that a command prints; in a thread, since it has an event loop of its own."""
    result = await asyncio.to_thread(CliRunner().invoke, app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def view(event_id: str, occurred_at: datetime) -> dict[str, Any]:
    return {
        "id": event_id,
        "type": "VIEW_START",
        "contentId": "c1",
        "sessionId": event_id,
        "occurredAt": occurred_at.isoformat(),
    }


async def statuses(ingest: Ingest, *events: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(result.status.value, result.code) for result in await ingest.track(APP, items(*events))]
