import asyncio
import random
from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from server.access import Caller, Role
from server.errors import ErrorCode, ViewpulseError
from server.events.canonical import canonical_body
from server.events.ids import new_id, stored_id
from server.events.ingest import Ingest
from server.settings import Settings
from server.storage.cells import cell_of
from server.storage.database import Pool, open_pool
from tests.drawing import drawn
from tests.integration.events.conftest import APP, items, view
from tests.unit.events.generators import events

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def stored(pool: Pool) -> dict[str, object]:
    """Stored events by id; fails when an id is stored twice."""
    rows = await pool.fetch("SELECT id::text, content_id FROM events")
    assert len({row["id"] for row in rows}) == len(rows)
    return {row["id"]: row["content_id"] for row in rows}


async def test_each_item_of_a_batch_gets_its_own_answer(ingest: Ingest, pool: Pool) -> None:
    results = await ingest.track(
        APP,
        items(
            view("e1"),
            view("e1"),
            view("e1", type="LIKE"),
            {"id": "e2", "type": "LIKE"},
            view("e3", viewData={"watchTime": -1}),
            view(),
            view("e4", contentId="c\0"),
        ),
    )
    assert [result.status for result in results] == [
        "ACCEPTED", "DUPLICATE", "REJECTED", "REJECTED", "REJECTED", "ACCEPTED", "REJECTED",
    ]  # fmt: skip
    assert [result.code for result in results] == [
        None, "DUPLICATE", "ID_REUSED", "MISSING_FIELD", "OUT_OF_RANGE", None, "BAD_INPUT",
    ]  # fmt: skip
    assert [result.path for result in results] == [
        None, None, ["events", "2", "id"], ["events", "3", "contentId"], ["events", "4", "viewData", "watchTime"], None,
        ["events", "6", "contentId"],
    ]  # fmt: skip
    assert [result.event_id for result in results[:5]] == ["e1", "e1", "e1", "e2", "e3"]
    assert UUID(results[5].event_id).version == 7
    assert set(await stored(pool)) == {stored_id("e1"), results[5].event_id}


async def test_a_single_event_has_a_path_without_index(ingest: Ingest) -> None:
    (result,) = await ingest.track(APP, items(view(viewData={"position": -1})), argument="event")
    assert result.path == ["event", "viewData", "position"]


@pytest.mark.parametrize("number", [0, 101])
async def test_a_call_carries_1_to_100_events(ingest: Ingest, number: int) -> None:
    with pytest.raises(ViewpulseError) as failure:
        await ingest.track(APP, items(*[view()] * number))
    assert failure.value.code is ErrorCode.BAD_INPUT


async def test_a_retry_is_the_same_event_whatever_its_time_and_wherever_it_arrives(ingest: Ingest, pool: Pool) -> None:
    event_id = new_id(datetime.now(UTC))
    await ingest.track(APP, items(view(event_id, occurredAt="2026-01-01T10:00:00Z")))
    again = await ingest.track(
        APP, items(view(event_id.upper(), occurredAt="2026-01-02T11:00:00Z")), sent_at=datetime.now(UTC)
    )
    assert [result.status for result in again] == ["DUPLICATE"]
    assert again[0].event_id == event_id.upper()
    assert await pool.fetchval("SELECT occurred_at FROM events") == datetime(2026, 1, 1, 10, tzinfo=UTC)


async def test_an_id_with_another_content_is_reused_though_the_key_differs(ingest: Ingest, pool: Pool) -> None:
    await ingest.track(APP, items(view("e1", contentId="c1")))
    (other,) = await ingest.track(APP, items(view("e1", contentId="c2")))
    assert (other.status, other.code) == ("REJECTED", "ID_REUSED")
    assert await pool.fetchval("SELECT count(*) FROM events") == 1


async def test_a_guests_retry_without_session_is_one_event(ingest: Ingest, pool: Pool) -> None:
    event = {"id": "e1", "type": "ENGAGEMENT", "properties": {"action": "poll"}}
    (first,) = await ingest.track(APP, items(event))
    (again,) = await ingest.track(APP, items(event))
    assert (first.status, again.status) == ("ACCEPTED", "DUPLICATE")
    assert await pool.fetchval("SELECT count(*) FROM events") == 1


async def test_a_guests_retry_learns_the_session_that_was_stored(ingest: Ingest, pool: Pool) -> None:
    """Else an app whose first answer was lost would go on as a second viewer."""
    event = {"id": "e1", "type": "SESSION_START"}
    tries = await asyncio.gather(*(ingest.track(APP, items(event)) for _ in range(3)))
    tries.append(await ingest.track(APP, items(event)))
    assert {session for row in await pool.fetch("SELECT session_id FROM events") for session in row} == {
        result.session_id for [result] in tries
    }


