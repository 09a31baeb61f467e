"""Viewers who do not count by default: bots of several kinds, and creators who watch their own contents."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.dataset.delivery import Visit
from tests.dataset.entities import PLACES, Entities, Person
from tests.dataset.playback import watch
from tests.dataset.reactions import react
from tests.dataset.recorder import Recorder

CRAWLERS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
)
HONEST = (
    "okhttp/4.12.0",
    "MyApp/5 CFNetwork/1490.0.4 Darwin/23.2.0",
    "curl/8.5.0",
    "python-requests/2.31.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
)
FARM = 12  # viewers that an admin classifies as bots
RUSH = 150  # views of one viewer in one minute; 120 count
PUSHED = 330  # views of a content in its last two hours, more than 100 an hour in three
CLEARED = 4  # crawlers that an admin declares to be people


def bot_visits(seed: int, entities: Entities, start: datetime, end: datetime) -> list[Visit]:
    """Crawlers that identify themselves, bots that do not, and people with unusual user agents."""
    random = Random(f"{seed}:strangers")
    crawlers = [_person(random, f"robot{number}" if number % 3 else None) for number in range(30)]
    farm = [_person(random, f"farm{number}") for number in range(FARM)]
    servers = [_person(random, f"server{number}") for number in range(8)]
    scripts = [_person(random, f"script{number}") for number in range(40)]
    hurried = [_person(random, f"hurry{number}") for number in range(3)]
    for number in range(CLEARED):
        entities.classified[f"robot{3 * number + 1}"] = False
    for person in farm:
        entities.classified[str(person.user_id)] = True
    walks = [
        *((person, CRAWLERS, 0.4) for person in crawlers * 4),
        *((person, HONEST, 0.5) for person in farm * 4),
        *((person, HONEST, 1.0) for person in scripts),
    ]
    visits = [
        _walk(random, entities, person, _moment(random, start, end), agents, share) for person, agents, share in walks
    ]
    visits += [_walk(random, entities, person, _moment(random, start, end), (), 0.0) for person in servers * 2]
    visits += [_rush(random, entities, person, _moment(random, start, end)) for person in hurried]
    return visits


def self_view_visits(seed: int, entities: Entities, start: datetime, end: datetime) -> list[Visit]:
    """Creators who watch and like their own contents; one of them is also a bot."""
    random = Random(f"{seed}:self")
    visits = []
    for content in random.sample(entities.contents[:200], 120):
        if content.creator_id is None:
            continue
        person = _person(random, content.creator_id)
        for _ in range(random.choice([1, 2])):
            moment = start + random.random() * (end - start - timedelta(hours=1))
            session_id = str(UUID(int=random.getrandbits(128)))
            recorder = Recorder(random, person, session_id, moment, token=random.random() < 0.5)
            watch(recorder, content, {"type": "PROFILE"}, play_id=f"s{random.getrandbits(60):x}")
            react(recorder, content, play_id=None)
            other = random.choice(entities.contents[:200])
            watch(recorder, other, {"type": "FEED"}, play_id=None)
            visits.append(recorder.visit)
    entities.classified["creator7"] = True
    return visits


def push(seed: int, entities: Entities, end: datetime) -> list[Visit]:
    """Contents that rise in two hours by views of a bot farm, of their creator, of people and a farm together."""
    random = Random(f"{seed}:pushed")
    farm = [_person(random, f"farm{number}") for number in range(FARM)]
    bought, own, mixed = entities.contents[26:29]
    views = [
        *((random.choice(farm), bought) for _ in range(PUSHED)),
        *((_person(random, own.creator_id), own) for _ in range(PUSHED)),
        *((random.choice([*farm, *entities.users[:18]]), mixed) for _ in range(PUSHED)),
    ]
    visits = []
    for person, content in views:
        at = end - timedelta(hours=2) * random.random()
        recorder = Recorder(random, person, str(UUID(int=random.getrandbits(128))), at)
        recorder.do("VIEW_START", content, playId=f"f{random.getrandbits(60):x}")
        recorder.do(random.choice(["LIKE", "SHARE", "CLICK"]), content)
        visits.append(recorder.visit)
    return visits


def _moment(random: Random, start: datetime, end: datetime) -> datetime:
    return start + random.random() * (end - start - timedelta(hours=1))


def _walk(
    random: Random, entities: Entities, person: Person, moment: datetime, agents: tuple[str, ...], share: float
) -> Visit:
    """A quick walk through many contents; some of the events name the agent. Without agents it is a data centre's."""
    session_id = str(UUID(int=random.getrandbits(128)))
    recorder = Recorder(random, person, session_id, moment)
    recorder.visit.data_center = not agents
    agent = random.choice(agents) if agents else None
    for number, content in enumerate(random.sample(entities.contents[:300], 6)):
        device = dict(person.device)
        if agent is not None and (number == 0 or random.random() < share):
            device["userAgent"] = agent
        recorder.do("VIEW_START", content, playId=f"b{random.getrandbits(60):x}", device=device)
        recorder.pass_time(random.uniform(0.1, 4))
        if random.random() < 0.5:
            recorder.do("LIKE", content, device=device)
    return recorder.visit


def _rush(random: Random, entities: Entities, person: Person, moment: datetime) -> Visit:
    """More views within one minute than a person can have."""
    recorder = Recorder(random, person, str(UUID(int=random.getrandbits(128))), moment.replace(second=1))
    for _ in range(RUSH):
        recorder.do("VIEW_START", random.choice(entities.contents[:20]), playId=f"r{random.getrandbits(60):x}")
        recorder.pass_time(0.3)
    return recorder.visit


def _person(random: Random, user_id: str | None) -> Person:
    device = random.choice([{"type": "DESKTOP", "platform": "WEB"}, {"type": "MOBILE", "platform": "ANDROID"}, {}])
    return Person(user_id, random.choice(PLACES), device, {}, {}, consent=False, activity=1.0)
