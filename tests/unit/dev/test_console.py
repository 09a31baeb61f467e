"""The terminal shows whole lines under their names, and logs stay bounded."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from server.dev import console
from server.dev.console import DevConsole, FollowedLog, Terminal
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
