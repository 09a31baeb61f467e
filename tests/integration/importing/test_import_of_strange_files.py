"""Files as other programs write them, and records with invalid context."""

import asyncio
import csv
import json
from datetime import date
from pathlib import Path

import asyncpg
import pytest

from server.importing.run import run_import
from server.settings import Settings
from tests.integration.importing.events_file import write_ndjson


def fetch(settings: Settings, sql: str) -> list[asyncpg.Record]:
    async def read() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(settings.database_url)
        try:
            return list(await connection.fetch(sql))
        finally:
            await connection.close()

    return asyncio.run(read())


@pytest.mark.parametrize("dry_run", [False, True])
def test_invalid_context_is_reported(
    dry_run: bool, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    view = {"type": "VIEW", "contentId": "c1", "userId": "u1", "occurredAt": "2026-03-01T00:00:00Z"}
    strange = [{**view, "location": {"timezone": f"Etc/Unknown{number}"}} for number in range(4)]
    cut = {**view, "source": {"referrer": "r" * 3000}}
    path = write_ndjson(tmp_path / "log.ndjson", [view, *strange, cut])
    assert run_import(settings, [str(path)], dry_run=dry_run, show=3) == 0
    out = capsys.readouterr().out
    assert "accepted:   6\n" in out
    assert "warnings:   5 (imported, but with fields changed)\n  UNKNOWN: 4\n" in out
    assert (
        f"    {path}:2: `location.timezone` is not the name of an IANA time zone. The value is treated as unknown.\n"
        in out
    )
    assert "    … and 1 more\n  CUT: 1\n" in out


def test_a_rejected_record_is_kept_as_it_was(settings: Settings, tmp_path: Path) -> None:
    record = {"type": "VIEW", "userId": "u1", "location": {"timezone": "Etc/Unknown", "country": "de"}}
    rejects = tmp_path / "rejects.ndjson"
    assert run_import(settings, [str(write_ndjson(tmp_path / "log", [record]))], rejects=rejects) == 1
    assert json.loads(rejects.read_text())["payload"] == record


@pytest.mark.parametrize("levels", [200, 970, 5_000])
def test_a_record_nested_too_deeply_is_rejected_alone(
    levels: int, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = '{"type": "LIKE", "contentId": "c1", "userId": "u1"}'
    bad = good.replace("}", ', "properties": {"a": ' + "[" * levels + "]" * levels + "}}")
    path, rejects = tmp_path / "log.ndjson", tmp_path / "rejects.ndjson"
    path.write_text(f'{good}\n{bad}\n{good}\n{{"type": "LIKE"\n')
    assert run_import(settings, [str(path)], rejects=rejects) == 1
    assert "TOO_LARGE: 1" in capsys.readouterr().out
    assert [row[0] for row in fetch(settings, "SELECT count(*) FROM events")] == [2]
    too_large, malformed = map(json.loads, rejects.read_text().splitlines())
    assert (too_large["line"], too_large["path"], too_large["payload"]["contentId"]) == (2, ["properties"], "c1")
    assert (malformed["line"], malformed["code"]) == (4, "BAD_INPUT")


def test_history_reaches_back_to_the_given_day(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = {"type": "VIEW", "contentId": "c1", "userId": "u1", "occurredAt": "1999-12-31T23:59:59Z"}
    path = str(write_ndjson(tmp_path / "log.ndjson", [old]))
    for dry_run in (True, False):
        assert run_import(settings, [path], dry_run=dry_run) == 1
        assert "TOO_OLD: 1" in capsys.readouterr().out
    further = settings.model_copy(update={"oldest_event": date(1999, 1, 1)})
    assert run_import(further, [path], dry_run=True, restart=True) == 0
    assert run_import(further, [path], restart=True) == 0
    assert [row[0] for row in fetch(settings, "SELECT count(*) FROM events")] == [1]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_of_any_kind_are_read(encoding: str, delimiter: str, settings: Settings, tmp_path: Path) -> None:
    rows = [
        ("type", "contentId", "userId", "viewData.watchTime", "viewData.loopCount", "device.userAgent"),
        ("VIEW_PROGRESS", "über", "007", ".5", "05", "42"),
        ("VIEW_PROGRESS", "c;1,2\t3", "u", "5.", "+5", "1e3"),
    ]
    path = tmp_path / "log.csv"
    with path.open("w", newline="", encoding=encoding) as file:
        file.write("\ufeff" if encoding == "utf-16-le" else "")
        csv.writer(file, delimiter=delimiter).writerows(rows)
    assert run_import(settings, [str(path)]) == 0
    stored = fetch(settings, "SELECT content_id, user_id, watch_ms, loop_count, bot_reason FROM events ORDER BY 1")
    assert [tuple(row) for row in stored] == [("c;1,2\t3", "u", 5000, 5, None), ("über", "007", 500, 5, None)]
