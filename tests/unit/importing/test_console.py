import io

import pytest
from rich.console import Console
from rich.text import Text

from server.importing.console import PLAIN_SECONDS, ImportDisplay
from server.importing.report import Report


class Clock:
    """Seconds that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("size", "expected"), [(4_000_000, "50 %"), (None, "2.0 MB")])
def test_without_a_terminal_a_plain_line_is_printed_every_few_seconds(size: int | None, expected: str) -> None:
    clock, out, report = Clock(), io.StringIO(), Report()
    with ImportDisplay(Console(file=out, width=200), clock) as display:
        display.begin("log.ndjson", "importing", size)
        display.advance(0, report)
        report.records = 10_000
        clock.now += PLAIN_SECONDS - 0.1
        display.advance(1_000_000, report)
        assert out.getvalue() == ""
        clock.now += 0.1
        display.advance(2_000_000, report)
    assert out.getvalue() == f"importing log.ndjson: {expected}, 10,000 records, 2,000/s\n"


def test_on_80_columns_the_bar_is_one_line_even_for_a_long_path_and_gigabytes() -> None:
    clock, out, report = Clock(), io.StringIO(), Report()
    with ImportDisplay(Console(file=out, width=80, force_terminal=True), clock) as display:
        display.begin("/var/log/of/a/great/many/folders/events-of-2026-11-20.ndjson.gz", "importing", 999_900_000_000)
        display.advance(0, report)
        report.records = 98_765_432
        clock.now += 1000
        display.advance(123_400_000_000, report)
    shown = Text.from_ansi(out.getvalue().rsplit("\r", 1)[-1]).plain.rstrip("\n")
    assert shown.startswith("importing events-")
    assert "98,765,432 records, 98,765/s" in shown
    assert "123.4/999.9 GB" in shown
    assert "\n" not in shown
    assert 70 < len(shown) <= 80


def test_a_terminal_has_a_bar_with_bytes_records_and_rate() -> None:
    clock, out, report = Clock(), io.StringIO(), Report()
    with ImportDisplay(Console(file=out, width=200, force_terminal=True), clock) as display:
        display.begin("log.ndjson", "importing", 4_000_000)
        display.advance(0, report)
        report.records = 10_000
        clock.now += 5
        display.advance(2_000_000, report)
    shown = out.getvalue()
    assert "importing log.ndjson" in shown
    assert "2.0/4.0 MB" in shown
    assert "10,000 records, 2,000/s" in shown
