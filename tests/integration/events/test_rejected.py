from datetime import UTC, datetime, timedelta

import pytest

from server.events.ingest import Ingest
from server.events.model import Rejection
from server.events.rejected import RejectedItem, count_rejected, rejected_items
from server.events.rejected_log import MAX_PAYLOAD_BYTES, MAX_WAITING, RejectedLog
from server.storage.database import Pool
from server.storage.pages import Page, PageRequest
from tests.integration.events.conftest import APP, items, view

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def rejected(
    pool: Pool, size: int = 10, *, cursor: str | None = None, code: str | None = None
) -> Page[RejectedItem]:
    return await rejected_items(1, code).read(pool, PageRequest(size, cursor))


async def test_rejected_items_can_be_read_with_their_reason(ingest: Ingest, pool: Pool) -> None:
    bad = view("e1", viewData={"sections": [{"start": -1, "end": 2}]})
    (answer, *_) = await ingest.track(
        APP, items(bad, view("e2"), {"id": "e3", "type": "LIKE"}, view("e2", type="LIKE"))
    )
    await ingest.rejected.flush()
    page = await rejected(pool)
    assert [item.code for item in page.rows] == ["ID_REUSED", "MISSING_FIELD", "OUT_OF_RANGE"]
    oldest = page.rows[-1]
    assert (oldest.event_id, oldest.payload, oldest.received_at) == ("e1", bad, answer.received_at)
    assert oldest.path == ["viewData", "sections", "0", "start"]
    assert page.rows[1].payload == {"id": "e3", "type": "LIKE"}
    assert not page.has_next
    counts = await count_rejected(pool, 1, answer.received_at.date())
    assert counts == {"ID_REUSED": 1, "MISSING_FIELD": 1, "OUT_OF_RANGE": 1}


async def test_pages_follow_one_another_and_can_keep_to_one_code(pool: Pool) -> None:
    log = RejectedLog(pool)
    for number in range(7):
        log.record(
            1, NOW, Rejection(code="BAD_INPUT" if number % 2 else "TOO_LARGE", message="no", event_id=str(number))
        )
    log.record(2, NOW, Rejection(code="BAD_INPUT", message="no", event_id="theirs"))
    await log.flush()
    seen: list[str | None] = []
    cursor = None
    while True:
        page = await rejected(pool, 3, cursor=cursor)
        seen += [item.event_id for item in page.rows]
        if not page.has_next:
            break
        cursor = page.cursors[-1]
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]
    page = await rejected(pool, 2, code="BAD_INPUT")
    assert ([item.event_id for item in page.rows], page.has_next) == (["5", "3"], True)
    page = await rejected(pool, 2, code="BAD_INPUT", cursor=page.cursors[-1])
    assert ([item.event_id for item in page.rows], page.has_next) == (["1"], False)


async def test_any_payload_can_be_kept_and_a_large_one_is_cut(pool: Pool) -> None:
    log = RejectedLog(pool)
    payloads = ["a\0b", {"\0": "\0"}, "\ud800", float("nan"), None, {"type": "y" * 100_000}, object(), "\\u0000"]
    for payload in payloads:
        log.record(
            1, NOW, Rejection(code="BAD_INPUT", message="m\0\ud800", path=["p\0", 1], event_id="\0", payload=payload)
        )
    await log.flush()
    kept = [item.payload for item in (await rejected(pool)).rows]
    assert len(kept) == len(payloads)
    (large,) = (one for one in kept if isinstance(one, dict) and len(one.get("truncated", "")) > 1000)
    assert len(large["truncated"]) <= MAX_PAYLOAD_BYTES
    assert kept[-1] == kept[-3] == kept[0] == "(string)"


async def test_a_flood_is_counted_but_kept_only_in_part(pool: Pool) -> None:
    log = RejectedLog(pool)
    for number in range(MAX_WAITING + 500):
        log.record(1, NOW + timedelta(days=number % 2), Rejection(code="BAD_INPUT", message="no"))
    await log.flush()
    assert await count_rejected(pool, 1, NOW.date()) == {"BAD_INPUT": MAX_WAITING + 500}
    assert await pool.fetchval("SELECT count(*) FROM rejected_events") == MAX_WAITING


@pytest.mark.own_database
async def test_a_failed_write_is_retried(pool: Pool) -> None:
    log = RejectedLog(pool)
    log.record(1, NOW, Rejection(code="BAD_INPUT", message="no"))
    await pool.execute("ALTER TABLE rejected_counts RENAME TO away")
    await log._try_flush()
    await pool.execute("ALTER TABLE away RENAME TO rejected_counts")
    await log.stop()
    assert await count_rejected(pool, 1, NOW.date()) == {"BAD_INPUT": 1}
    assert len((await rejected(pool)).rows) == 1


async def test_a_rejected_item_keeps_no_precise_place_without_consent(ingest: Ingest, pool: Pool) -> None:
    place = {"latitude": 52.52437, "longitude": 13.41053}
    consented = {**place, "preciseConsent": True}
    await ingest.track(
        APP,
        items(
            {"id": "a", "type": "LIKE", "location": place},
            {"id": "b", "type": "DANCE", "contentId": "c1", "location": place},
            {"id": "c", "type": "LIKE", "location": consented},
            {"id": "d", "type": "LIKE", "location": {**place, "latitude": "52.52437"}},
        ),
    )
    await ingest.rejected.flush()
    kept = {row["event_id"]: row["payload"]["location"] for row in await pool.fetch("SELECT * FROM rejected_events")}
    rounded = {"latitude": 52.5, "longitude": 13.4}
    assert kept == {"a": rounded, "b": rounded, "c": consented, "d": {"latitude": None, "longitude": 13.4}}


async def test_of_a_field_that_does_not_exist_only_the_type_is_kept_and_of_its_name_what_looks_like_one(
    ingest: Ingest, pool: Pool
) -> None:
    secret = "203.0.113.77"
    odd = {
        "location": {"lat": 52.52437, "latitude": [52.52437], "city": "Berlin"},
        "device": secret,
        "viewData": {"sections": {"start": 1, "end": [2], "stop": 3}},
        "ip": secret,
        "nothing": None,
        secret: {"a": 1},
        "properties": {"room": "2b"},
    }
    await ingest.track(APP, items(view("e1", **{secret: 1}), view("e2", **odd)))
    await ingest.rejected.flush()
    first, second = await pool.fetch("SELECT * FROM rejected_events ORDER BY event_id")
    shown = "(name of 12 characters)"
    assert (first["path"], first["message"].partition(". ")[0]) == ([shown], f"There is no field `{shown}`")
    known = {name: value for name, value in second["payload"].items() if name in odd or name == shown}
    assert known == {
        "location": {"lat": "(number)", "latitude": None, "city": "Berlin"},
        "device": "(string)",
        "viewData": {"sections": {"start": 1, "end": "(list)", "stop": "(number)"}},
        "ip": "(string)",
        "nothing": None,
        shown: "(object)",
        "properties": {"room": "2b"},
    }
    assert secret not in repr([*first.values(), *second.values()])