async def test_a_guests_retries_in_two_processes_learn_one_session(pool: Pool, settings: Settings) -> None:
    ingests = [Ingest(pool, settings) for _ in range(2)]
    for ingest in ingests:
        await ingest.start()
    try:
        for number in range(20):
            event = {"id": f"e{number}", "type": "SESSION_START"}
            tries = await asyncio.gather(*(ingest.track(APP, items(event)) for ingest in ingests))
            assert sorted(result.status for [result] in tries) == ["ACCEPTED", "DUPLICATE"]
            assert len({result.session_id for [result] in tries}) == 1
    finally:
        for ingest in ingests:
            await ingest.stop()


async def test_a_retry_under_a_token_is_the_same_event(pool: Pool, settings: Settings) -> None:
    """The key is made of what was sent; the token may have come or gone between two tries."""
    ingests = [Ingest(pool, settings) for _ in range(2)]
    viewers = [APP, Caller(may_track=True, user_id="ann", role=Role.USER)]
    for ingest in ingests:
        await ingest.start()
    try:
        for number in range(20):
            event = {"id": f"e{number}", "type": "ENGAGEMENT", "properties": {"action": "poll"}}
            tries = [ingest.track(viewer, items(event)) for ingest, viewer in zip(ingests, viewers, strict=True)]
            assert sorted(result.status for [result] in await asyncio.gather(*tries)) == ["ACCEPTED", "DUPLICATE"]
    finally:
        for ingest in ingests:
            await ingest.stop()
    assert len(await stored(pool)) == 20


async def test_projects_do_not_share_ids(ingest: Ingest, pool: Pool) -> None:
    other = Caller(project_id=2, may_track=True)
    answers = await asyncio.gather(*(ingest.track(viewer, items(view("e1"))) for viewer in (APP, other)))
    assert [answer[0].status for answer in answers] == ["ACCEPTED", "ACCEPTED"]
    batches = await pool.fetch("SELECT project_id, events FROM ingest_batches ORDER BY project_id")
    assert [tuple(row) for row in batches] == [(1, 1), (2, 1)]


async def test_a_batch_is_announced_with_its_events_and_only_when_something_is_new(ingest: Ingest, pool: Pool) -> None:
    await ingest.track(APP, items(view("e1"), view("e2"), view("e2")))
    await ingest.track(APP, items(view("e1")))
    assert [row["events"] for row in await pool.fetch("SELECT events FROM ingest_batches")] == [2]
    joined = "SELECT count(*) FROM events JOIN ingest_batches USING (project_id, batch_id)"
    assert await pool.fetchval(joined) == 2


async def test_a_guest_is_given_one_session_per_request(ingest: Ingest, pool: Pool) -> None:
    guest = {"type": "VIEW_START", "contentId": "c1"}
    results = await ingest.track(APP, items(guest, guest, {**guest, "sessionId": "mine"}, {**guest, "userId": "u1"}))
    made = results[0].session_id
    assert made is not None
    assert [result.session_id for result in results] == [made, made, "mine", None]
    rows = await pool.fetch("SELECT viewer_id, play_key FROM events ORDER BY viewer_id")
    today = f"{results[3].received_at:%Y-%m-%d}"
    expected = {(f"s:{made}", f"s:{made}"), ("s:mine", "s:mine"), ("u:u1", f"u:u1:{today}")}
    assert {tuple(row) for row in rows} == expected
    (other,) = await ingest.track(APP, items(guest))
    assert other.session_id != made


async def test_the_user_is_that_of_the_token(ingest: Ingest, pool: Pool) -> None:
    caller = Caller(may_track=True, user_id="ann", role=Role.USER)
    results = await ingest.track(caller, items(view("e1"), view("e2", userId="ann"), view("e3", userId="bob")))
    assert [result.code for result in results] == [None, None, "USER_MISMATCH"]
    assert results[2].path == ["events", "2", "userId"]
    assert {row["user_id"] for row in await pool.fetch("SELECT user_id FROM events")} == {"ann"}


async def test_the_catalogue_adds_creator_and_duration(ingest: Ingest, pool: Pool) -> None:
    await pool.execute(
        "INSERT INTO contents (project_id, content_id, creator_id, duration_ms) VALUES (1, 'c1', 'u9', 60000)"
    )
    await ingest.track(
        APP, items(view("e1"), view("e2", creatorId="u8", viewData={"duration": 1.5}), view("e3", contentId="c2"))
    )
    rows = await pool.fetch("SELECT content_id, creator_id, duration_ms FROM events ORDER BY content_id, duration_ms")
    assert [tuple(row) for row in rows] == [("c1", "u9", 1500), ("c1", "u9", 60000), ("c2", None, None)]


