"""Why a sender is taken for a bot is stored with the event, and nothing else of the sender is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from server.events.contents import ContentCatalogue
from server.events.ids import stored_id
from server.events.ingest import Ingest
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.events.conftest import APP, items, view

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


async def reasons(pool: Pool) -> dict[str, str | None]:
    """Reasons by the number in the id."""
    rows = await pool.fetch("SELECT details->>'clientId' AS id, bot_reason FROM events")
    return {row["id"]: row["bot_reason"] for row in rows}


async def test_the_first_reason_found_is_kept(pool: Pool, settings: Settings, catalogue: ContentCatalogue) -> None:
    ingest = Ingest(pool, settings.model_copy(update={"bot_views_per_minute": 1}), catalogue)
    await ingest.start()
    try:
        there = replace(APP, bot_reason="data_center")
        await ingest.track(APP, items(view("plain", occurredAt=NOON.isoformat())))
        await ingest.track(there, items(view("there", occurredAt=NOON.isoformat())))
        await ingest.track(APP, items(view("fast", occurredAt=NOON.isoformat())))
        await ingest.track(there, items(view("told", occurredAt=NOON.isoformat(), device={"userAgent": CRAWLER})))
        await ingest.track(APP, items(view("like", type="LIKE", occurredAt=NOON.isoformat())))
    finally:
        await ingest.stop()
    assert await reasons(pool) == {
        "plain": None, "there": "data_center", "fast": "rate", "told": "user_agent", "like": None,
    }  # fmt: skip


async def test_a_day_offline_that_arrives_at_once_is_no_rate(
    pool: Pool, settings: Settings, catalogue: ContentCatalogue
) -> None:
    ingest = Ingest(pool, settings.model_copy(update={"bot_views_per_minute": 2}), catalogue)
    await ingest.start()
    try:
        times = [NOON + timedelta(seconds=30 * number) for number in range(100)]
        sent = [view(str(number), occurredAt=time.isoformat()) for number, time in enumerate(times)]
        for _ in range(5):
            await ingest.track(APP, items(*sent))  # retries are not views
        await ingest.track(APP, items(view("again", occurredAt=NOON.isoformat())))
    finally:
        await ingest.stop()
    found = await reasons(pool)
    assert {event_id for event_id, reason in found.items() if reason == "rate"} == {"again"}


async def test_a_retry_from_elsewhere_is_a_duplicate_and_changes_nothing(ingest: Ingest, pool: Pool) -> None:
    tries = [
        (APP, view("e1", device={"os": "iOS"})),
        (replace(APP, bot_reason="data_center"), view("e1", device={"os": "iOS"})),
        (APP, view("e1", device={"os": "iOS", "userAgent": CRAWLER})),
    ]
    answers = [await ingest.track(viewer, items(event)) for viewer, event in tries]
    assert [answer.status for [answer] in answers] == ["ACCEPTED", "DUPLICATE", "DUPLICATE"]
    assert await reasons(pool) == {"e1": None}


async def test_no_user_agent_is_stored_neither_of_an_event_nor_of_a_rejected_item(ingest: Ingest, pool: Pool) -> None:
    device = {"userAgent": "Secret/1.0", "os": "iOS"}
    await ingest.track(
        APP,
        items(
            view("e1", device=device),
            {"id": "e2", "type": "LIKE", "device": device},
            {"id": "e3", "type": "DANCE", "device": device},
            {"id": "e4", "type": "LIKE", "device": {"userAgent": "Secret" * 1000}},
        ),
    )
    await ingest.rejected.flush()
    [stored] = await pool.fetch("SELECT id::text, to_jsonb(events)::text AS everything FROM events")
    assert stored["id"] == stored_id("e1")
    rejected = await pool.fetch(
        "SELECT payload->'device' AS device, to_jsonb(r)::text AS everything FROM rejected_events r"
    )
    assert len(rejected) == 3
    assert {"os": "iOS"} in [row["device"] for row in rejected]
    assert not any("Secret" in row["everything"] for row in (stored, *rejected))
