"""Contents that many people watch: one with a long history, others that rise or fall in the last two days."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.dataset.delivery import Fields, Outing
from tests.dataset.stage import Stage
from tests.dataset.world import Content, World

GREAT_PLAYS = 10_400  # more than the 10,000 up to which medians and unique viewers are exact
RISING = 2_700  # views of the great one in the last day: more than 100 an hour, and more than the day before
REFERRERS = 1_300  # different ones on one day: more than the 1,000 values that a day keeps


def watch_hits(seed: int, world: World, start: datetime, end: datetime) -> list[Outing]:
    """Short visits to the hits within [start, end)."""
    random = Random(f"{seed}:hits")
    hour, day = timedelta(hours=1), timedelta(days=1)
    great, fresh, falling, steady = world.contents[3], world.contents[20], world.contents[21], world.contents[22]
    calm = GREAT_PLAYS - RISING - REFERRERS
    midnight = (end - 9 * day).replace(hour=0, minute=0, second=0, microsecond=0)
    visits = [
        *_visits(random, great, start, end - 2 * day, calm),
        *_visits(random, great, end - day, end, RISING),
        *_visits(random, fresh, end - 3 * hour, end, 900),
        *_visits(random, falling, end - 6 * hour, end - 3 * hour, 700),
        *_visits(random, falling, end - 3 * hour, end, 330),
        *_visits(random, steady, end - 6 * hour, end, 650),
    ]
    linked = _visits(random, great, midnight, midnight + day, REFERRERS)
    outings = [_visit(random, world, content, at, {"type": "FOR_YOU"}) for content, at in visits]
    outings += [
        _visit(random, world, content, at, {"type": "DIRECT", "referrer": f"https://forum.example/{number}"})
        for number, (content, at) in enumerate(linked)
    ]
    return outings


def _visits(
    random: Random, content: Content, start: datetime, end: datetime, views: int
) -> list[tuple[Content, datetime]]:
    return [(content, start + random.random() * (end - start)) for _ in range(views)]


def _visit(random: Random, world: World, content: Content, at: datetime, source: Fields) -> Outing:
    person = random.choice(world.people)
    session_id = str(UUID(int=random.getrandbits(128))) if person.user_id is None or random.random() < 0.3 else None
    stage = Stage(random, person, session_id, at)
    play_id = f"h{random.getrandbits(60):x}"
    stage.do("VIEW_START", content, playId=play_id, source=source)
    length = content.duration or 20.0
    watched = round(length * min(1.0, random.expovariate(1.6)), 1)
    if random.random() < 0.8:
        stage.pass_time(watched)
        stage.do("VIEW_PROGRESS", content, playId=play_id, viewData={"totalWatchTime": watched, "position": watched})
    if random.random() < 0.06:
        stage.do(random.choice(["LIKE", "COMMENT", "SHARE", "SAVE"]), content)
    return stage.outing
