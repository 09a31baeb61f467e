"""``viewpulse export events``: what is counted, for other programs, and back again."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from server.access import Role
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.importing.events_file import write_ndjson
from tests.integration.rollup.feed import at, event, feed, snapshot
from tests.integration.transport.api import Api
from tests.privacy.test_export import ANN, REGISTER, sent_by, sent_by_others, settled

COPIES = {"ndjson": 2, "csv": 3}


async def test_exported_events_that_are_imported_give_the_same_numbers(
    database: Connection,
    aggregator: Aggregator,
    api: Api,
    viewpulse: Callable[..., Any],
    tmp_path: Path,
) -> None:
    api.write_key = None  # it is of one project
    for project in COPIES.values():
        await register_write_key(database, project, new_write_key(), "test")
    for project in (1, *COPIES.values()):
        done = await api.ask(REGISTER, authorization=api.token("root", Role.ADMIN, project=project))
        assert "errors" not in done, done
    everything = [*sent_by_others(ANN), *sent_by(ANN)]
    imported = viewpulse("import", str(write_ndjson(tmp_path / "all.ndjson", everything)))
    assert imported.returncode == 0, imported.stdout + imported.stderr
    await aggregator.drain()
    count = await database.fetchval("SELECT count(*) FROM events WHERE project_id = 1")
    for file_format, project in COPIES.items():
        folder = tmp_path / file_format
        exported = viewpulse("export", "events", "--to", str(folder), "--format", file_format)
        assert exported.returncode == 0, exported.stderr
        assert exported.stdout.splitlines() == [f"{count:>12,}  events.{file_format}", f"Written to {folder}."]
        file = folder / f"events.{file_format}"
        about = json.loads((folder / "about.json").read_text())
        assert about["files"] == [
            {"file": file.name, "rows": count, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
        ]
        assert (about["project"], about["since"], about["until"], about["eventsSince"]) == (1, None, None, None)
        assert about["revision"] == await database.fetchval("SELECT revision FROM rollup_state WHERE project_id = 1")
        imported = viewpulse("import", str(file), "--project", str(project))
        assert f"accepted:   {count}\n" in imported.stdout, imported.stdout + imported.stderr
    await aggregator.drain()
    right = await snapshot(database, 1)
    for project in COPIES.values():
        found = await snapshot(database, project)
        assert {table for table in right if settled(found[table]) != settled(right[table])} == set()


async def test_only_what_is_counted_and_in_the_days_is_exported(
    settings: Settings, database: Connection, aggregator: Aggregator, viewpulse: Callable[..., Any], tmp_path: Path
) -> None:
    views = [event("view_start", at(minutes=1440 * day), content_id="c", session_id=f"s{day}") for day in range(4)]
    await feed(database, views, [event("view_start", at(), content_id="c", session_id="other", project_id=2)])
    await aggregator.drain()
    await feed(database, [event("view_start", at(), content_id="c", session_id="not counted")])
    for name, options, days in (
        ("all", (), [0, 1, 2, 3]),
        ("since", ("--since", "2026-03-15"), [1, 2, 3]),
        ("until", ("--until", "2026-03-15"), [0, 1]),
        ("one", ("--since", "2026-03-15", "--until", "2026-03-15"), [1]),
    ):
        folder = tmp_path / name
        done = viewpulse("export", "events", "--to", str(folder), *options)
        assert done.returncode == 0, done.stderr
        lines = (folder / "events.ndjson").read_text().splitlines()
        assert [json.loads(line)["sessionId"] for line in lines] == [f"s{day}" for day in days]
    refused = viewpulse(
        "export", "events", "--to", str(tmp_path / "x"), "--since", "2026-03-15", "--until", "2026-03-14"
    )
    assert (refused.returncode, (tmp_path / "x").exists()) == (2, False)


async def test_parquet_has_each_event(
    settings: Settings, database: Connection, aggregator: Aggregator, viewpulse: Callable[..., Any], tmp_path: Path
) -> None:
    events = [
        event("like", at(seconds=number), content_id="c", user_id=f"v{number % 7}", properties={"n": number})
        for number in range(500)
    ]
    await feed(database, events)
    await aggregator.drain()
    done = viewpulse("export", "events", "--to", str(tmp_path / "made"), "--format", "parquet")
    assert done.returncode == 0, done.stderr
    with duckdb.connect() as ducks:
        rows = ducks.execute(
            "SELECT id, viewer_id, epoch(occurred_at), properties->>'n' FROM read_parquet(?)",
            [str(tmp_path / "made" / "events.parquet")],
        ).fetchall()
    expected = sorted((one["viewer_id"], one["occurred_at"].timestamp(), str(one["id"])) for one in events)
    assert [(viewer, time, key) for key, viewer, time, _ in rows] == expected
    assert {str(n) for n in range(500)} == {n for *_, n in rows}
    about = json.loads((tmp_path / "made" / "about.json").read_text())
    assert about["files"][0]["rows"] == 500
    assert about["columns"]["watch_ms"]
