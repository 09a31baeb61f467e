"""The terminal shows whole lines under their names, and logs stay bounded."""

import io
import logging
from pathlib import Path

import pytest
import structlog
from rich.console import Console

from server.dev import console
from server.dev.console import DevConsole, FollowedLog, Terminal, is_noteworthy
from server.logs import configure_logging
from server.settings import Settings
from tests.products import wait_until


def followed(file: Path) -> FollowedLog:
    return FollowedLog("api", file, lambda line: "secret" not in line, 0)


def test_only_whole_lines_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "api.log"
    file.write_bytes(b"one\ntw")
    log = followed(file)

    assert log.new_lines() == ["one"]
    assert log.new_lines() == []
    with file.open("ab") as end:
        end.write("o – \nsecret\nthree\n".encode())
    assert log.new_lines() == ["two – ", "three"]


def test_a_log_that_is_not_there_yet_shows_nothing(tmp_path: Path) -> None:
    assert followed(tmp_path / "none.log").new_lines() == []


def test_a_full_log_starts_over_and_is_kept_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "LOG_LIMIT", 100)
    file = tmp_path / "api.log"
    log = followed(file)
    with file.open("ab") as writer:  # as a child does: opened once, appending
        for number in range(40):
            writer.write(b"line %d\n" % number)
            writer.flush()
            assert log.new_lines() == [f"line {number}"]

    assert file.stat().st_size <= 108
    assert (tmp_path / "api.log.1").stat().st_size <= 108


def test_lines_appear_under_their_names(tmp_path: Path) -> None:
    output = io.StringIO()
    shown = DevConsole(Console(file=output, width=40))
    file = tmp_path / "api.log"
    file.write_text("from an earlier run\n")
    shown.follow("api", file, lambda _line: True)
    with file.open("a") as log:
        log.write("a line that is longer than the terminal is wide [bold]\n")
    shown.say("stopping …")
    wait_until(lambda: "stopping" in output.getvalue(), what="our own line")
    shown.close()

    assert "       api │ a line that is longer than the terminal is wide [bold]\n" in output.getvalue()
    assert " viewpulse │ stopping …\n" in output.getvalue()
    assert "earlier" not in output.getvalue()


@pytest.mark.parametrize("log_json", [False, True])
def test_warnings_reach_the_terminal_and_routine_only_the_log(
    log_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    kept = (root.handlers[:], root.level, structlog.get_config())
    try:
        configure_logging(Settings(log_level="DEBUG", log_json=log_json))
        log = structlog.get_logger("server.rollup.aggregator").bind()
        log.debug("run", events=0)
        log.info("run", events=17)
        log.warning("the database is away", error="level: info")
        log.error("a run failed [info] and was rolled back")
    finally:
        root.handlers[:], root.level = kept[:2]
        structlog.configure(**kept[2])
    lines = capsys.readouterr().err.splitlines()

    assert [is_noteworthy(line) for line in lines] == [False, False, True, True]
    assert is_noteworthy("Traceback (most recent call last):")
    assert is_noteworthy('  File "server/rollup/aggregator.py", line 3, in [info] ')


def test_a_closed_terminal_stops_nothing(tmp_path: Path) -> None:
    class Closed(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    shown = DevConsole(Terminal(file=Closed()))
    file = tmp_path / "api.log"
    shown.follow("api", file, lambda _line: True)
    shown.say("nobody reads this")
    file.write_text("nor this\n")

    wait_until(lambda: shown.has_followed(file), what="a log read to its end")

    shown.close()
