"""PostgreSQL is unavailable for a while in the middle of an import."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.embedded import EmbeddedPostgres
from server.settings import Settings
from server.storage.migrating import migrate
from tests.folders import server_folder
from tests.integration.importing.command import fetch, start, stored, told, wait_until
from tests.integration.importing.events_file import lifelike, write_ndjson

EVENTS = 20_000


@pytest.fixture
def postgres_folder() -> Iterator[Path]:
    with server_folder("test") as folder:
        yield folder


def wait_until_told(words: str, process: "subprocess.Popen[str]") -> None:
    """Reads what a command tells people, up to a line with some words."""
    assert process.stderr
    for line in process.stderr:
        if words in line:
            return
    raise AssertionError(f"it ended without {words!r}")


def test_an_import_waits_for_a_database_that_restarts_and_counts_exactly(tmp_path: Path, postgres_folder: Path) -> None:
    postgres = EmbeddedPostgres(postgres_folder, {"fsync": "off"})
    server = postgres.start()
    try:
        migrate(server.url)
        settings = Settings(database_url=server.url)
        process = start(settings, str(write_ndjson(tmp_path / "log.ndjson", lifelike(EVENTS))))
        wait_until(lambda: stored(settings)[0] > 0, process)
        server.stop()
        wait_until_told("trying again in", process)
        assert process.poll() is None
        server = postgres.start(server.port)
        output, errors = process.communicate(timeout=100)
        assert process.returncode == 0, errors
        assert sum(told(output).values()) == EVENTS
        assert told(output)["rejected"] == 0
        assert stored(settings) == (EVENTS, EVENTS)
        assert fetch(settings, "SELECT records_done, finished_at IS NOT NULL FROM imports") == (EVENTS, True)
    finally:
        server.stop()


def test_an_import_gives_up_at_once_where_no_database_was(tmp_path: Path) -> None:
    settings = Settings(database_url="postgresql://viewpulse@127.0.0.1:1/none")
    process = start(settings, str(write_ndjson(tmp_path / "log.ndjson", lifelike(3))))
    try:
        _, errors = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert process.returncode == 75
    assert "Traceback" not in errors