async def test_a_precise_place_is_kept_with_consent_only(ingest: Ingest, pool: Pool) -> None:
    place = {"latitude": -0.04, "longitude": 179.98765}
    await ingest.track(APP, items(view("e1", location=place), view("e2", location={**place, "preciseConsent": True})))
    rows = await pool.fetch("SELECT id::text, latitude, longitude, cell, to_jsonb(events) AS everything FROM events")
    coarse, precise = ({row["id"]: row for row in rows}[stored_id(name)] for name in ("e1", "e2"))
    assert (coarse["latitude"], coarse["longitude"]) == (None, None)
    assert (precise["latitude"], precise["longitude"]) == (-0.04, 179.98765)
    assert coarse["cell"] == precise["cell"] == cell_of(-0.04, 179.98765)
    assert "179.9" not in str(coarse["everything"])


async def test_overlapping_batches_in_any_order_never_deadlock_and_are_stored_once(
    pool: Pool, settings: Settings
) -> None:
    eager = settings.model_copy(update={"ingest_writers": 4, "ingest_max_delay": 0, "ingest_max_batch": 100})
    ingests = [Ingest(pool, eager) for _ in range(2)]
    for ingest in ingests:
        await ingest.start()
    try:
        moment = datetime.now(UTC)
        order = random.Random(7)
        everything, answers = [], []
        for turn in range(10):
            ids = [new_id(moment) if number % 2 else f"e{turn}-{number}" for number in range(80)]
            everything += ids
            shuffled = [items(*map(view, order.sample(ids, len(ids)))) for _ in range(8)]
            answers += await asyncio.gather(*(ingests[n % 2].track(APP, batch) for n, batch in enumerate(shuffled)))
    finally:
        for ingest in ingests:
            await ingest.stop()
    statuses = [(result.event_id, result.status) for answer in answers for result in answer]
    assert Counter(event_id for event_id, status in statuses if status == "ACCEPTED") == Counter(everything)
    assert {status for _, status in statuses} == {"ACCEPTED", "DUPLICATE"}
    assert set(await stored(pool)) == set(map(stored_id, everything))


BAD = [{"type": "LIKE"}, {"type": "DANCE"}, {"type": "LIKE", "contentId": "\0"}, 7, {"viewData": []}]


@given(
    mix=st.lists(
        st.tuples(st.sampled_from(["a", "b", "c", "d", None]), events(recent=NOW)) | st.sampled_from(BAD),
        max_size=12,
        min_size=1,
    ),
    cuts=st.integers(1, 5),
)
@hypothesis_settings(max_examples=drawn(20))
def test_of_any_mix_exactly_the_valid_distinct_events_are_stored(
    settings: Settings, mix: list[object], cuts: int
) -> None:
    """The first event of an id counts; the others are duplicates or reuse it."""

    async def run() -> None:
        pool = await open_pool(settings, application="test")
        ingest = Ingest(pool, settings)
        await ingest.start()
        try:
            await pool.execute("TRUNCATE raw_events, ingest_batches")
            sent = [one if not isinstance(one, tuple) else with_id(*one) for one in mix]
            results = []
            for start in range(0, len(sent), cuts):
                results += await ingest.track(APP, items(*sent[start : start + cuts]))
            accepted: dict[str, object] = {}
            for event, result in zip(sent, results, strict=True):
                if not isinstance(event, dict) or event in BAD:
                    assert result.status == "REJECTED"
                elif result.event_id not in accepted:
                    assert result.status == "ACCEPTED", result
                    accepted[result.event_id or ""] = event
                else:
                    same = body(accepted[result.event_id]) == body(event)
                    assert result.status == ("DUPLICATE" if same else "REJECTED")
                    assert result.code == ("DUPLICATE" if same else "ID_REUSED")
            assert set(await stored(pool)) == {stored_id(event_id) for event_id in accepted}
            assert await pool.fetchval("SELECT coalesce(sum(events), 0) FROM ingest_batches") == len(accepted)
        finally:
            await ingest.stop()
            await pool.close()

    asyncio.run(run())


def with_id(event_id: str | None, event: dict[str, object]) -> dict[str, object]:
    return event if event_id is None else {"id": event_id, **event}


def body(event: object) -> object:
    return canonical_body(*items(event))
