"""The reason why a sender looks like a bot is stored with the event, and nothing else about the sender."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import AsyncMock

import pytest

from server.access import Caller
from server.errors import ErrorCode, ViewpulseError
from server.events.group_commit import GroupCommit
from server.events.ids import stored_id
from server.events.ingest import Ingest
from server.events.model import Event, Rejection
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.events.conftest import APP, items, view

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


async def reasons(pool: Pool) -> dict[str, str | None]:
    """Reasons by the number in the id."""
    rows = await pool.fetch("SELECT client_id AS id, bot_reason FROM events")
    return {row["id"]: row["bot_reason"] for row in rows}


async def test_the_first_reason_found_is_kept(pool: Pool, settings: Settings) -> None:
    ingest = Ingest(pool, settings.model_copy(update={"bot_views_per_minute": 1}))
    await ingest.start()
    try:
        there = replace(APP, bot_reason="data_center")
        await ingest.track(APP, items(view("plain", occurredAt=NOON.isoformat())))
        await ingest.track(there, items(view("there", occurredAt=NOON.isoformat())))
        await ingest.track(APP, items(view("fast", occurredAt=NOON.isoformat())))
        await ingest.track(there, items(view("told", occurredAt=NOON.isoformat(), device={"userAgent": CRAWLER})))
        await ingest.track(APP, items(view("like", type="LIKE", occurredAt=NOON.isoformat())))
        await ingest.track(APP, items(view("later", type="LIKE", occurredAt=LATER.isoformat())))
    finally:
        await ingest.stop()
    assert await reasons(pool) == {
        "plain": None, "there": "data_center", "fast": "rate", "told": "user_agent", "like": "rate", "later": None,
    }  # fmt: skip


async def test_a_day_offline_that_arrives_at_once_is_no_rate(pool: Pool, settings: Settings) -> None:
    ingest = Ingest(pool, settings.model_copy(update={"bot_views_per_minute": 2}))
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


def many(number: int, **more: Any) -> list[Event | Rejection]:
    """Views of one minute, with ids of their own."""
    return items(*(view(f"m{at}", occurredAt=NOON.isoformat(), **more) for at in range(number)))


async def test_a_batch_that_is_sent_twice_at_the_same_time_counts_once(ingest: Ingest, pool: Pool) -> None:
    for _ in range(3):
        await pool.execute("TRUNCATE raw_events")
        sent = many(60, userId="u1"), items(*(view(f"n{at}", occurredAt=NOON.isoformat()) for at in range(60)))
        answers = await asyncio.gather(*(ingest.track(APP, batch) for batch in (*sent, *sent)))
        assert Counter(item.status for answer in answers for item in answer) == {"ACCEPTED": 120, "DUPLICATE": 120}
        assert set((await reasons(pool)).values()) == {None}


async def test_refused_events_do_not_count(pool: Pool, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest = Ingest(pool, settings.model_copy(update={"bot_views_per_minute": 60}))
    await ingest.start()
    try:
        with monkeypatch.context() as away:
            refusal = ViewpulseError(ErrorCode.UNAVAILABLE, "The database is unavailable.", retry_after=1.0)
            away.setattr(GroupCommit, "submit", AsyncMock(side_effect=refusal))
            for batch in (many(50), items(*(view(f"lost{at}", occurredAt=NOON.isoformat()) for at in range(50)))):
                with pytest.raises(ViewpulseError):
                    await ingest.track(APP, batch)
        refused = items(*(view(f"m{at}", contentId=f"a{chr(0)}", occurredAt=NOON.isoformat()) for at in range(60)))
        assert {item.status for item in await ingest.track(APP, refused)} == {"REJECTED"}
        await ingest.track(APP, many(60))
        reused = items(*(view(f"m{at}", contentId="c9", occurredAt=NOON.isoformat()) for at in range(60)))
        assert {item.code for item in await ingest.track(APP, reused)} == {"ID_REUSED"}
    finally:
        await ingest.stop()
    assert Counter((await reasons(pool)).values()) == {None: 60}


async def test_events_of_bots_change_nothing_of_the_viewer_they_name(pool: Pool, settings: Settings) -> None:
    ingest = Ingest(pool, settings.model_copy(update={"bot_views_per_minute": 10}))
    await ingest.start()
    home, elsewhere = replace(APP, network=1), replace(APP, network=2)
    signed = Caller(may_track=True, user_id="u1", network=2)
    try:
        junk = [view(f"junk{at}", userId="u1", playId="p1", occurredAt=NOON.isoformat()) for at in range(30)]
        await ingest.track(elsewhere, items(*junk))
        own = [view(f"own{at}", userId="u1", playId="p1", occurredAt=NOON.isoformat()) for at in range(5)]
        await ingest.track(home, items(*own))
        signed_views = [view(f"signed{at}", playId="p1", occurredAt=NOON.isoformat()) for at in range(5)]
        await ingest.track(signed, items(*[{**one, "sessionId": "s1"} for one in signed_views]))
    finally:
        await ingest.stop()
    found = Counter(name.rstrip("0123456789") for name, reason in (await reasons(pool)).items() if reason is None)
    assert found == {"junk": 10, "own": 5, "signed": 5}
    rows = await pool.fetch("SELECT DISTINCT bot_reason, viewer_id, play_key FROM events ORDER BY viewer_id")
    assert [tuple(row) for row in rows] == [("rate", "bu:u1", "bp:p1"), (None, "u:u1", "p:p1")]


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
