"""Sends the demo's past, day by day, and waits until it is counted."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from server.demo.api import Api
from server.demo.display import DemoDisplay
from server.demo.past import Past
from server.demo.senders import Senders
from server.wording import pluralize

BATCH_EVENTS = 100
LOOK_SECONDS = 1.5
"""Between two looks: 40 of the 60 queries that a user may send in a minute."""
PATIENCE_SECONDS = 120.0
_DAYS = """
query Days($days: Int!) {
  series(of: {platform: true}, by: DAY, range: {days: $days}) { points { date views } }
}
"""
_COUNTED = '{ platformAnalytics(range: {last: "1h"}) { asOf } }'


@dataclass(frozen=True, slots=True)
class Filling:
    """Fills the days without views.

    Attributes:
        admin: The API, with an admin's token.
        connect: Opens a connection that may send events.
        display: Shows the progress.
        stop: Stops it; what is missing is sent the next time.
    """

    admin: Api
    connect: Callable[[], Api]
    display: DemoDisplay
    stop: threading.Event

    def fill(self, past: Past, days: int) -> Senders:
        """Sends the past of today and of so many days before; of those (in UTC) that have no views yet.

        Returns:
            The senders, with the results; the past is counted.
        """
        senders = Senders(self.connect, self.stop)
        began, empty = time.monotonic(), self._find_empty(days)
        if empty:
            self.display.say(f"demo: making a past of {pluralize(len(empty), 'day')}; it takes up to a minute …")
        self._send(past, empty, senders)
        if senders.tally.sent:
            self._wait_counted()
        if senders.tally.sent and not self.stop.is_set():
            took = time.monotonic() - began
            self.display.say(f"demo: the past is counted: {senders.tally.accepted:,} events, {took:.0f} s")
        return senders

    def _find_empty(self, days: int) -> list[date]:
        answer = self.admin.execute(_DAYS, {"days": days + 1}, patience=PATIENCE_SECONDS)
        return [date.fromisoformat(point["date"]) for point in answer["series"]["points"] if not point["views"]]

    def _send(self, past: Past, days: Sequence[date], senders: Senders) -> None:
        """Returns when all is answered, or ``stop`` is set."""
        for day in days:
            for batch in _batches(past.events(day)):
                if self.stop.is_set():
                    return
                senders.put(batch)
                self.display.show(senders.tally, senders.trouble)
        senders.close(PATIENCE_SECONDS)

    def _wait_counted(self) -> None:
        """Waits until all that was acknowledged is counted: two minutes at most, or until ``stop`` is set."""
        acknowledged = datetime.now(UTC)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.stop.is_set() and time.monotonic() < deadline:
            as_of = self.admin.execute(_COUNTED, {}, patience=PATIENCE_SECONDS)["platformAnalytics"]["asOf"]
            if as_of is not None and datetime.fromisoformat(as_of) >= acknowledged:
                return
            self.stop.wait(LOOK_SECONDS)


def _batches(events: Iterable[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    remaining = iter(events)
    while batch := list(islice(remaining, BATCH_EVENTS)):
        yield batch
