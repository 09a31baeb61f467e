import asyncio
import csv
import gzip
import json
from collections import Counter
from pathlib import Path

import asyncpg
import pytest
import zstandard
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from server.importing.run import run_import
from server.settings import Settings
from tests.drawing import drawn
from tests.integration.importing.events_file import lifelike, write_ndjson


def fetch(settings: Settings, sql: str) -> list[asyncpg.Record]:
    async def read() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(settings.database_url)
        try:
            return list(await connection.fetch(sql))
        finally:
            await connection.close()

    return asyncio.run(read())


def count(settings: Settings, table: str = "events") -> int:
    number: int = fetch(settings, f"SELECT count(*) FROM {table}")[0][0]
    return number


def tally(settings: Settings) -> tuple[int, ...]:
    columns = "records_done, accepted, duplicates, rejected"
    return tuple(fetch(settings, f"SELECT {columns} FROM imports")[0])


def test_a_file_is_stored_once_however_often_it_is_imported(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write_ndjson(tmp_path / "log.ndjson", lifelike(730)))
    assert run_import(settings, [path]) == 0
    assert "accepted:   730" in capsys.readouterr().out
    assert run_import(settings, [path]) == 0
    again = capsys.readouterr()
    assert "imported completely" in again.err
    assert "0 records read" in again.out
    assert run_import(settings, [path], restart=True) == 0
    assert "duplicates: 730" in capsys.readouterr().out
    assert count(settings) == 730
    assert tally(settings) == (730, 0, 730, 0)


def test_history_counts_when_it_happened(settings: Settings, tmp_path: Path) -> None:
    events = [
        {"type": "view", "contentId": "c1", "userId": "u1", "occurredAt": "2019-12-31T23:30:00-02:00"},
        {"type": "VIEW_COMPLETE", "contentId": "c1", "userId": "u1", "occurredAt": "2020-01-01T01:31:00.5Z"},
    ]
    assert run_import(settings, [str(write_ndjson(tmp_path / "log", events))]) == 0
    stored = fetch(settings, "SELECT type, occurred_at::text FROM events ORDER BY occurred_at")
    assert [tuple(row) for row in stored] == [
        ("view_start", "2020-01-01 01:30:00+00"),
        ("view_complete", "2020-01-01 01:31:00.5+00"),
    ]


def test_equal_records_without_an_id_are_different_events_but_the_same_in_the_next_import(
    settings: Settings, tmp_path: Path
) -> None:
    click = {"type": "CLICK", "contentId": "c1", "userId": "u1", "occurredAt": "2026-03-01T00:00:00Z"}
    path = write_ndjson(tmp_path / "log.ndjson", [click] * 250)
    assert run_import(settings, [str(path)]) == 0
    assert run_import(settings, [str(path)], restart=True) == 0
    assert count(settings) == 250
    write_ndjson(path, [click] * 260)  # the log has grown
    assert run_import(settings, [str(path)]) == 0
    assert count(settings) == 260


@pytest.mark.parametrize("packing", ["plain", "gz", "zst"])
@pytest.mark.parametrize("kind", ["ndjson", "csv"])
def test_every_format_and_packing_stores_the_same_events(
    packing: str, kind: str, settings: Settings, tmp_path: Path
) -> None:
    events = lifelike(150)
    path = tmp_path / f"log.{kind}"
    if kind == "ndjson":
        write_ndjson(path, events)
    else:
        write_csv(path, events)
    if packing == "gz":
        path.write_bytes(gzip.compress(path.read_bytes()))
    elif packing == "zst":
        path.write_bytes(zstandard.ZstdCompressor().compress(path.read_bytes()))
    assert run_import(settings, [str(path)]) == 0
    reference = str(write_ndjson(tmp_path / "reference.ndjson", events))
    assert run_import(settings, [reference], restart=True) == 0  # an event that read differently would be ID_REUSED
    assert count(settings) == 150


