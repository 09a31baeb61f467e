"""How events reach the server: in small requests, late, repeated, out of order, by clocks that are wrong."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from tests.dataset.delivery import MAX_EVENTS, Action, Delivery, Fields, Visit


def deliver(seed: int, visits: Iterable[Visit], end: datetime) -> list[Delivery]:
    """The requests that carry all events, in the order of arrival; the last arrive before ``end``."""
    random = Random(f"{seed}:arrival")
    found: list[Delivery] = []
    for visit in visits:
        found += _send(random, visit, end)
    found.sort(key=lambda delivery: delivery.received_at)
    return found


def _send(random: Random, visit: Visit, end: datetime) -> list[Delivery]:
    actions = [action for action in visit.actions if action.at < end]
    skew = timedelta(seconds=random.choice([0, 0, 0, 0, -7, 950, 86_400, -3_000_000]))
    says_when = bool(skew) or random.random() < 0.4
    offline = timedelta(days=random.expovariate(0.5)) if random.random() < 0.12 else timedelta(0)
    if random.random() < 0.2:
        random.shuffle(actions)
    requests = []
    for part in _parts(random, actions, whole=bool(offline)):
        arrival = min(
            max(action.at for action in part) + offline + timedelta(milliseconds=random.randrange(20, 900)), end
        )
        tries = 1 + (random.random() < 0.06) + (random.random() < 0.01)
        for attempt in range(tries):
            # A retry is sent later, by the same clock, so that it has the same times.
            left = min(arrival + attempt * timedelta(milliseconds=random.randrange(1000, 9000)), end)
            events = [_complete(action, skew) for action in part]
            if attempt and random.random() < 0.5:
                random.shuffle(events)
            requests.append(
                Delivery(left, events, left + skew if says_when else None, visit.token_user, visit.data_center)
            )
    return requests


def _parts(random: Random, actions: Sequence[Action], *, whole: bool) -> Iterable[Sequence[Action]]:
    size = MAX_EVENTS if whole else random.choice([8, 20, 50, 100])
    for start in range(0, len(actions), size):
        yield actions[start : start + size]


def _complete(action: Action, skew: timedelta) -> Fields:
    return {**action.event, "occurredAt": (action.at + skew).isoformat(timespec="milliseconds")}
