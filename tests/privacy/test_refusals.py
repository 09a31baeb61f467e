"""What comes later for an erased viewer is refused, item by item, by every process and in every way in."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from server.errors import ViewpulseError
from server.events import erased as erased_module
from server.events import rejected_log
from server.events.ingest import Ingest, ItemResult
from server.events.model import decode_event
from server.events.viewer_profiles import ViewerRecord, upsert_viewers
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.tombstones import PrivacySecret, Tombstones
from tests.integration.analytics.stack import ADMIN, APP
from tests.integration.importing.command import start
from tests.integration.importing.events_file import write_ndjson
from tests.integration.transport.api import Api
from tests.privacy.erased import asked_to_erase, erased, requested, tables_with, tracked

ANN = "ann-63d1"
VIEW: dict[str, Any] = {"type": "VIEW_START", "contentId": "c1", "occurredAt": "2026-03-01T10:00:00Z"}


async def sent(ingest: Ingest, *events: dict[str, Any]) -> list[ItemResult]:
    return await ingest.track(APP, [decode_event({"type": "VIEW_START", "contentId": "c1", **one}) for one in events])


async def test_an_item_of_an_erased_viewer_is_refused_and_its_neighbours_are_kept(
    api: Api, database: Connection
) -> None:
    await tracked(api, {**VIEW, "userId": ANN})
    await asked_to_erase(api, ANN)
    await asked_to_erase(api, "guest-1", "GUEST")
    results = await tracked(
        api,
        {**VIEW, "userId": ANN, "id": "late"},
        {**VIEW, "userId": "bob"},
        {**VIEW, "sessionId": "guest-1"},
        {**VIEW, "sessionId": "guest-1", "userId": "bob"},
        {**VIEW, "userId": "guest-1"},
        {**VIEW, "userId": ANN, "occurredAt": datetime.now(UTC).isoformat()},
        {"type": "NOPE", "userId": ANN, "id": "broken"},
    )
    assert [one["status"] for one in results] == [
        *("REJECTED", "ACCEPTED", "REJECTED", "ACCEPTED", "ACCEPTED", "REJECTED", "REJECTED")
    ]
    refused = [(one["code"], one["path"]) for one in results if one["status"] == "REJECTED"]
    assert refused == [
        ("SUBJECT_ERASED", ["events", "0", "userId"]),
        ("SUBJECT_ERASED", ["events", "2", "sessionId"]),
        ("SUBJECT_ERASED", ["events", "5", "userId"]),
        ("SUBJECT_ERASED", ["events", "6", "userId"]),
    ]
    assert (results[0]["eventId"], results[6]["eventId"]) == ("late", "broken")
    assert ANN not in repr([one["message"] for one in results])


async def test_a_token_of_an_erased_user_sends_nothing(api: Api) -> None:
    await asked_to_erase(api, ANN)
    mine = api.token(ANN)
    [result] = await tracked(api, VIEW, authorization=mine)
    assert (result["code"], result["path"]) == ("SUBJECT_ERASED", ["events", "0"])


async def test_refused_items_are_counted_and_not_kept(pool: Pool, settings: Settings, database: Connection) -> None:
    await erased(database, settings, f"u:{ANN}")
    ingest = Ingest(pool, settings)
    await ingest.start()
    await sent(ingest, {"userId": ANN}, {"userId": "bob", "nope": 1})
    await ingest.stop()
    counts = {
        row["code"]: row["rejected"] for row in await database.fetch("SELECT code, rejected FROM rejected_counts")
    }
    assert counts == {"SUBJECT_ERASED": 1, "FIELD_NOT_ALLOWED": 1}
    assert [row["code"] for row in await database.fetch("SELECT code FROM rejected_events")] == ["FIELD_NOT_ALLOWED"]
    assert await tables_with(database, [ANN]) == set()


async def test_a_process_that_has_not_heard_of_it_stores_nothing(
    pool: Pool, settings: Settings, database: Connection
) -> None:
    """The statement that stores events knows the number of tombstones."""
    ingests = [Ingest(pool, settings) for _ in range(2)]
    for ingest in ingests:
        await ingest.start()
        assert (await sent(ingest, {"userId": ANN}))[0].code is None
    await erased(database, settings, f"u:{ANN}")
    for ingest in ingests:
        results = await sent(ingest, {"userId": ANN}, {"userId": "bob"}, {"sessionId": "s1"})
        assert [one.code for one in results] == ["SUBJECT_ERASED", None, None]
        assert results[0].path == ["events", "0", "userId"]
        await ingest.stop()
    assert await tables_with(database, [ANN]) == set()


async def test_an_event_on_its_way_when_the_viewer_is_erased_is_refused(
    pool: Pool, settings: Settings, database: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event was checked, and the request commits before it is stored."""
    ingest = Ingest(pool, settings)
    await ingest.start()
    await sent(ingest, {"userId": "bob"})
    checked, go = asyncio.Event(), asyncio.Event()
    submit = ingest._submit_here

    async def later(rows: Any) -> Any:
        checked.set()
        await go.wait()
        return await submit(rows)

    monkeypatch.setattr(ingest, "_submit_here", later)
    sending = asyncio.create_task(sent(ingest, {"userId": ANN}, {"userId": "bob"}))
    await checked.wait()
    await erased(database, settings, f"u:{ANN}")
    go.set()
    assert [one.code for one in await sending] == ["SUBJECT_ERASED", None]
    assert ingest._rates._remembered == 2, "bob's"
    await ingest.stop()
    assert await tables_with(database, [ANN]) == set()


