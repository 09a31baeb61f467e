"""The guests that an erased user was before it signed in are erased and refused with it, and no others."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pydantic import SecretStr

from server.errors import ViewpulseError
from server.events.ingest import Ingest, ItemResult
from server.events.model import decode_event
from server.rollup import erasing, held_states, slices
from server.rollup.aggregator import Aggregator
from server.rollup.erasures import list_erasures, unfinished
from server.rollup.rebuild import rebuild
from server.rollup.tombstone_files import export_tombstones, replay_tombstones
from server.settings import Settings
from server.storage.database import Connection, Pool
from tests.integration.analytics.stack import APP
from tests.integration.rollup.feed import at, event, feed
from tests.privacy.erased import erase_all, erased, requested, tables_with

ANN, OWN, SHARED = "ann-63d1", "own-63d1", "shared-63d1"
GUEST_VIEW: dict[str, Any] = {"type": "VIEW_START", "contentId": "c1"}


def visits() -> list[dict[str, Any]]:
    """Events of a session that only Ann has used, and of one that Bob has used, too: as guests first."""
    who = ((0, OWN, None), (1, OWN, ANN), (2, SHARED, None), (3, SHARED, ANN), (4, SHARED, "bob"))
    return [
        event("view_start", at(minute), content_id="c1", session_id=session, user_id=user)
        for minute, session, user in who
    ]


async def counted(database: Connection, aggregator: Aggregator, events: list[dict[str, Any]]) -> None:
    await feed(database, events)
    await aggregator.drain()


async def sent(ingest: Ingest, *events: dict[str, Any]) -> list[ItemResult]:
    return await ingest.track(APP, [decode_event({**GUEST_VIEW, **one}) for one in events])


async def test_what_a_phone_sends_late_of_the_time_before_its_user_signed_in_is_refused(
    pool: Pool, settings: Settings, database: Connection, aggregator: Aggregator
) -> None:
    await counted(database, aggregator, visits())
    unaware = Ingest(pool, settings)
    await unaware.start()
    assert [one.code for one in await sent(unaware, {"sessionId": "other"})] == [None]
    receipt = await erased(database, settings, f"u:{ANN}")
    assert receipt.counts["raw_events"] == 3
    later = Ingest(pool, settings)
    await later.start()
    for ingest in (unaware, later):
        results = await sent(
            ingest,
            {"sessionId": OWN},
            {"sessionId": SHARED},
            {"sessionId": OWN, "userId": "bob"},
            {"sessionId": OWN, "type": "NOPE"},
        )
        assert [one.code for one in results] == ["SUBJECT_ERASED", None, None, "SUBJECT_ERASED"]
        await ingest.stop()
    await database.execute("DELETE FROM raw_events WHERE user_id = 'bob'")
    assert await tables_with(database, [ANN]) == set()
    assert await tables_with(database, [f"s:{OWN}"]) == set()

    [listed] = await list_erasures(database, 1)
    assert listed == receipt, "its guest has no receipt of its own"
    assert (await unfinished(database))[1] == 0
    rows = await database.fetch("SELECT * FROM erasures ORDER BY number")
    assert [(row["number"], row["part_of"], row["viewer_id"], row["alias_key"]) for row in rows] == [
        (1, None, None, None),
        (2, 1, None, None),
    ]
    assert all(row["finished_at"] for row in rows)
    assert await database.fetchval("SELECT erasures FROM rollup_state WHERE project_id = 1") == 2
    again = await requested(database, settings, f"s:{OWN}")
    assert again.finished_at is not None


async def test_what_comes_for_a_guest_between_two_sweeps_is_found_and_a_session_that_another_takes_over_stays_its(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await counted(database, aggregator, visits())
    late = [event("view_start", at(9), content_id="c1", session_id=OWN, user_id=user) for user in (None, "bob")]
    waiting = [late]

    def and_then(forget: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def forget_and_store(*arguments: Any) -> None:
            await forget(*arguments)
            if waiting:
                await counted(database, aggregator, waiting.pop())

        return forget_and_store

    monkeypatch.setattr(erasing, "forget_states", and_then(held_states.forget_states))
    receipt = await erased(database, settings, f"u:{ANN}")
    assert receipt.finished_at is not None
    rows = await database.fetch("SELECT id FROM events WHERE session_id = $1", OWN)
    assert [row["id"] for row in rows] == [late[1]["id"]]
    assert await database.fetchval("SELECT user_id FROM sessions WHERE session_id = $1", OWN) == "bob"
    assert await tables_with(database, [ANN, f"s:{OWN}"]) <= {"plays"}, "the key of a play of Bob's has its session"
    assert await rebuild(settings) == []


async def test_a_restored_backup_is_erased_again_with_its_guests(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await counted(database, aggregator, visits())
    await erased(database, settings, f"u:{ANN}")
    lines = await export_tombstones(database)
    assert len(lines) == 2
    await database.execute("DELETE FROM erasures; UPDATE rollup_state SET erasures = 0")
    await counted(database, aggregator, [{**one, "id": event("x")["id"]} for one in visits()])
    assert await replay_tombstones(database, settings, lines) == 2
    assert await erase_all(settings) == 2
    assert await export_tombstones(database) == lines
    assert await tables_with(database, [ANN, OWN]) == set()
    assert await rebuild(settings) == []


async def test_an_interrupted_erasure_continues_with_the_same_guests_and_the_same_other_ids(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.rollup.eraser.RETRY_SECONDS", 0.0)
    monkeypatch.setattr(slices, "FIRST_ROWS", 2)
    monkeypatch.setattr(slices, "fitting", lambda *_, **__: 2)
    who = {"session_id": OWN, "user_id": ANN}
    events = [event("view_start", at(n), content_id=f"c{n}", **who) for n in range(6)]
    events += [event("like", at(n, 1), content_id=f"c{n}", **who) for n in range(6)]
    guest = [event("view_start", at(n), content_id="c9", session_id=OWN) for n in (0, 1)]
    await counted(database, aggregator, [*events, *guest])
    await database.execute("UPDATE rollup_state SET raw_since = $1, accepts_since = $1", at(14 * 60))
    await database.execute("TRUNCATE raw_events")
    await requested(database, settings, f"u:{ANN}")
    changed = slices.RowSlices.slice
    for fails_at in (1, 3, 4):
        left = [fails_at]

        def failing(*arguments: Any, left: list[int] = left) -> Any:
            left[0] -= 1
            if not left[0]:
                raise ConnectionError("lost")
            return changed(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(slices.RowSlices, "slice", failing)
            assert await erase_all(settings) == 0
    assert await database.fetchval("SELECT count(*) FROM erasures WHERE viewer_id IS NOT NULL") == 2
    assert await erase_all(settings) == 1
    assert await tables_with(database, [ANN, OWN]) == set()
    ids = "SELECT count(DISTINCT viewer_id), count(*) FROM {} WHERE viewer_id LIKE 'u:erased-%'"
    for table in ("content_viewers", "content_viewer_buckets", "plays"):
        row = await database.fetchrow(ids.format(table))
        assert row is not None
        assert tuple(row) == (1, 6), table
    used = "SELECT DISTINCT viewer_id FROM {} WHERE viewer_id LIKE 'u:%'"
    assert len({(await database.fetchval(used.format(one))) for one in ("content_viewers", "plays")}) == 1
    sessions = "SELECT array_agg(DISTINCT session_id) FROM {}"
    tables = ("sessions", "session_contents", "plays")
    assert len({repr(await database.fetchval(sessions.format(one))) for one in tables}) == 1
    assert await rebuild(settings) == []


async def test_nothing_is_erased_by_an_eraser_with_another_secret_that_would_have_to_refuse_guests(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.rollup.eraser.RETRY_SECONDS", 0.0)
    await counted(database, aggregator, visits())
    await requested(database, settings, f"u:{ANN}")
    for secret in (None, SecretStr("a-third-secret-of-more-than-32-bytes")):
        assert await erase_all(settings.model_copy(update={"privacy_secret": secret})) == 0
    assert await database.fetchval("SELECT count(*) FROM events") == 5
    with pytest.raises(ViewpulseError):
        await requested(database, settings.model_copy(update={"privacy_secret": None}), "u:bob")
    assert await erase_all(settings) == 1
