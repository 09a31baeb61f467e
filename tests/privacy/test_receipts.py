"""Receipts: who may ask, what they say, who hears of it, and the commands."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from server.access import Role
from server.doctor import examine
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.rollup.eraser import Eraser
from server.rollup.tombstone_files import export_tombstones, replay_tombstones
from server.settings import Settings
from server.storage.database import Connection
from tests.integration.live.dashboard import watched
from tests.integration.rollup.feed import Published, at, event, feed
from tests.integration.transport.api import Api
from tests.privacy.erased import ERASE, asked_to_erase, erase_all, erased, requested, tables_with, tracked

ANN = "ann-63d1"
RECEIPT = """query($id: ID!) { erasure(id: $id) {
    id revision erasureId state requestedAt deadline finishedAt tables { table rows }
} }"""


async def test_a_receipt_follows_the_erasure_and_names_nobody(
    api: Api, settings: Settings, database: Connection, aggregator: Aggregator
) -> None:
    await tracked(api, {"type": "VIEW_START", "contentId": "c1", "userId": ANN, "sessionId": "s1"})
    await aggregator.drain()
    with capture_logs() as logs:
        asked = await asked_to_erase(api, ANN)
        assert (asked["state"], asked["finishedAt"], asked["tables"]) == ("WAITING", None, [])
        times = [datetime.fromisoformat(asked[name]) for name in ("requestedAt", "deadline")]
        assert times[1] - times[0] == timedelta(days=30)
        assert await erase_all(settings) == 1
    admin = api.token("root", Role.ADMIN)
    receipt = (await api.ask(RECEIPT, {"id": asked["erasureId"]}, authorization=admin))["data"]["erasure"]
    assert (receipt["state"], receipt["requestedAt"]) == ("FINISHED", asked["requestedAt"])
    counts = {row["table"]: row["rows"] for row in receipt["tables"]}
    assert (counts["raw_events"], counts["plays"], counts["sessions"], counts["content_viewers"]) == (1, 1, 1, 1)
    assert ANN not in repr(receipt) + repr(asked) + repr(logs)
    [by] = [line["by"] for line in logs if line["event"] == "erasure requested"]
    assert by != "root"
    assert int(by, 16)
    again = await asked_to_erase(api, ANN)
    assert (again["erasureId"], again["requestedAt"]) == (asked["erasureId"], asked["requestedAt"])
    assert again["state"] == "FINISHED"
    assert await database.fetchval("SELECT count(*) FROM erasures WHERE part_of IS NULL") == 1


async def test_each_state_is_pushed(api: Api, settings: Settings, aggregator: Aggregator) -> None:
    publisher = Publisher(settings.redis_url, settings)
    pushing = Aggregator(settings, publish=publisher.publish)
    await tracked(api, {"type": "VIEW_START", "contentId": "c1", "userId": ANN})
    await pushing.drain()
    asked = await asked_to_erase(api, ANN)
    await pushing.drain()
    async with watched(api, RECEIPT, {"id": asked["erasureId"]}) as dashboard:
        assert (await dashboard.pushed())["state"] == "WAITING"
        async with Eraser(settings, publisher.publish, settle=timedelta(0)) as eraser:
            assert await eraser.run_once() == 1
        await pushing.drain()
        pushed = await dashboard.pushed()
        while pushed["state"] != "FINISHED":
            pushed = await dashboard.pushed()
        assert pushed["finishedAt"] is not None
    await pushing.close()
    await publisher.close()


async def test_only_an_admin_may_erase_or_read_receipts(api: Api) -> None:
    for headers, code in (
        ({"authorization": api.token(ANN, Role.USER)}, "FORBIDDEN"),
        ({"authorization": api.token("k1", Role.CREATOR)}, "FORBIDDEN"),
        ({}, "UNAUTHENTICATED"),
    ):
        for query in (ERASE, RECEIPT):
            answer = await api.ask(query, {"id": "u1"}, **headers)
            assert answer["errors"][0]["extensions"]["code"] == code


@pytest.mark.parametrize("unknown", ["c1", "6b1c0c5e-0f3a-8000-8000-000000000000"])
async def test_an_unknown_erasure_is_not_found(api: Api, unknown: str) -> None:
    answer = await api.ask(RECEIPT, {"id": unknown}, authorization=api.token("root", Role.ADMIN))
    assert answer["errors"][0]["extensions"] == {"code": "NOT_FOUND", "retryable": False, "field": ["id"]}


async def test_a_receipt_belongs_to_its_project(api: Api, settings: Settings, database: Connection) -> None:
    receipt = await requested(database, settings, f"u:{ANN}", project=2)
    answer = await api.ask(RECEIPT, {"id": str(receipt.erasure_id)}, authorization=api.token("root", Role.ADMIN))
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_the_command_erases_and_shows_receipts(
    database: Connection, settings: Settings, aggregator: Aggregator, viewpulse: Callable[..., Any]
) -> None:
    views = [event("view_start", at(n), content_id="c1", user_id=ANN) for n in range(3)]
    await feed(database, [*views, event("view_start", content_id="c1", session_id="g1")])
    await aggregator.drain()
    done = viewpulse("privacy", "erase", ANN)
    assert done.returncode == 0, done.stderr
    first, *lines = done.stdout.splitlines()
    number = first.split()[1].rstrip(":")
    assert first == f"Erasure {number}: FINISHED"
    assert "           3  raw_events" in lines
    assert ANN not in done.stdout + done.stderr
    waiting = viewpulse("privacy", "erase", "g1", "--guest", "--no-wait")
    assert waiting.stdout.splitlines()[0].endswith(": WAITING")
    listed = viewpulse("privacy", "status").stdout.splitlines()
    assert [line.split()[-1] for line in listed] == ["WAITING", "FINISHED"]
    assert viewpulse("privacy", "status", number).stdout == done.stdout
    assert viewpulse("privacy", "status", "6b1c0c5e-0f3a-8000-8000-000000000000").returncode == 1
    assert viewpulse("privacy", "erase", ANN, "--project", "9").returncode == 2
    assert await tables_with(database, [ANN]) == set()


async def test_a_restored_backup_is_erased_again(
    database: Connection, settings: Settings, aggregator: Aggregator, viewpulse: Callable[..., Any], tmp_path: Path
) -> None:
    """The backup is older than the erasures: their rows are gone, and the viewers are back."""
    views = [
        event("view_start", at(), content_id="c1", user_id=ANN),
        event("view_start", content_id="c1", session_id="g1"),
    ]
    await feed(database, views)
    await aggregator.drain()
    await erased(database, settings, f"u:{ANN}")
    await erased(database, settings, "s:never-there")
    file = tmp_path / "tombstones.ndjson"
    assert viewpulse("privacy", "export-tombstones", str(file)).returncode == 0
    assert ANN not in file.read_text()
    assert len([json.loads(line) for line in file.read_text().splitlines()]) == 2
    await database.execute("DELETE FROM erasures; UPDATE rollup_state SET erasures = 0")
    await feed(database, [event("view_start", at(1), content_id="c1", user_id=ANN)])
    await aggregator.drain()

    done = viewpulse("privacy", "replay", str(file))

    assert done.stdout == "2 erasures done again.\n", done.stderr
    assert await tables_with(database, [ANN]) == set()
    assert await database.fetchval("SELECT count(*) FROM events") == 1
    assert await replay_tombstones(database, settings, await export_tombstones(database)) == 0
    assert viewpulse("privacy", "replay", __file__).returncode == 1


async def test_the_doctor_tells_of_erasures_that_wait(settings: Settings, database: Connection) -> None:
    async def found(configured: Settings) -> tuple[str, str]:
        [one] = [finding for finding in await examine(configured) if finding.what == "Erasures"]
        return one.found, one.advice

    assert await found(settings) == ("none wait", "")
    await requested(database, settings, f"u:{ANN}")
    assert (await found(settings))[1] == ""
    await database.execute("UPDATE erasures SET requested_at = requested_at - interval '1 hour'")
    told, advice = await found(settings)
    assert told.startswith("1 erasure waits")
    assert "aggregate" in advice
    assert "VIEWPULSE_PRIVACY_SECRET" in (await found(settings.model_copy(update={"privacy_secret": None})))[1]
    async with Eraser(settings, Published(), settle=timedelta(0)) as eraser:
        await eraser.run_once()
    assert await found(settings) == ("none wait", "")