async def test_rejected_items_that_wait_when_a_viewer_is_erased_are_not_stored(
    pool: Pool, settings: Settings, database: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejected_log, "FLUSH_SECONDS", 3600.0)
    ingest = Ingest(pool, settings)
    await ingest.start()
    log = ingest.rejected
    codes = [one.code for one in await sent(ingest, {"userId": ANN, "nope": 1}, {"userId": "bob", "nope": 1})]
    assert codes == ["FIELD_NOT_ALLOWED"] * 2
    await erased(database, settings, f"u:{ANN}")
    await log.flush()  # by a process that has not heard of it, at any time
    assert await database.fetchval("SELECT count(*) FROM rejected_events") == 0
    assert await database.fetchval("SELECT sum(rejected) FROM rejected_counts") == 2

    await ingest.read_progress()
    await sent(ingest, {"userId": "eve", "nope": 1}, {"userId": "bob", "nope": 1})
    await requested(database, settings, "u:eve")
    assert "eve" in repr(log._items)
    await ingest.read_progress()
    assert not log._items, "any of them may contain the id"

    await sent(ingest, {"userId": "max", "nope": 1})
    async with database.transaction():
        await database.execute("LOCK TABLE rejected_events")
        flushing = asyncio.create_task(log.flush())
        while not log._sending:  # noqa: ASYNC110 - no event for it
            await asyncio.sleep(0.01)
        log.forget(await ingest.tombstones.known(1))
        flushing.cancel()
        await asyncio.gather(flushing, return_exceptions=True)
    assert not log._items, "nor does a failure bring it back"

    results = await sent(ingest, {"userId": "bob", "nope": 1})
    assert results[0].code == "FIELD_NOT_ALLOWED"
    await ingest.stop()
    assert await database.fetchval("SELECT count(*) FROM rejected_events") == 1


async def test_processes_forget_what_they_remember_of_the_viewer(
    pool: Pool, settings: Settings, database: Connection
) -> None:
    ingest = Ingest(pool, settings)
    await ingest.start()
    await sent(ingest, {"userId": ANN}, {"userId": "bob"})
    assert ANN in repr(ingest._rates._holders)
    await requested(database, settings, f"u:{ANN}")
    await ingest.read_progress()
    assert ANN not in repr(ingest._rates._holders)
    assert "bob" in repr(ingest._rates._holders)
    await ingest.stop()


async def test_declarations_about_an_erased_viewer_are_refused(
    pool: Pool, settings: Settings, database: Connection
) -> None:
    unaware = Tombstones(pool, settings)
    await unaware.known(1)
    await erased(database, settings, f"u:{ANN}")
    for tombstones in (unaware, Tombstones(pool, settings)):
        answers = await upsert_viewers(pool, ADMIN, [ViewerRecord(id=ANN), ViewerRecord(id="bob")], tombstones)
        assert [getattr(one, "code", None) for one in answers] == ["SUBJECT_ERASED", None]
    rows = await database.fetch("SELECT DISTINCT viewer_id FROM viewer_profiles ORDER BY viewer_id")
    assert [row["viewer_id"] for row in rows] == ["s:bob", "u:bob"]


