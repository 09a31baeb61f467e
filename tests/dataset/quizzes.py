"""A custom event of two versions, and likes of an old version, from apps and libraries of several versions."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.dataset.delivery import Fields, Visit
from tests.dataset.entities import Entities
from tests.dataset.recorder import Recorder

QUIZ = "quiz_answered"
POLL = "poll_opened"
SCHEMAS: tuple[Fields, ...] = (
    {"type": "CUSTOM", "name": QUIZ, "version": "1.0.0",
     "schema": {"type": "object", "required": ["answer"], "properties": {"answer": {"type": "string"}}}},
    {"type": "CUSTOM", "name": QUIZ, "version": "1.2.0",
     "schema": {"type": "object", "properties": {"answer": {"type": "string"}, "score": {"type": "integer"}}}},
    {"type": "CUSTOM", "name": POLL, "version": "3.0.0", "schema": {}},
)  # fmt: skip
"""What the project registers."""
OLD_LIKES: Fields = {"type": "LIKE", "version": "1.0.0"}
"""What the project deprecates."""
VISITS = 400


def quiz_visits(seed: int, entities: Entities, start: datetime, end: datetime) -> list[Visit]:
    """Short visits within [start, end)."""
    random = Random(f"{seed}:quizzes")
    visits = []
    for _ in range(VISITS):
        at = start + random.random() * (end - start - timedelta(minutes=1))
        session_id = str(UUID(int=random.getrandbits(128)))
        recorder = Recorder(random, random.choice(entities.people), session_id, at)
        content = random.choice(entities.contents[:200])
        device = {"appVersion": random.choice(["4.0.1", "4.1.0"]), "sdk": random.choice(["web/1.0", "android/1.1"])}
        own: Fields = {} if random.random() < 0.2 else {"device": device}
        if random.random() < 0.5:
            recorder.do("LIKE", content, schemaVersion=random.choice(["1.0.0", "1.1.0"]), **own)
            recorder.pass_time(2)
        answer = {"answer": random.choice("abc")}
        if random.random() < 0.6:
            recorder.do("CUSTOM", content, name=QUIZ, schemaVersion="1.0.0", properties=answer, **own)
        else:
            recorder.do("CUSTOM", name=QUIZ, schemaVersion="1.2.0", properties=answer | {"score": 3}, **own)
        if random.random() < 0.3:
            recorder.pass_time(2)
            recorder.do("CUSTOM", name=POLL, schemaVersion="3.0.0", **own)
        visits.append(recorder.visit)
    return visits
