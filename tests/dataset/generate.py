"""The data set of a seed: 40 days of a platform's life, as the requests that its apps send."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.dataset.arrival import deliver
from tests.dataset.bots_and_self_views import bot_visits, push, self_view_visits
from tests.dataset.browsing import browse
from tests.dataset.delivery import Delivery
from tests.dataset.entities import Entities, build_entities
from tests.dataset.hits import watch_hits
from tests.dataset.quizzes import quiz_visits
from tests.dataset.returning import return_visits
from tests.dataset.shopping import shop_visits, spending
from tests.dataset.streams import stream_visits

SEED = 20260330
NOW = datetime(2026, 3, 30, 10, 7, tzinfo=UTC)
"""The end of the 40 days, which hold the change to summer time of America (8 March) and of Europe (29 March)."""
DAYS = 40
SESSIONS = 7_400


@dataclass(slots=True)
class DataSet:
    """The events that tests send, and the entities behind them.

    Attributes:
        entities: The entities.
        deliveries: All requests, in the order of arrival.
        start: The first moment.
        end: The last moment, which tests use as now.
    """

    entities: Entities
    deliveries: list[Delivery]
    start: datetime
    end: datetime

    @property
    def events(self) -> int:
        """Number of events sent, including repetitions."""
        return sum(len(delivery.events) for delivery in self.deliveries)


def generate(seed: int = SEED, sessions: int = SESSIONS) -> DataSet:
    """The data set of a seed; the same for the same arguments."""
    end = NOW
    start = end - timedelta(days=DAYS)
    entities = build_entities(seed)
    entities.spent = spending(seed, start)
    visits = [
        *browse(seed, entities, start, end, sessions),
        *watch_hits(seed, entities, start, end),
        *bot_visits(seed, entities, start, end),
        *self_view_visits(seed, entities, start, end),
        *push(seed, entities, end),
        *return_visits(seed, entities, start, end),
        *quiz_visits(seed, entities, start, end),
        *shop_visits(seed, entities, start, end),
        *stream_visits(seed, entities, end),
    ]
    return DataSet(entities, deliver(seed, visits, end), start, end)
