import io

from rich.console import Console

from server.demo.display import PLAIN_SECONDS, DemoDisplay
from server.demo.senders import Tally


class Clock:
    """Seconds that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def shown(*, terminal: bool, trouble: BaseException | None = None) -> str:
    clock, out, tally = Clock(), io.StringIO(), Tally()
    with DemoDisplay(Console(file=out, width=200, force_terminal=terminal), clock) as display:
        for second in range(int(PLAIN_SECONDS) + 1):
            clock.now = 100.0 + second
            tally.sent = 250 * second
            tally.accepted = tally.sent - 7
            tally.duplicates = 7
            display.show(tally, trouble)
    return out.getvalue()


def test_a_plain_line_every_few_seconds_shows_progress_and_rate() -> None:
    assert shown(terminal=False) == (
        "demo: 250 events/s · 2,500 sent, 2,493 accepted, 7 duplicates, 0 rejected, 0 retries\n"
    )


def test_a_terminal_has_one_live_line() -> None:
    assert "250 events/s" in shown(terminal=True)


def test_the_display_shows_what_it_waits_for() -> None:
    assert shown(terminal=False, trouble=ConnectionRefusedError("refused")).endswith("waiting: refused\n")


def test_another_tally_has_a_rate_of_its_own() -> None:
    clock, out = Clock(), io.StringIO()
    with DemoDisplay(Console(file=out, width=200, force_terminal=False), clock) as display:
        display.show(Tally(sent=90_000), None)
        for second in range(int(PLAIN_SECONDS) + 1):
            clock.now = 100.0 + second
            display.show(Tally(sent=20 * second), None)
    assert out.getvalue().startswith("demo: 20 events/s · 200 sent")
