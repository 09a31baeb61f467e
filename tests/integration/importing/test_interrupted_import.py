"""The real command, stopped in the middle."""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.settings import Settings
from tests.integration.importing.command import fetch, start, stored, told, wait_until
from tests.integration.importing.events_file import lifelike, write_ndjson

EVENTS = 20_000


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file long enough to be stopped in the middle of; every other record has no id of its own."""
    events = lifelike(EVENTS)
    for event in events[::2]:
        del event["id"]
    return write_ndjson(tmp_path_factory.mktemp("import") / "log.ndjson", events)


def test_an_import_killed_in_the_middle_resumes_where_it_was_and_counts_exactly(settings: Settings, log: Path) -> None:
    done = "SELECT coalesce(max(records_done), 0) FROM imports"
    reached = 0
    for _ in range(2):
        process = start(settings, str(log))
        wait_until(lambda before=reached: fetch(settings, done)[0] > before, process)  # type: ignore[misc]
        process.kill()
        process.communicate()
        assert 0 < fetch(settings, done)[0] < EVENTS
        reached = fetch(settings, done)[0]
    process = start(settings, str(log))
    output, errors = process.communicate(timeout=100)
    assert process.returncode == 0, errors
    assert f"resumes after record {reached:,}" in errors
    assert sum(told(output).values()) == EVENTS - reached
    assert stored(settings) == (EVENTS, EVENTS)
    assert fetch(settings, "SELECT records_done, rejected, finished_at IS NOT NULL FROM imports") == (EVENTS, 0, True)


def test_control_c_stops_cleanly_and_says_how_to_resume(settings: Settings, log: Path) -> None:
    process = start(settings, str(log))
    wait_until(lambda: stored(settings)[0] > 0, process)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Run the same command again to resume" in errors
    assert "Traceback" not in errors
    done, accepted = fetch(settings, "SELECT records_done, accepted FROM imports")
    assert 0 < done < EVENTS
    # Everything that was sent has its answer: nothing is stored that the report does not know.
    assert told(output)["accepted"] == accepted == done == stored(settings)[0]
    process = start(settings, str(log))
    output, errors = process.communicate(timeout=100)
    assert process.returncode == 0, errors
    assert told(output) == {"accepted": EVENTS - done, "duplicates": 0, "rejected": 0}
    assert stored(settings) == (EVENTS, EVENTS)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    for end in (reading, writing):
        with contextlib.suppress(OSError):
            os.close(end)


def test_standard_input_is_read_once_and_again_without_adding_anything(settings: Settings, log: Path) -> None:
    head = b"".join(log.read_bytes().splitlines(keepends=True)[:1050])
    for expected in ({"accepted": 1050, "duplicates": 0}, {"accepted": 0, "duplicates": 1050}):
        process = start(settings, "-", stdin=subprocess.PIPE)
        assert process.stdin
        writer = threading.Thread(target=lambda process=process: process.stdin.buffer.write(head))
        writer.start()
        writer.join()
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert told(output) == {**expected, "rejected": 0}
    assert stored(settings) == (1050, 1050)
    assert fetch(settings, "SELECT count(*) FROM imports") == (0,)


def test_control_c_ends_an_import_that_waits_for_a_silent_pipe(
    settings: Settings, log: Path, pipe: tuple[int, int]
) -> None:
    reading, writing = pipe
    process = start(settings, "-", "--format", "ndjson", stdin=reading)
    os.write(writing, b"".join(log.read_bytes().splitlines(keepends=True)[:110]))
    wait_until(lambda: stored(settings)[0] == 100, process)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert told(output)["accepted"] == 100
    assert "Traceback" not in errors
    assert "Fatal" not in errors
