"""Live streams: with breaks, without a beginning or an end, one that is still live; who joins, writes and leaves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.dataset.bots_and_self_views import CRAWLERS, FARM
from tests.dataset.delivery import Visit
from tests.dataset.entities import PLACES, Content, Entities, Person
from tests.dataset.recorder import Recorder

SHOWS: tuple[tuple[float, tuple[tuple[str, float], ...]], ...] = (
    (9000.0, (("START", 0), ("END", 90))),
    (21_000.0, (("START", 0), ("END", 40), ("START", 46), ("END", 100))),
    (30_000.0, (("END", 60),)),
    (14_000.0, (("START", 0), ("START", 150))),
    (70.0, (("START", 0),)),
    (40_000.0, ()),
)
"""For each stream, how many minutes before the end it is announced, and its marks in minutes after that."""
AUDIENCE = 70
GIFTS = ("rose", "star")
PAUSES = (20.0, 60.0, 300.0, 1799.999, 1800.0, 1800.001, 2400.0)
"""Seconds between two signs of a viewer."""


def streams_of(entities: Entities) -> list[Content]:
    """The contents that are streamed live."""
    return [content for content in entities.contents if content.type == "STREAM"][: len(SHOWS)]


def stream_visits(seed: int, entities: Entities, end: datetime) -> list[Visit]:
    """Visits to live streams, of their creators, people and bots."""
    random = Random(f"{seed}:streams")
    visits = []
    for content, (ago, marks) in zip(streams_of(entities), SHOWS, strict=True):
        begin = end - timedelta(minutes=ago)
        host = Recorder(random, _person(random, content.creator_id or "host"), _session(random), begin)
        for mark, minutes in marks:
            host.now = begin + timedelta(minutes=minutes)
            host.do(f"STREAM_{mark}", content)
        if marks:
            visits.append(host.visit)
        for person in _audience(random, entities, content):
            start = begin + timedelta(minutes=random.uniform(-8, 95))
            recorder = Recorder(random, person, _session(random), start)
            _attend(recorder, content)
            visits.append(recorder.visit)
    return visits


def _audience(random: Random, entities: Entities, content: Content) -> Iterator[Person]:
    """People, some of them twice and at the same time, the creator, bots that an admin knows, and crawlers."""
    people = random.sample(entities.people, AUDIENCE)
    yield from people
    yield from people[:12]
    yield from (_person(random, f"farm{number}") for number in range(0, FARM, 3))
    for number in range(4):
        person = _person(random, f"robot{number}")
        yield Person(person.user_id, person.place, {"userAgent": CRAWLERS[0]}, {}, {}, consent=False, activity=1.0)
    if content.creator_id:
        yield _person(random, content.creator_id)


def _attend(recorder: Recorder, content: Content) -> None:
    """Joins, writes and gives, and leaves; some signs are never sent, some are sent for no reason."""
    random = recorder.random
    if random.random() < 0.9:
        recorder.do("STREAM_JOIN", content)
    for _ in range(random.choice([0, 1, 1, 2, 5])):
        recorder.pass_time(random.choice([*PAUSES, random.uniform(1, 900)]))
        match random.randrange(8):
            case 0:
                recorder.do("STREAM_LEAVE", content)
            case 1 | 2:
                recorder.do("STREAM_JOIN", content)
            case 3:
                recorder.do("STREAM_GIFT", content, properties={"gift": random.choice(GIFTS), "quantity": 2})
            case _:
                recorder.do("STREAM_CHAT", content)
    recorder.pass_time(random.choice([*PAUSES, 43_200.0, 43_201.0, random.uniform(1, 5000)]))
    if random.random() < 0.7:
        recorder.do("STREAM_LEAVE", content)


def _session(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128)))


def _person(random: Random, user_id: str | None) -> Person:
    return Person(user_id, random.choice(PLACES), {}, {}, {}, consent=False, activity=1.0)
