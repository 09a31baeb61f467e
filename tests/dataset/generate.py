"""The data set of a seed: 40 days of a platform's life, as the requests that its apps send."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.dataset.arrival import deliver
from tests.dataset.browsing import browse
from tests.dataset.delivery import Delivery
from tests.dataset.hits import watch_hits
from tests.dataset.strangers import admire_oneself, crawl, push
from tests.dataset.world import World, build_world

SEED = 20260330
NOW = datetime(2026, 3, 30, 10, 7, tzinfo=UTC)
"""The end of the 40 days, which hold the change to summer time of America (8 March) and of Europe (29 March)."""
DAYS = 40
SESSIONS = 7_400


@dataclass(slots=True)
class DataSet:
    """All that is known about the test world.

    Attributes:
        world: Who and what there is.
        deliveries: All requests, in the order of their arrival.
        start: The first moment.
        end: The last moment, which tests take for now.
    """

    world: World
    deliveries: list[Delivery]
    start: datetime
    end: datetime

    @property
    def events(self) -> int:
        """Events sent, repetitions included."""
        return sum(len(delivery.events) for delivery in self.deliveries)


def generate(seed: int = SEED, sessions: int = SESSIONS) -> DataSet:
    """The data set of a seed; the same for the same arguments."""
    end = NOW
    start = end - timedelta(days=DAYS)
    world = build_world(seed)
    outings = [
        *browse(seed, world, start, end, sessions),
        *watch_hits(seed, world, start, end),
        *crawl(seed, world, start, end),
        *admire_oneself(seed, world, start, end),
        *push(seed, world, end),
    ]
    return DataSet(world, deliver(seed, outings, end), start, end)
