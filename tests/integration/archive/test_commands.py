"""``viewpulse archive`` as its user sees it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from server.cli import app
from server.settings import Settings
from server.storage.database import connected, set_codecs
from tests.integration.rollup.feed import aggregating, at, event, feed

REMOVED = "SET session_replication_role = replica; DELETE FROM events; RESET session_replication_role"
"""Removes events behind the back of the archive."""


async def change(settings: Settings, *statements: str, views: int = 0) -> None:
    """Some views of a content are counted; then something else happens."""
    async with connected(settings) as connection, aggregating(settings) as aggregator:
        await set_codecs(connection)
        await feed(connection, *([event("view_start", at(), content_id="c", session_id=f"s{n}")] for n in range(views)))
        await aggregator.drain()
        for statement in statements:
            await connection.execute(statement)


@pytest.fixture
def archive(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """The command, on the test's database and a folder of its own."""
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_REDIS_URL", settings.redis_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    monkeypatch.setenv("VIEWPULSE_ARCHIVE", str(tmp_path / "archive"))
    return lambda *arguments: CliRunner().invoke(app, ["archive", *arguments])


def test_an_archive_is_begun_looked_at_and_forgotten(
    settings: Settings, archive: Callable[..., Result], tmp_path: Path
) -> None:
    assert archive("status").stdout == "There is no archive.\n"
    asyncio.run(change(settings, views=3))
    assert archive("run").stdout == "1 run.\n"
    assert archive("run").stdout == "0 runs.\n"
    lines = archive("status").stdout.splitlines()
    assert lines[0] == f"Folder: {tmp_path / 'archive' / 'default'}"
    assert lines[2:] == [
        "Days: 1 in 1 file, from 2026-03-14 to 2026-03-14",
        "Waiting: 0 batches of events, 0 days to write again",
    ]
    asyncio.run(change(settings, views=2))
    assert archive("status").stdout.splitlines()[-1] == "Waiting: 2 batches of events, 0 days to write again"
    assert archive("compact").stdout == "2 runs.\n"
    assert archive("verify").stdout == "5 events compared, 0 days with differences.\n"
    assert archive("forget").stdout == "There is no archive any more.\n"
    assert archive("status").stdout == "There is no archive.\n"


def test_a_difference_is_shown_and_repaired(settings: Settings, archive: Callable[..., Result]) -> None:
    asyncio.run(change(settings, views=2))
    archive("run")
    asyncio.run(change(settings, REMOVED))
    found = archive("verify")
    assert found.exit_code == 1
    assert found.stdout.splitlines() == [
        "project 1, 2026-03-14: 0 events, 2 in the archive",
        "0 events compared, 1 day with differences.",
    ]
    assert archive("rebuild").stdout == "1 run.\n"
    assert archive("verify").exit_code == 0


def test_what_is_missing_is_said(
    archive: Callable[..., Result], settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    archive("run")
    (tmp_path / "archive").rename(tmp_path / "elsewhere")
    found = archive("status")
    assert found.exit_code == 1
    assert "holds no archive" in str(found.exception)
    monkeypatch.delenv("VIEWPULSE_ARCHIVE")
    found = archive("run")
    assert found.exit_code == 2
    assert "VIEWPULSE_ARCHIVE" in found.output
