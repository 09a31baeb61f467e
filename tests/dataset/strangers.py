"""Those whose numbers do not count by default: bots of several kinds, and creators who watch their own contents."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.dataset.delivery import Outing
from tests.dataset.playback import watch
from tests.dataset.reactions import react
from tests.dataset.stage import Stage
from tests.dataset.world import PLACES, Person, World

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
RUSH = 150  # views of one viewer in one minute; 120 are believed
PUSHED = 330  # views of a content in its last two hours, more than 100 an hour in three
CLEARED = 4  # crawlers that an admin declares to be people


def crawl(seed: int, world: World, start: datetime, end: datetime) -> list[Outing]:
    """Crawlers that say so, bots that do not, and honest clients with odd user agents."""
    random = Random(f"{seed}:strangers")
    crawlers = [_person(random, f"robot{number}" if number % 3 else None) for number in range(30)]
    farm = [_person(random, f"farm{number}") for number in range(FARM)]
    servers = [_person(random, f"server{number}") for number in range(8)]
    scripts = [_person(random, f"script{number}") for number in range(40)]
    hurried = [_person(random, f"hurry{number}") for number in range(3)]
    for number in range(CLEARED):
        world.classified[f"robot{3 * number + 1}"] = False
    for person in farm:
        world.classified[str(person.user_id)] = True
    walks = [
        *((person, CRAWLERS, 0.4) for person in crawlers * 4),
        *((person, HONEST, 0.5) for person in farm * 4),
        *((person, HONEST, 1.0) for person in scripts),
    ]
    outings = [
        _walk(random, world, person, _moment(random, start, end), agents, share) for person, agents, share in walks
    ]
    outings += [_walk(random, world, person, _moment(random, start, end), (), 0.0) for person in servers * 2]
    outings += [_rush(random, world, person, _moment(random, start, end)) for person in hurried]
    return outings


def admire_oneself(seed: int, world: World, start: datetime, end: datetime) -> list[Outing]:
    """Creators who watch and like what they made; one of them is a bot besides."""
    random = Random(f"{seed}:self")
    outings = []
    for content in random.sample(world.contents[:200], 120):
        if content.creator_id is None:
            continue
        person = _person(random, content.creator_id)
        for _ in range(random.choice([1, 2])):
            moment = start + random.random() * (end - start - timedelta(hours=1))
            session_id = str(UUID(int=random.getrandbits(128)))
            stage = Stage(random, person, session_id, moment, token=random.random() < 0.5)
            watch(stage, content, {"type": "PROFILE"}, play_id=f"s{random.getrandbits(60):x}")
            react(stage, content, play_id=None)
            other = random.choice(world.contents[:200])
            watch(stage, other, {"type": "FEED"}, play_id=None)
            outings.append(stage.outing)
    world.classified["creator7"] = True
    return outings


def push(seed: int, world: World, end: datetime) -> list[Outing]:
    """Contents that rise in two hours by views of a bot farm, of their creator, of people and a farm together."""
    random = Random(f"{seed}:pushed")
    farm = [_person(random, f"farm{number}") for number in range(FARM)]
    bought, own, mixed = world.contents[26:29]
    views = [
        *((random.choice(farm), bought) for _ in range(PUSHED)),
        *((_person(random, own.creator_id), own) for _ in range(PUSHED)),
        *((random.choice([*farm, *world.users[:18]]), mixed) for _ in range(PUSHED)),
    ]
    outings = []
    for person, content in views:
        at = end - timedelta(hours=2) * random.random()
        stage = Stage(random, person, str(UUID(int=random.getrandbits(128))), at)
        stage.do("VIEW_START", content, playId=f"f{random.getrandbits(60):x}")
        stage.do(random.choice(["LIKE", "SHARE", "CLICK"]), content)
        outings.append(stage.outing)
    return outings


def _moment(random: Random, start: datetime, end: datetime) -> datetime:
    return start + random.random() * (end - start - timedelta(hours=1))


def _walk(
    random: Random, world: World, person: Person, moment: datetime, agents: tuple[str, ...], share: float
) -> Outing:
    """A quick walk through many contents; some of the events name the agent. Without agents it is a data centre's."""
    session_id = str(UUID(int=random.getrandbits(128)))
    stage = Stage(random, person, session_id, moment)
    stage.outing.data_center = not agents
    agent = random.choice(agents) if agents else None
    for number, content in enumerate(random.sample(world.contents[:300], 6)):
        device = dict(person.device)
        if agent is not None and (number == 0 or random.random() < share):
            device["userAgent"] = agent
        stage.do("VIEW_START", content, playId=f"b{random.getrandbits(60):x}", device=device)
        stage.pass_time(random.uniform(0.1, 4))
        if random.random() < 0.5:
            stage.do("LIKE", content, device=device)
    return stage.outing


def _rush(random: Random, world: World, person: Person, moment: datetime) -> Outing:
    """More views within one minute than any person has."""
    stage = Stage(random, person, str(UUID(int=random.getrandbits(128))), moment.replace(second=1))
    for _ in range(RUSH):
        stage.do("VIEW_START", random.choice(world.contents[:20]), playId=f"r{random.getrandbits(60):x}")
        stage.pass_time(0.3)
    return stage.outing


def _person(random: Random, user_id: str | None) -> Person:
    device = random.choice([{"type": "DESKTOP", "platform": "WEB"}, {"type": "MOBILE", "platform": "ANDROID"}, {}])
    return Person(user_id, random.choice(PLACES), device, {}, {}, consent=False, activity=1.0)
