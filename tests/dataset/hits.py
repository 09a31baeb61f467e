"""Popular contents: one with a long history, others that rise or fall in the last two days."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.dataset.delivery import Fields, Visit
from tests.dataset.entities import Content, Entities
from tests.dataset.recorder import Recorder

GREAT_PLAYS = 10_400  # more than the 10,000 up to which medians and unique viewers are exact
RISING = 2_700  # views of the great one in the last day: more than 100 an hour, and more than the day before
REFERRERS = 1_300  # different ones on one day: more than the 1,000 values that a day keeps


def watch_hits(seed: int, entities: Entities, start: datetime, end: datetime) -> list[Visit]:
    """Short visits to the hits within [start, end)."""
    random = Random(f"{seed}:hits")
    hour, day = timedelta(hours=1), timedelta(days=1)
    great, fresh, falling, steady = (entities.contents[place] for place in (3, 20, 21, 22))
    calm = GREAT_PLAYS - RISING - REFERRERS
    midnight = (end - 9 * day).replace(hour=0, minute=0, second=0, microsecond=0)
    plays = [
        *_plays(random, great, start, end - 2 * day, calm),
        *_plays(random, great, end - day, end, RISING),
        *_plays(random, fresh, end - 3 * hour, end, 900),
        *_plays(random, falling, end - 6 * hour, end - 3 * hour, 700),
        *_plays(random, falling, end - 3 * hour, end, 330),
        *_plays(random, steady, end - 6 * hour, end, 650),
    ]
    linked = _plays(random, great, midnight, midnight + day, REFERRERS)
    visits = [_visit(random, entities, content, at, {"type": "FOR_YOU"}) for content, at in plays]
    visits += [
        _visit(random, entities, content, at, {"type": "DIRECT", "referrer": f"https://forum.example/{number}"})
        for number, (content, at) in enumerate(linked)
    ]
    return visits


def _plays(
    random: Random, content: Content, start: datetime, end: datetime, views: int
) -> list[tuple[Content, datetime]]:
    return [(content, start + random.random() * (end - start)) for _ in range(views)]


def _visit(random: Random, entities: Entities, content: Content, at: datetime, source: Fields) -> Visit:
    person = random.choice(entities.people)
    session_id = str(UUID(int=random.getrandbits(128))) if person.user_id is None or random.random() < 0.3 else None
    recorder = Recorder(random, person, session_id, at)
    play_id = f"h{random.getrandbits(60):x}"
    recorder.do("VIEW_START", content, playId=play_id, source=source)
    length = content.duration or 20.0
    watched = round(length * min(1.0, random.expovariate(1.6)), 1)
    if random.random() < 0.8:
        recorder.pass_time(watched)
        recorder.do("VIEW_PROGRESS", content, playId=play_id, viewData={"totalWatchTime": watched, "position": watched})
    if random.random() < 0.06:
        recorder.do(random.choice(["LIKE", "COMMENT", "SHARE", "SAVE"]), content)
    return recorder.visit
