"""Ordinary sessions: a viewer opens the app, scrolls, watches, reacts, and leaves."""

from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.dataset.delivery import Fields, Visit
from tests.dataset.entities import Content, Entities, Person
from tests.dataset.playback import watch
from tests.dataset.reactions import react
from tests.dataset.recorder import Recorder

SOURCES = ("FOR_YOU", "FOR_YOU", "FEED", "FOLLOWING", "PROFILE", "HASHTAG", "SEARCH", "DIRECT", "OTHER", None)
REFERRERS = ("https://example.org/a", "https://example.org/b", "https://news.example/", None, None, None)
CAMPAIGNS = ("spring", "newsletter", None, None, None, None)
EVENING = [1, 1, 1, 1, 1, 2, 4, 6, 5, 4, 4, 5, 7, 6, 5, 5, 6, 8, 10, 12, 12, 10, 6, 3]  # of 24 local hours
UNWATCHED = 40  # contents at the end of the list that are shown, but never watched
UNSEEN = 8  # contents at the very end that are never shown


def browse(seed: int, entities: Entities, start: datetime, end: datetime, sessions: int) -> list[Visit]:
    """Sessions of ordinary people within [start, end)."""
    random = Random(f"{seed}:browsing")
    shown = entities.contents[:-UNSEEN]
    weights = list(accumulate(content.appeal for content in shown))
    people = list(accumulate(person.activity for person in entities.people))
    # All viewers come at least once; the active ones come again and again.
    comers = [*entities.people, *random.choices(entities.people, cum_weights=people, k=sessions - len(entities.people))]
    visits = []
    for person in comers:
        moment = _moment(random, person, start, end)
        contents = random.choices(shown, cum_weights=weights, k=min(14, 1 + int(random.expovariate(0.22))))
        visits.append(_session(random, entities, person, moment, contents))
    return visits


def _moment(random: Random, person: Person, start: datetime, end: datetime) -> datetime:
    """A moment that is likely at the viewer's local time."""
    zone = ZoneInfo(person.place.timezone)
    while True:
        moment = start + random.random() * (end - start - timedelta(hours=2))
        if random.random() * max(EVENING) < EVENING[moment.astimezone(zone).hour]:
            return moment


def _session(random: Random, entities: Entities, person: Person, moment: datetime, contents: list[Content]) -> Visit:
    token = person.user_id is not None and random.random() < 0.3
    knows_sessions = person.user_id is None or random.random() < 0.93
    session_id = str(UUID(int=random.getrandbits(128))) if knows_sessions else None
    recorder = Recorder(random, person, session_id, moment, token=token)
    if session_id and random.random() < 0.3:
        recorder.do("SESSION_START")
    unwatched = {content.id for content in entities.contents[-UNWATCHED:]}
    for content in contents:
        recorder.pass_time(random.expovariate(0.2))
        source = _source(random)
        if random.random() < 0.85:
            recorder.do("IMPRESSION", content, source=source)
        if content.id in unwatched or random.random() < 0.12:
            recorder.pass_time(random.uniform(0.3, 2))
            recorder.do(random.choice(["SKIP", "SWIPE_AWAY"]), content, source=source)
            continue
        knows_plays = random.random() < 0.75
        for again in range(random.choice([1, 1, 1, 1, 1, 1, 2, 3])):
            play_id = f"p{random.getrandbits(60):x}" if knows_plays else None
            watch(recorder, content, source, play_id=play_id, again=again > 0 and random.random() < 0.6)
            recorder.pass_time(random.uniform(0.2, 3))
        react(recorder, content, play_id=play_id)
    if session_id and random.random() < 0.25:
        recorder.pass_time(random.uniform(0.2, 30))
        recorder.do("SESSION_END")
    return recorder.visit


def _source(random: Random) -> Fields:
    said = {
        "type": random.choice(SOURCES),
        "referrer": random.choice(REFERRERS),
        "campaign": random.choice(CAMPAIGNS),
    }
    return {name: value for name, value in said.items() if value is not None}
