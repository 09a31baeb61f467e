"""How events reach the server: in small requests, late, repeated, out of order, by clocks that are wrong."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from tests.dataset.delivery import MAX_EVENTS, Deed, Delivery, Fields, Outing


def deliver(seed: int, outings: Iterable[Outing], end: datetime) -> list[Delivery]:
    """The requests that carry all of it, in the order of their arrival; the last arrive before ``end``."""
    random = Random(f"{seed}:arrival")
    found: list[Delivery] = []
    for outing in outings:
        found += _send(random, outing, end)
    found.sort(key=lambda delivery: delivery.received_at)
    return found


def _send(random: Random, outing: Outing, end: datetime) -> list[Delivery]:
    deeds = [deed for deed in outing.deeds if deed.at < end]
    skew = timedelta(seconds=random.choice([0, 0, 0, 0, -7, 950, 86_400, -3_000_000]))
    says_when = bool(skew) or random.random() < 0.4
    offline = timedelta(days=random.expovariate(0.5)) if random.random() < 0.12 else timedelta(0)
    if random.random() < 0.2:
        random.shuffle(deeds)
    requests = []
    for part in _parts(random, deeds, whole=bool(offline)):
        arrival = min(max(deed.at for deed in part) + offline + timedelta(milliseconds=random.randrange(20, 900)), end)
        tries = 1 + (random.random() < 0.06) + (random.random() < 0.01)
        for attempt in range(tries):
            # A retry leaves later, by the same clock, so that it names the same moments.
            left = min(arrival + attempt * timedelta(milliseconds=random.randrange(1000, 9000)), end)
            events = [_complete(deed, skew) for deed in part]
            if attempt and random.random() < 0.5:
                random.shuffle(events)
            requests.append(
                Delivery(left, events, left + skew if says_when else None, outing.token_user, outing.data_center)
            )
    return requests


def _parts(random: Random, deeds: Sequence[Deed], *, whole: bool) -> Iterable[Sequence[Deed]]:
    size = MAX_EVENTS if whole else random.choice([8, 20, 50, 100])
    for start in range(0, len(deeds), size):
        yield deeds[start : start + size]


def _complete(deed: Deed, skew: timedelta) -> Fields:
    return {**deed.event, "occurredAt": (deed.at + skew).isoformat(timespec="milliseconds")}
