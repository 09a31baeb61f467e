"""Apps that keep a session id for days: the viewer comes back to it, after about half an hour or much later."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.dataset.delivery import Visit
from tests.dataset.entities import Entities
from tests.dataset.playback import watch
from tests.dataset.reactions import react
from tests.dataset.recorder import Recorder

RETURNING = 150
PAUSES = (900.0, 1799.999, 1800.0, 1800.0, 1800.001, 1801.0, 5400.0, 86_400.0, 200_000.0)
"""Seconds until the viewer comes back; a session has ended after more than 1800."""


def return_visits(seed: int, entities: Entities, start: datetime, end: datetime) -> list[Visit]:
    """Visits within [start, end), some to contents that the viewer began to watch on the visit before."""
    random = Random(f"{seed}:returning")
    visits = []
    for person in random.sample(entities.people, RETURNING):
        session_id = str(UUID(int=random.getrandbits(128)))
        contents = random.sample(entities.contents[:200], 3)
        moment = start + random.random() * (end - start - timedelta(days=16))
        for _ in range(random.randint(2, 6)):
            recorder = Recorder(random, person, session_id, moment)
            content = random.choice(contents)
            recorder.do("IMPRESSION", content)
            watch(recorder, content, {"type": "FEED"}, play_id=None)
            react(recorder, content, play_id=None)
            if random.random() < 0.2:
                recorder.do("SESSION_END")
            visits.append(recorder.visit)
            moment = recorder.visit.actions[-1].at + timedelta(seconds=random.choice(PAUSES))
    return visits