async def test_an_import_refuses_them_too(settings: Settings, database: Connection, tmp_path: Path) -> None:
    await erased(database, settings, f"u:{ANN}")
    secret = settings.privacy_secret
    assert secret is not None
    file = write_ndjson(tmp_path / "old.ndjson", [{**VIEW, "userId": ANN}, {**VIEW, "userId": "bob"}])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIEWPULSE_PRIVACY_SECRET", secret.get_secret_value())
        process = await asyncio.to_thread(start, settings, str(file))
        output, _ = await asyncio.to_thread(process.communicate)
    assert process.returncode == 1, output
    assert "SUBJECT_ERASED" in output
    assert await database.fetchval("SELECT count(*) FROM events") == 1
    assert await tables_with(database, [ANN]) == set()


async def test_other_projects_accept_the_same_id(pool: Pool, settings: Settings, database: Connection) -> None:
    await requested(database, settings, f"u:{ANN}", project=2)
    ingest = Ingest(pool, settings)
    await ingest.start()
    assert (await sent(ingest, {"userId": ANN}))[0].code is None
    await ingest.stop()


async def test_without_the_secret_nothing_is_erased_and_nothing_slips_through(
    pool: Pool, settings: Settings, database: Connection
) -> None:
    without = settings.model_copy(update={"privacy_secret": None})
    with pytest.raises(ViewpulseError, match="VIEWPULSE_PRIVACY_SECRET"):
        await requested(database, without, f"u:{ANN}")
    await erased(database, settings, f"u:{ANN}")
    other = settings.model_copy(update={"privacy_secret": SecretStr("a-third-secret-of-more-than-32-bytes")})
    for wrong in (without, other):
        ingest = Ingest(pool, wrong)
        await ingest.start()
        with pytest.raises(ViewpulseError, match="VIEWPULSE_PRIVACY_SECRET"):
            await sent(ingest, {"userId": ANN})
        await ingest.stop()
    assert await database.fetchval("SELECT count(*) FROM events") == 0


async def test_the_tombstone_does_not_tell_the_id(settings: Settings, database: Connection) -> None:
    await erased(database, settings, f"u:{ANN}")
    row = await database.fetchrow("SELECT * FROM erasures")
    assert row is not None
    secret = PrivacySecret.of_settings(settings)
    assert row["subject_hash"] == secret.hash_viewer(1, f"u:{ANN}")
    assert row["subject_hash"] != secret.hash_viewer(2, f"u:{ANN}")
    assert row["subject_hash"] != PrivacySecret(b"x" * 32).hash_viewer(1, f"u:{ANN}")
    assert row["viewer_id"] is None


async def test_many_tombstones_are_read_once(
    pool: Pool, settings: Settings, database: Connection, aggregator: Aggregator
) -> None:
    secret = PrivacySecret.of_settings(settings)
    await database.execute(
        """
        INSERT INTO erasures (
            project_id, number, erasure_id, subject_hash, secret_mark, requested_at, deadline, finished_at)
        SELECT 1, number, gen_random_uuid(), sha256(number::text::bytea), $1, now(), now(), now()
        FROM generate_series(1, 100000) AS number
        """,
        secret.mark,
    )
    await database.execute("UPDATE rollup_state SET erasures = 100000 WHERE project_id = 1")
    ingest = Ingest(pool, settings)
    await ingest.start()
    assert (await sent(ingest, {"userId": ANN}))[0].code is None
    found = await ingest.tombstones.known(1)
    assert (found.number, len(found.hashes)) == (100_000, 100_000)
    await requested(database, settings, f"u:{ANN}")
    assert (await sent(ingest, {"userId": ANN}))[0].code == "SUBJECT_ERASED"
    assert (await ingest.tombstones.known(1)).hashes is found.hashes, "only the new one was read"
    await ingest.stop()


def test_the_message_names_nobody() -> None:
    assert "{" not in erased_module.MESSAGE


async def test_a_restored_backup_with_fewer_tombstones_is_noticed(
    pool: Pool, settings: Settings, database: Connection
) -> None:
    for name in ("one", "two", ANN):
        await requested(database, settings, f"u:{name}")
    ingest = Ingest(pool, settings)
    await ingest.start()
    assert [one.code for one in await sent(ingest, {"userId": ANN}, {"userId": "bob"})] == ["SUBJECT_ERASED", None]
    await database.execute("DELETE FROM erasures; UPDATE rollup_state SET erasures = 0")
    assert [one.code for one in await sent(ingest, {"userId": ANN}, {"userId": "bob"})] == ["SUBJECT_ERASED", None]
    await requested(database, settings, "u:bob")
    assert [one.code for one in await sent(ingest, {"userId": "bob"})] == ["SUBJECT_ERASED"]
    await ingest.stop()