def flat(value: object, prefix: str = "") -> dict[str, object]:
    if not isinstance(value, dict) or prefix == "properties.":
        return {prefix[:-1]: value}
    return {name: leaf for key, inner in value.items() for name, leaf in flat(inner, f"{prefix}{key}.").items()}


def write_csv(path: Path, events: list[dict[str, object]]) -> None:
    rows = [flat(event) for event in events]
    headers = sorted({name for row in rows for name in row})
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, headers, restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: cell if isinstance(cell, str) else json.dumps(cell) for name, cell in row.items()})


BAD_LINES = (
    '{"type":"LIKE","contentId":"c1","userId":"u1","id":"ok-1"}\n'
    "{oops\n"
    '{"type":"LIKE","userId":"u1"}\n'
    "\n"
    '{"type":"LIKE","contentId":"c1","userId":"u1","viewData":{"watchTime":-1}}\n'
    '{"type":"LIKE","contentId":"c2","userId":"u1","id":"ok-1"}\n'
    '{"type":"LIKE","contentId":"c1","userId":"u1","id":"ok-1"}\n'
    "17\n"
    '{"type":"LIKE","contentId":"c\\u0000","userId":"u1"}\n'
)


def test_bad_records_are_reported_with_reason_and_line_and_cost_their_neighbours_nothing(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, rejects = tmp_path / "log.ndjson", tmp_path / "rejects.ndjson"
    path.write_text(BAD_LINES)
    assert run_import(settings, [str(path)], rejects=rejects) == 1
    out = capsys.readouterr().out
    assert "accepted:   1\n" in out
    assert "duplicates: 1\n" in out
    assert "rejected:   6\n" in out
    assert f"{path}:3: contentId: LIKE requires `contentId`." in out
    assert f"{path}:5: viewData.watchTime: " in out
    written = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert [(one["line"], one["code"]) for one in written] == [
        (2, "BAD_INPUT"),
        (3, "MISSING_FIELD"),
        (5, "OUT_OF_RANGE"),
        (6, "ID_REUSED"),
        (8, "BAD_INPUT"),
        (9, "BAD_INPUT"),
    ]
    assert written[0]["payload"] == "{oops"
    assert written[2]["path"] == ["viewData", "watchTime"]
    assert count(settings) == 1
    assert count(settings, "rejected_events") == 6
    assert tally(settings) == (8, 1, 1, 6)


def test_rejected_records_can_be_allowed(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson"
    path.write_text(BAD_LINES)
    assert run_import(settings, [str(path)], allow_rejected=True) == 0


def test_only_the_first_rejections_of_a_reason_are_shown(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "log.ndjson"
    path.write_text("{oops\n" * 250)
    assert run_import(settings, [str(path)], show=3) == 1
    out = capsys.readouterr().out
    assert out.count(f"{path}:") == 3
    assert "and 247 more" in out


def test_a_dry_run_reports_what_an_import_would_do_and_writes_nothing(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = lifelike(300)
    assert run_import(settings, [str(write_ndjson(tmp_path / "known.ndjson", events[:120]))]) == 0
    path = write_ndjson(tmp_path / "log.ndjson", events)
    path.write_text(path.read_text() + "{oops\n")
    capsys.readouterr()
    assert run_import(settings, [str(path)], dry_run=True) == 1
    out = capsys.readouterr().out
    assert "nothing was written" in out
    assert "accepted:   180\n" in out
    assert "duplicates: 120\n" in out
    assert "rejected:   1\n" in out
    assert (count(settings), count(settings, "imports"), count(settings, "rejected_events")) == (120, 1, 0)


def test_events_go_to_the_project_that_is_named(settings: Settings, tmp_path: Path) -> None:
    fetch(settings, "INSERT INTO projects (project_id, name) VALUES (7, 'other')")
    path = str(write_ndjson(tmp_path / "log.ndjson", lifelike(20)))
    assert run_import(settings, [path], project_id=7) == 0
    assert {row[0] for row in fetch(settings, "SELECT project_id FROM events")} == {7}
    assert run_import(settings, [path]) == 0  # the other project has not seen it
    assert count(settings) == 40


def test_an_unusable_input_is_one_line_and_code_2(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "log.csv"
    table.write_text("type,contentID\nLIKE,c1\n")
    array, old_mac, markless = tmp_path / "log.json", tmp_path / "mac.csv", tmp_path / "markless.csv"
    array.write_text('[\n  {"type": "LIKE"}\n]\n')
    old_mac.write_bytes(b"type,contentId\rLIKE,c1\rLIKE,c2")
    markless.write_bytes("type,contentId\nLIKE,c1\n".encode("utf-16-le"))
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(b'{"type":"LIKE"}\n' * 1000)[:-10])
    for arguments, reason in (
        ({"paths": [str(tmp_path / "none")]}, "No such file"),
        ({"paths": [str(tmp_path)]}, "Is a directory"),
        ({"paths": [str(table)], "dry_run": True}, "Did you mean 'contentId'"),
        ({"paths": [str(table)]}, "Did you mean 'contentId'"),
        ({"paths": [str(cut)]}, "damaged or truncated"),
        ({"paths": [str(array)]}, "one JSON array; write one event per line instead: jq -c '.[]' FILE"),
        ({"paths": [str(old_mac)]}, "end in CR alone; end them in LF instead: tr '\\r' '\\n' < FILE"),
        ({"paths": [str(markless)]}, "UTF-16 without a byte order mark; save it as UTF-8"),
        ({"paths": [str(table)], "project_id": 99}, "no project 99"),
        ({"paths": [str(table)], "file_format": "xml"}, "Unknown format 'xml'; use one of ndjson, csv"),
    ):
        assert run_import(settings, **arguments) == 2
        printed = capsys.readouterr()
        assert reason in printed.err
        assert (printed.err.count("\n"), printed.out) == (1, "")
    assert count(settings) == 0


def test_one_unreadable_file_does_not_keep_the_others_out(settings: Settings, tmp_path: Path) -> None:
    good = str(write_ndjson(tmp_path / "log.ndjson", lifelike(10)))
    assert run_import(settings, [str(tmp_path / "none"), good]) == 2
    assert count(settings) == 10


def test_an_unavailable_database_is_one_line_and_code_75(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = settings.model_copy(update={"database_url": "postgresql://viewpulse@127.0.0.1:1/none"})
    assert run_import(away, [str(write_ndjson(tmp_path / "log.ndjson", lifelike(1)))]) == 75
    assert "cannot be reached" in capsys.readouterr().err


def test_records_without_a_time_are_pointed_out(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    like = {"type": "LIKE", "contentId": "c1", "userId": "u1"}
    refused = {"type": "LIKE", "userId": "u1"}
    path = write_ndjson(tmp_path / "log.ndjson", [{**like, "id": "one"}, like, like, {**like, "id": "one"}, refused])
    assert run_import(settings, [str(path)], allow_rejected=True) == 0
    assert "\n3 accepted records have no occurredAt" in capsys.readouterr().out
    assert run_import(settings, [str(path)], allow_rejected=True, restart=True) == 0
    assert "occurredAt" not in capsys.readouterr().out, "duplicates count when they were first accepted"


def test_one_record_is_spoken_of_in_the_singular(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_ndjson(tmp_path / "log.ndjson", [{"type": "LIKE", "contentId": "c1", "userId": "u1"}])
    assert run_import(settings, [str(path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("1 record read.\n")
    assert "\n1 accepted record has no occurredAt" in out
    assert run_import(settings, [str(path)], restart=True) == 0
    assert run_import(settings, [str(path)]) == 0
    assert "same content: 1 record, 0 accepted, 1 duplicate, 0 rejected." in capsys.readouterr().out


def test_every_record_without_user_and_session_is_a_guest_of_its_own(settings: Settings, tmp_path: Path) -> None:
    seen = {"type": "VIEW", "contentId": "c1", "occurredAt": "2026-03-01T00:00:00Z"}
    records = [*([seen] * 120), {**seen, "userId": "u1"}, {**seen, "sessionId": "s1"}] * 2
    path = str(write_ndjson(tmp_path / "log.ndjson", records))
    assert run_import(settings, [path]) == 0
    assert run_import(settings, [path], restart=True) == 0
    assert tuple(fetch(settings, "SELECT count(*), count(DISTINCT viewer_id) FROM events")[0]) == (244, 242)


def test_of_guests_with_one_id_the_first_in_the_file_counts(settings: Settings, tmp_path: Path) -> None:
    records = [{"type": "LIKE", "id": "same", "contentId": f"c{number}"} for number in range(40)]
    assert run_import(settings, [str(write_ndjson(tmp_path / "log.ndjson", records))]) == 1
    assert [row[0] for row in fetch(settings, "SELECT content_id FROM events")] == ["c0"]


good = st.builds(
    lambda content, key: json.dumps(
        {"type": "LIKE", "contentId": content, "userId": "u", **({"id": key} if key else {})}
    ),
    st.sampled_from(["c1", "c2"]),
    st.sampled_from([None, "a", "b", "c"]),
)
bad = st.one_of(st.sampled_from(["{", "[]", "null", '{"type":"NO"}']), st.text(min_size=1, max_size=5))


@hypothesis_settings(max_examples=drawn(12))
@given(lines=st.lists(st.one_of(good, good, bad), max_size=260), data=st.data())
def test_the_report_agrees_with_the_database_for_any_mix_of_records(
    lines: list[str], data: st.DataObject, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch(settings, "TRUNCATE raw_events, imports, rejected_events")
    path = tmp_path / "log.ndjson"
    path.write_bytes("\n".join(lines).encode(errors="replace"))
    capsys.readouterr()
    run_import(settings, [str(path)])
    out = capsys.readouterr().out
    told = {name: int(number) for name, number in (row.split(":") for row in out.splitlines()[1:4])}
    assert told["accepted"] == count(settings)
    records = [line for line in "\n".join(lines).encode(errors="replace").split(b"\n") if line.strip(b" \t\r\n\v\f")]
    assert sum(told.values()) == len(records)
    # Of two records with one id it is the first in the file that counts.
    firsts: dict[str, str] = {}
    fates: Counter[str] = Counter()
    for record in records:
        try:
            event = json.loads(record)
        except ValueError:
            event = None
        if not isinstance(event, dict) or event.get("type") != "LIKE":
            fates["rejected"] += 1
        elif event.get("id") is None:
            fates["accepted"] += 1
        elif event["id"] not in firsts:
            firsts[event["id"]] = event["contentId"]
            fates["accepted"] += 1
        else:
            fates["duplicates" if firsts[event["id"]] == event["contentId"] else "rejected"] += 1
    assert told == {name: fates[name] for name in told}


def test_viewers_and_bots_of_imported_events_are_classified(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    noon, no_time = "2025-11-02T12:00:00Z", ""
    rows = [
        ("ada", noon, "age_25_34", "FEMALE", ""),
        ("bot", noon, "", "", crawler),
        *[("fast", noon, "", "", "")] * 4,
        *[("untimed", no_time, "", "", "")] * 4,
    ]
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ("type", "contentId", "userId", "occurredAt", "viewer.ageGroup", "viewer.gender", "device.userAgent")
        )
        writer.writerows(("VIEW_START", "c1", *row) for row in rows)
    assert run_import(settings.model_copy(update={"bot_views_per_minute": 3}), [str(path)]) == 0
    stored = fetch(settings, "SELECT DISTINCT user_id, age_group, gender, bot_reason FROM events ORDER BY 1, 4")
    assert [tuple(row) for row in stored] == [
        ("ada", "age_25_34", "female", None),
        ("bot", None, None, "user_agent"),
        ("fast", None, None, "rate"),
        ("fast", None, None, None),
        ("untimed", None, None, None),
    ]
