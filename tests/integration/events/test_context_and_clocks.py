"""Invalid context never rejects an event; its time is trusted within limits."""

from datetime import UTC, date, datetime, timedelta

from server.events.ids import stored_id
from server.events.ingest import Ingest
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.events.conftest import APP, items, view


async def test_unusable_context_is_unknown_and_the_answer_warns(ingest: Ingest, pool: Pool) -> None:
    strange = view(
        "e1",
        location={"timezone": "Etc/Unknown", "country": "T1", "city": "Köln"},
        source={"referrer": "ä" * 3000, "campaign": "c" * 200},
        device={"model": "m" * 129, "type": "FRIDGE"},
    )
    for status in ("ACCEPTED", "DUPLICATE"):
        good, found = await ingest.track(APP, items(view(), strange))
        assert (found.status, good.warnings) == (status, ())
        assert {(warning.code.value, warning.path) for warning in found.warnings} == {
            ("UNKNOWN", ("events", "1", "location", "timezone")),
            ("UNKNOWN", ("events", "1", "location", "country")),
            ("UNKNOWN", ("events", "1", "device", "type")),
            ("CUT", ("events", "1", "source", "referrer")),
            ("CUT", ("events", "1", "source", "campaign")),
            ("CUT", ("events", "1", "device", "model")),
        }
    row = await pool.fetchrow(
        "SELECT timezone, country, city, referrer, campaign, device_type, model FROM events WHERE id = $1",
        stored_id("e1"),
    )
    assert row is not None
    assert tuple(row)[:-1] == (None, None, "Köln", "ä" * 2048, "c" * 128, None)
    assert row["model"] == "m" * 128
    (rejected,) = await ingest.track(APP, items({**strange, "id": "e2", "contentId": None}))
    assert (rejected.status, rejected.code, rejected.warnings) == ("REJECTED", "MISSING_FIELD", ())
    await ingest.rejected.flush()
    payload = await pool.fetchval("SELECT payload FROM rejected_events")
    assert payload == {**strange, "id": "e2", "contentId": None}, "the log keeps what was sent"


async def test_a_slow_request_does_not_swap_a_viewers_actions(pool: Pool, settings: Settings) -> None:
    """A LIKE whose request stalls for 20 s arrives after the UNLIKE that followed it."""
    pressed = datetime.now(UTC) - timedelta(minutes=1)
    now = [pressed]
    ingest = Ingest(pool, settings, now=lambda: now[0])
    await ingest.start()
    try:
        for error in (timedelta(0), timedelta(minutes=4), -timedelta(minutes=4)):  # of the phone's clock
            for kind, after, stalled in (("UNLIKE", 5, 0.1), ("LIKE", 0, 20)):
                did = pressed + timedelta(seconds=after)
                now[0] = did + timedelta(seconds=stalled)
                theirs = (did + error).isoformat()
                sent = {"type": kind, "contentId": "c1", "userId": str(error), "occurredAt": theirs}
                await ingest.track(APP, items(sent), sent_at=did + error)
    finally:
        await ingest.stop()
    latest = await pool.fetch("SELECT DISTINCT ON (user_id) type FROM events ORDER BY user_id, occurred_at DESC")
    assert [row["type"] for row in latest] == ["unlike"] * 3


async def test_a_clock_that_is_hours_wrong_is_corrected_and_one_that_was_never_set_refused(ingest: Ingest) -> None:
    wrong = datetime.now(UTC) - timedelta(hours=5)
    sent = view("e1", occurredAt=(wrong - timedelta(seconds=30)).isoformat())
    (found,) = await ingest.track(APP, items(sent), sent_at=wrong)
    assert found.status == "ACCEPTED"
    (unset,) = await ingest.track(APP, items(view("e2", occurredAt="1970-01-01T00:00:00Z")))
    assert (unset.code, unset.message) == ("TOO_OLD", "The event would have occurred before 2005-01-01.")
    assert unset.path == ["events", "0", "occurredAt"]
    (dated,) = await ingest.track(APP, items(view("e3", occurredAt="2005-01-01T00:00:00Z")))
    assert dated.status == "ACCEPTED"


async def test_the_oldest_day_can_be_set(pool: Pool, settings: Settings) -> None:
    ingest = Ingest(pool, settings.model_copy(update={"oldest_event": date(1990, 2, 1)}))
    await ingest.start()
    try:
        days = ("1990-01-31T23:59:59Z", "1990-02-01T01:00:00+02:00", "1990-02-01T00:00:00Z")
        found = await ingest.track(APP, items(*(view(occurredAt=day) for day in days)))
    finally:
        await ingest.stop()
    assert [result.code for result in found] == ["TOO_OLD", "TOO_OLD", None]
