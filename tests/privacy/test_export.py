"""An export has all that is held about a viewer and nothing of others; imported, it gives the viewer's numbers."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from server.access import Role
from server.events.bots import is_crawler
from server.events.event_enums import EventType
from server.events.viewer_profiles import ViewerClass, ViewerRecord, classify_viewers, upsert_viewers
from server.exporting.described import AUDIT, DESCRIPTIONS, EVENTS, PUBLISHED
from server.exporting.described_columns import COLUMNS, describe_columns
from server.exporting.event_form import SUSPICIOUS
from server.exporting.person import _columns
from server.importing.columns import event_columns
from server.rollup.aggregator import Aggregator
from server.rollup.held import HELD
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.tombstones import Tombstones
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.analytics.stack import ADMIN
from tests.integration.importing.events_file import lifelike, write_ndjson
from tests.integration.rollup.feed import at, event, feed, snapshot
from tests.integration.transport.api import Api
from tests.privacy.erased import erased, requested, tables_with

ANN = "ann-63d1"
OWN = "own-7c40"
COPIES = {"ndjson": 2, "csv": 3, "sent": 4}
"""Projects with the events of one viewer: imported from either format, and from what the app had sent."""
VOLATILE = {"received_at", "arrived_at", "owner_at", "user_at", "batch_id", "body_hash", "bot_reason", "revision"}
"""What says when and how an event arrived, not what it was."""
REGISTER = (
    """mutation { registerSchemaVersion(type: CUSTOM, name: "seen", version: "1.0.0", schema: {}) { version } }"""
)
QUESTION = """query($content: ID!, $creator: ID!, $session: ID!) {
    contentAnalytics(contentId: $content) {
        views { total unique organic } plays impressions { total } watchTime { total median } averagePlaybackRate
        completion { full weightedRate } engagement { likes saves shares } engagementRate platforms { ios web }
    }
    creatorAnalytics(creatorId: $creator) { views { total } uniqueViewers { count } watchTime { total } sessions }
    sessionAnalytics(sessionId: $session) { userId startedAt duration events views watchTime { total } }
}"""


def sent_by(viewer: str) -> list[dict[str, Any]]:
    """Events in which everything occurs that ingest changes or completes, beginning as a guest."""
    about = {"contentId": "c-ü", "contentType": "VIDEO", "creatorId": "k1"}
    mine = {"userId": viewer, "sessionId": OWN}
    place = {
        "latitude": 52.52,
        "longitude": 13.405,
        "country": "de",
        "city": 'a "b", c\nd',
        "timezone": "Europe/Berlin",
    }
    shown = {"position": 1.25, "duration": 60, "completionPercent": 57.3, "isRewatch": True, "playbackRate": 1.5}
    watched = [{"start": 0, "end": 5.123}, {"start": 3, "end": 8}, {"start": 4, "end": 5}, {"start": 20, "end": 21}]
    bought = {"productId": "p1", "orderId": "o1", "amount": "12.50", "currency": "EUR", "quantity": 2}
    gift = {"gift": "rose", "amount": "1.99", "currency": "USD"}
    events: list[dict[str, Any]] = [
        {"type": "VIEW_START", **about, "sessionId": OWN},
        {
            "type": "VIEW_START",
            **about,
            **mine,
            "source": {"type": "FOR_YOU", "referrer": "=1+1", "campaign": "spring"},
        },
        {"type": "VIEW_PROGRESS", **about, **mine, "viewData": {**shown, "watchTime": 5.123, "sections": watched}},
        {"type": "VIEW_COMPLETE", **about, **mine, "playId": "other play", "viewData": {"loopCount": 2}},
        {"type": "LIKE", **about, **mine, "location": {**place, "preciseConsent": True}},
        {"type": "SAVE", **about, **mine, "location": place, "schemaVersion": "1.0.0"},
        {"type": "SHARE", **about, **mine, "properties": {"sharedTo": "messages", "é": [1, 2.5, None]}},
        {"type": "FOLLOW", "creatorId": "k1", **mine, "id": "follow/1", "viewer": {"ageGroup": "AGE_25_34"}},
        {"type": "VIEW_START", **about, **mine, "playId": "p-bot", "device": {"userAgent": "Googlebot/2.1"}},
        {"type": "PURCHASE", **about, **mine, "properties": bought},
        {"type": "REFUND", **about, **mine, "properties": {"orderId": "o1", "amount": "2.5", "currency": "EUR"}},
        {"type": "STREAM_JOIN", **about, **mine, "network": {"type": "CELLULAR_4G", "quality": "GOOD"}},
        {"type": "STREAM_GIFT", **about, **mine, "properties": gift},
        {"type": "STREAM_LEAVE", **about, **mine, "device": {"type": "TV", "os": "Tizen", "screenWidth": 3840}},
        {"type": "CUSTOM", "name": "seen", "schemaVersion": "1.0.0", **mine, "properties": {"much": True}},
        {"type": "VIEW_START", **about, "userId": viewer},
        {"type": "SESSION_END", **mine},
    ]
    return [
        {"id": f"own-{number}", "occurredAt": f"2026-03-01T12:{number:02}:00.5Z"} | one
        for number, one in enumerate(events)
    ]


def sent_by_others(viewer: str) -> list[dict[str, Any]]:
    own = {"userId": "bob", "sessionId": "bobs", "playId": "bobs play"}
    others = [{**one, **own, "id": f"b-{one['id']}"} for one in sent_by(viewer)[1:6]]
    guest = {**sent_by(viewer)[0], "id": "g-1", "sessionId": "bobs"}
    return [*others, guest, *lifelike(600)]


def read(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of an export in NDJSON, by name."""
    return {file.stem: [json.loads(line) for line in file.read_text().splitlines()] for file in folder.glob("*.ndjson")}


