"""An event may say how old it is, instead of when it occurred: another attempt, with another age, is the same event."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from server.events.ingest import Ingest
from server.events.short_forms import Engagement, SessionStart, decode_short_form
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.events.conftest import APP, items, view

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
KEPT_DAYS = 10


class Clock:
    """The server's clock."""

    def __init__(self) -> None:
        self.now = NOON


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture(loop_scope="session")
async def ingest(pool: Pool, settings: Settings, clock: Clock) -> AsyncIterator[Ingest]:
    changed = settings.model_copy(update={"raw_retention_days": KEPT_DAYS})
    ingest = Ingest(pool, changed, now=lambda: clock.now)
    await ingest.start()
    yield ingest
    await ingest.stop()


async def track(ingest: Ingest, *events: dict[str, Any], **options: Any) -> list[tuple[str, str | None]]:
    return [(one.status.value, one.code) for one in await ingest.track(APP, items(*events), **options)]


async def times(pool: Pool) -> dict[str, datetime]:
    rows = await pool.fetch("SELECT client_id, occurred_at FROM events")
    assert len({row["client_id"] for row in rows}) == len(rows)
    return {row["client_id"]: row["occurred_at"] for row in rows}


async def test_an_event_occurred_its_age_before_it_arrived_whatever_the_devices_clock_says(
    ingest: Ingest, pool: Pool
) -> None:
    events = [view("now", age=0), view("old", age=90_061.5), view("dated", occurredAt="1999-01-01T00:00:30Z")]
    sent_at = datetime(1999, 1, 1, 0, 1, tzinfo=UTC)
    assert await track(ingest, *events, sent_at=sent_at) == [("ACCEPTED", None)] * 3
    assert await times(pool) == {
        "now": NOON,
        "old": NOON - timedelta(days=1, hours=1, minutes=1, seconds=1.5),
        "dated": NOON - timedelta(seconds=30),
    }


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=30), timedelta(hours=11), timedelta(days=9)])
async def test_a_later_attempt_has_another_age_and_is_a_duplicate_also_across_midnight(
    ingest: Ingest, pool: Pool, clock: Clock, late: timedelta
) -> None:
    clock.now = MIDNIGHT - timedelta(seconds=1)
    assert await track(ingest, view("measured", age=0.5), view("again", age=0.5)) == [("ACCEPTED", None)] * 2
    clock.now += late + timedelta(seconds=3)  # it travelled longer: by its age it occurred on the next day
    measured, as_before = view("measured", age=late.total_seconds() + 0.5), view("again", age=0.5)
    assert await track(ingest, measured, as_before) == [("DUPLICATE", "DUPLICATE")] * 2
    assert await times(pool) == dict.fromkeys(["measured", "again"], MIDNIGHT - timedelta(seconds=1.5))
    dated = view("measured", occurredAt="2026-03-01T23:59:58.5Z")
    assert await track(ingest, dated) == [("DUPLICATE", "DUPLICATE")]
    assert await track(ingest, view("measured", age=3, contentId="c2")) == [("REJECTED", "ID_REUSED")]


async def test_two_attempts_in_one_request_are_one_event(ingest: Ingest, pool: Pool) -> None:
    assert [status for status, _ in await track(ingest, view("e", age=1), view("e", age=2))] == [
        "ACCEPTED",
        "DUPLICATE",
    ]
    assert await times(pool) == {"e": NOON - timedelta(seconds=1)}


async def test_an_age_and_a_time_contradict_each_other(ingest: Ingest) -> None:
    both = view("both", age=1, occurredAt="2026-03-01T11:00:00Z")
    [bad, good] = await ingest.track(APP, items(both, view("good", age=1)))
    assert (bad.code, bad.path, good.status) == ("BAD_INPUT", ["events", "0", "age"], "ACCEPTED")
    assert bad.message == "Send either `age` or `occurredAt`."


@pytest.mark.parametrize(
    ("age", "code"),
    [
        (-0.1, "OUT_OF_RANGE"),
        (1e300, "OUT_OF_RANGE"),
        ("1", "BAD_INPUT"),
        (25 * 365 * 86_400, "TOO_OLD"),
        (KEPT_DAYS * 86_400 + 12 * 3600, "EXPIRED"),
        (KEPT_DAYS * 86_400 + 11 * 3600 + 1, "EXPIRED"),
        (KEPT_DAYS * 86_400 + 11 * 3600, None),
        (True, "BAD_INPUT"),
    ],
)
async def test_an_impossible_age_is_named(ingest: Ingest, age: Any, code: str | None) -> None:
    [result] = await ingest.track(APP, items(view("e", age=age)))
    assert (result.code, result.path) == (code, None if code is None else ["events", "0", "age"])


async def test_no_attempt_is_taken_once_an_earlier_one_may_have_expired(
    ingest: Ingest, pool: Pool, clock: Clock
) -> None:
    """The first one is gone with its day; the second says that it occurred a moment later, on a day that is kept."""
    clock.now = MIDNIGHT - timedelta(seconds=1)
    assert await track(ingest, view("e", age=0)) == [("ACCEPTED", None)]
    clock.now = MIDNIGHT + timedelta(days=KEPT_DAYS, hours=2)
    await pool.execute("DELETE FROM raw_events")
    await pool.execute(
        "INSERT INTO rollup_state (project_id, accepts_since) VALUES (1, $1) "
        "ON CONFLICT (project_id) DO UPDATE SET accepts_since = excluded.accepts_since",
        MIDNIGHT,
    )
    age = (clock.now - MIDNIGHT).total_seconds() - 5
    assert await track(ingest, view("e", age=age)) == [("REJECTED", "EXPIRED")]
    assert await track(ingest, view("new", age=age - 3600)) == [("ACCEPTED", None)]


async def test_without_a_limit_nothing_expires(pool: Pool, settings: Settings) -> None:
    ingest = Ingest(pool, settings.model_copy(update={"raw_retention_days": 0}), now=lambda: NOON)
    await ingest.start()
    try:
        [result] = await ingest.track(APP, items(view("e", age=1000 * 86_400)))
    finally:
        await ingest.stop()
    assert result.status == "ACCEPTED"


async def test_a_closed_day_is_reported_with_the_age(ingest: Ingest, pool: Pool) -> None:
    await pool.execute(
        "INSERT INTO rollup_state (project_id, accepts_since) VALUES (1, $1) "
        "ON CONFLICT (project_id) DO UPDATE SET accepts_since = excluded.accepts_since",
        NOON,
    )
    [by_age, by_time] = await ingest.track(APP, items(view("a", age=60), view("b", occurredAt="2026-03-01T11:59:00Z")))
    assert (by_age.code, by_age.path) == ("EXPIRED", ["events", "0", "age"])
    assert (by_time.code, by_time.path) == ("EXPIRED", ["events", "1", "occurredAt"])


async def test_short_forms_have_an_age_too(ingest: Ingest, pool: Pool) -> None:
    engagement = decode_short_form({"id": "a", "type": "SAVE", "contentId": "c1", "age": 60}, Engagement)
    session = decode_short_form({"id": "b", "age": 120.5}, SessionStart)
    await ingest.track(APP, [engagement, session])
    assert await times(pool) == {"a": NOON - timedelta(minutes=1), "b": NOON - timedelta(seconds=120.5)}