def names_in(folder: Path) -> list[str]:
    """What a failed export has left, under its own or a passing name."""
    return [one.name for one in folder.iterdir() if one.name.lstrip(".").startswith("out")]


def settled(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in VOLATILE} for row in rows]


async def test_an_export_that_is_imported_gives_the_numbers_of_the_viewer(
    database: Connection,
    settings: Settings,
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
    everything = write_ndjson(tmp_path / "all.ndjson", [*sent_by_others(ANN), *sent_by(ANN)])
    own = write_ndjson(tmp_path / "own.ndjson", sent_by(ANN))
    imported = viewpulse("import", str(everything))
    assert imported.returncode == 0, imported.stdout + imported.stderr
    await aggregator.drain()

    folder, archive = tmp_path / "ann", tmp_path / "ann.zip"
    done = viewpulse("privacy", "export", ANN, "--to", str(folder))
    assert done.returncode == 0, done.stderr
    assert f"{len(sent_by(ANN)):>12,}  events.ndjson\n" in done.stdout
    assert viewpulse("privacy", "export", ANN, "--to", str(archive), "--format", "csv").returncode == 0
    with zipfile.ZipFile(archive) as files:
        files.extract("events.csv", tmp_path)
        tables = {name.removesuffix(".csv"): files.read(name).decode() for name in files.namelist()}
    for file, project in (
        (folder / "events.ndjson", COPIES["ndjson"]),
        (tmp_path / "events.csv", COPIES["csv"]),
        (own, COPIES["sent"]),
    ):
        imported = viewpulse("import", str(file), "--project", str(project))
        assert imported.returncode == 0, imported.stdout + imported.stderr
        assert f"accepted:   {len(sent_by(ANN))}\n" in imported.stdout
        assert "warnings" not in imported.stdout
    await aggregator.drain()

    right = await snapshot(database, COPIES["sent"])
    assert {table for table, rows in right.items() if rows} >= {"plays", "sessions", "sales", "stream_signs"}
    for project in (COPIES["ndjson"], COPIES["csv"]):
        found = await snapshot(database, project)
        assert {table for table in right if settled(found[table]) != settled(right[table])} == set()
    assert await rebuild(settings) == []

    exported = read(folder)
    again = tmp_path / "again"
    assert viewpulse("privacy", "export", ANN, "--to", str(again), "--project", str(COPIES["sent"])).returncode == 0
    of_copy = read(again)
    assert exported.keys() - {AUDIT} == of_copy.keys() - {AUDIT}
    for name, rows in of_copy.items():
        assert name == AUDIT or settled(exported[name]) == settled(rows), name
        cells = [*csv.DictReader(io.StringIO(tables[name], newline=""))]
        assert name == AUDIT or len(cells) == len(rows), name
    assert {row["session_id"] for row in exported["sessions"]} == {OWN}
    assert "bob" not in (folder / "sessions.ndjson").read_text()

    asked = {"content": "c-ü", "creator": "k1", "session": OWN}
    answers = [
        (await api.ask(QUESTION, asked, authorization=api.token("root", Role.ADMIN, project=project)))
        for project in COPIES.values()
    ]
    assert answers[0] == answers[1] == answers[2]
    data = answers[0]["data"]
    assert data["contentAnalytics"]["views"] == {"total": 3, "unique": 2, "organic": 1}
    assert (data["sessionAnalytics"]["userId"], data["creatorAnalytics"]["views"]["total"]) == (ANN, 3)


async def test_every_row_that_names_the_viewer_is_exported(
    database: Connection,
    pool: Pool,
    settings: Settings,
    aggregator: Aggregator,
    viewpulse: Callable[..., Any],
    tmp_path: Path,
) -> None:
    """The tables are searched for the name as text, without the list that the export goes by."""
    tombstones = Tombstones(pool, settings)
    await upsert_viewers(pool, ADMIN, [ViewerRecord(id=ANN)], tombstones)
    await classify_viewers(pool, ADMIN, [ViewerClass(id=ANN, bot=False)], tombstones)
    bought = {"productId": "p1", "amount": "3", "currency": "EUR"}
    about = {"content_id": "c1", "user_id": ANN, "session_id": f"{ANN}-s"}
    events = [
        event(type_, at(minute), **about, properties=bought if type_ == "purchase" else None)
        for minute, type_ in enumerate(("view_start", "like", "stream_join", "purchase"))
    ]
    shared = [
        event("view_start", at(minute), content_id=content, user_id=user, session_id="shared")
        for minute, content, user in ((6, "c2", ANN), (7, "of-bob", "bob"))
    ]
    await feed(database, [*events, *shared, event("view_start", at(5), content_id="c1", user_id="bob")])
    await database.execute("INSERT INTO contents (project_id, content_id, creator_id) VALUES (1, 'c9', $1)", ANN)
    await aggregator.drain()
    await upsert_viewers(pool, ADMIN, [ViewerRecord(id=ANN)], tombstones)  # announced again
    for payload in (
        *({"userId": ANN, "type": "NOPE"}, {"userId": ANN, "sessionId": "s9"}, {"sessionId": f"{ANN}-s"}),
        *({"userId": "bob", "properties": {"followed": ANN}}, {"truncated": f'{{"userId":"{ANN}"'}),
    ):
        await database.execute(
            "INSERT INTO rejected_events (project_id, received_at, code, message, payload)"
            " VALUES (1, now(), 'BAD_INPUT', 'No.', $1)",
            payload,
        )
    await requested(database, settings, f"u:{ANN}")

    done = viewpulse("privacy", "export", ANN, "--to", str(tmp_path / "ann"))

    assert done.returncode == 0, done.stderr
    assert "2 rejected items contain the id" in done.stderr
    exported = read(tmp_path / "ann")
    named = {name for name in await tables_with(database, [ANN]) if not name.startswith("events_")}  # partitions
    assert named >= {
        "raw_events",
        "plays",
        "sales",
        "sessions",
        "stream_signs",
        "viewer_profiles",
        "contents",
        "erasures",
    }
    assert named - {"content_owners", "owner_changes", "changed_subjects"} <= exported.keys()
    for table in named & exported.keys():
        text = f"SELECT count(*) FROM {table} AS one WHERE project_id = 1 AND strpos(one::text, $1) > 0"
        others = 2 if table == "rejected_events" else 0
        assert len(exported[table]) == await database.fetchval(text, ANN) - others, table
    assert "of-bob" not in json.dumps(exported)
    assert [row["action"] for row in exported[AUDIT]] == ["privacy export"]
    assert ANN not in json.dumps(exported[AUDIT])
    about_it = json.loads((tmp_path / "ann" / "about.json").read_text())
    assert (about_it["viewer"], about_it["kind"], about_it["guestSessions"]) == (ANN, "USER", [f"{ANN}-s"])
    assert all(one["columns"].keys() >= {"content_id"} for one in about_it["files"] if one["file"] == "plays.ndjson")
    assert {one["file"]: one["rows"] for one in about_it["files"]} == {
        f"{name}.ndjson": len(rows) for name, rows in exported.items()
    }
    assert (tmp_path / "ann").stat().st_mode & 0o077 == 0
    assert (tmp_path / "ann" / "plays.ndjson").stat().st_mode & 0o077 == 0


async def test_who_cannot_be_exported_is_said_and_leaves_no_file(
    database: Connection, settings: Settings, aggregator: Aggregator, viewpulse: Callable[..., Any], tmp_path: Path
) -> None:
    await feed(database, [event("view_start", content_id="c1", user_id=one) for one in ("bob", ANN)])
    await feed(database, [event("view_start", content_id="c1", session_id="g1")])
    await aggregator.drain()
    await erased(database, settings, f"u:{ANN}")
    to = ("--to", str(tmp_path / "out"))
    for arguments, said in (
        (("nobody", *to), "Project 1 holds nothing about the user 'nobody'. With --guest, the id is"),
        (("bob", "--guest", *to), "Project 1 holds nothing about the guest 'bob'."),
        ((ANN, *to), "Nothing is held about this user: erased on 20"),
        (("bob", "--to", str(tmp_path)), "exists already"),
        (("bob", "--to", str(tmp_path / "no" / "out")), "There is no folder"),
    ):
        done = viewpulse("privacy", "export", *arguments)
        assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert viewpulse("privacy", "export", "bob", "--project", "9", *to).returncode == 2
    assert names_in(tmp_path) == []
    assert viewpulse("privacy", "export", "g1", "--guest", *to).returncode == 0
    assert [row["sessionId"] for row in read(tmp_path / "out")["events"]] == ["g1"]


async def test_every_column_is_described_and_no_other(database: Connection) -> None:
    used = set()
    for table in (*HELD, AUDIT, *PUBLISHED):
        columns, _ = await _columns(database, "events" if table == "raw_events" else table)
        assert all(describe_columns(table, columns).values()), table
        used |= {f"{table}.{name}" if f"{table}.{name}" in COLUMNS else name for name in columns}
    assert describe_columns(EVENTS, event_columns()).keys() == event_columns().keys()
    assert COLUMNS.keys() - used == set()


def test_every_table_that_names_viewers_is_described() -> None:
    assert DESCRIPTIONS.keys() == HELD.keys() | PUBLISHED.keys() | {EVENTS, AUDIT}


def test_a_suspicious_event_stays_one() -> None:
    assert is_crawler(SUSPICIOUS.format(reason="rate"))


@pytest.mark.parametrize("kind", EventType)
def test_types_are_spelled_as_they_are_sent(kind: EventType) -> None:
    assert EventType(kind.stored.upper()).stored == kind.stored
