"""The entities of the data set: contents and their creators, viewers and their cities."""

from dataclasses import dataclass, field
from random import Random

from tests.dataset.delivery import Fields

CONTENTS = 500
CREATORS = 50
PROFILED = 12
"""Creators with a profile."""
USERS = 4000
GUESTS = 600

UNCREDITED = (18, 24)
"""Contents in the catalogue without a creator."""
DISPUTED = {7: "creator16", 12: "creator3", 24: "creator49", 60: "creator16", 107: "creator3"}
"""Contents for which some events name another creator."""
VAGUE = (32, 60)
"""Contents for which some events name no creator."""

AGE_GROUPS = ("UNDER_13", "AGE_13_17", "AGE_18_24", "AGE_25_34", "AGE_35_44", "AGE_45_54", "AGE_55_64", "AGE_65_PLUS")
GENDERS = ("FEMALE", "MALE", "NON_BINARY", "OTHER")


@dataclass(frozen=True, slots=True)
class Place:
    """A city; two of them share a name."""

    country: str
    region: str | None
    city: str
    timezone: str
    latitude: float
    longitude: float


PLACES = (
    Place("DE", "Berlin", "Berlin", "Europe/Berlin", 52.52, 13.405),
    Place("DE", None, "Hamburg", "Europe/Berlin", 53.551, 9.994),
    Place("GR", "Attica", "Athens", "Europe/Berlin", 37.984, 23.728),
    Place("US", "New York", "New York", "America/New_York", 40.713, -74.006),
    Place("US", "Georgia", "Athens", "America/New_York", 33.951, -83.357),
    Place("IN", "Maharashtra", "Mumbai", "Asia/Kolkata", 19.076, 72.878),
    Place("IN", "West Bengal", "Kolkata", "Asia/Kolkata", 22.573, 88.364),
)


@dataclass(frozen=True, slots=True)
class Content:
    """A content.

    Attributes:
        id: Its id.
        type: Its type.
        creator_id: Its creator; None: never named.
        duration: Seconds; None: unknown.
        in_catalogue: Whether the catalogue has it; otherwise events carry its creator and duration.
        appeal: How often it is shown, relative to others.
        is_credited: Whether the catalogue names its creator.
        named: The creators that events name, in turns; None: an event names no creator.
    """

    id: str
    type: str
    creator_id: str | None
    duration: float | None
    in_catalogue: bool
    appeal: float
    is_credited: bool
    named: tuple[str | None, ...]

    @property
    def described(self) -> Fields:
        """As a ContentInput."""
        described = {
            "id": self.id,
            "type": self.type,
            "creatorId": self.creator_id if self.is_credited else None,
            "title": f"Title of {self.id}",
            "caption": f"Caption of {self.id}" if self.duration else None,
            "thumbnail": f"https://cdn.example/{self.id}.jpg",
            "duration": self.duration,
            "publishedAt": f"2026-02-{1 + int(self.id[1:]) % 28:02}T08:00:00Z",
        }
        return {name: value for name, value in described.items() if value is not None}


@dataclass(slots=True)
class Person:
    """A viewer: a user of the app, or the guest of a session.

    Attributes:
        user_id: None for a guest.
        place: Its city.
        device: The device in events.
        network: The network in events.
        viewer: Age group and gender in events; empty: never sent.
        consent: Whether precise coordinates may be kept.
        activity: How often it comes, relative to others.
    """

    user_id: str | None
    place: Place
    device: Fields
    network: Fields
    viewer: Fields
    consent: bool
    activity: float


@dataclass(slots=True)
class Entities:
    """The contents and the people of a data set.

    Attributes:
        contents: Most popular first.
        people: Users, then guests.
        declared: The app's declarations by ``upsertViewers``.
        classified: An admin's declarations by ``classifyViewers``: viewer id to bot or not.
        spent: An admin's declarations by ``upsertCampaignSpend``.
    """

    contents: list[Content]
    people: list[Person]
    declared: dict[str, Fields] = field(default_factory=dict)
    classified: dict[str, bool] = field(default_factory=dict)
    spent: list[Fields] = field(default_factory=list)

    @property
    def profiles(self) -> list[Fields]:
        """What is declared about some creators, as CreatorInputs; one of them has no contents."""
        found = [
            {"id": f"creator{number}", "name": f"Studio {number}", "picture": f"https://cdn.example/{number}.jpg"}
            for number in range(PROFILED)
        ]
        return [*found, {"id": "newcomer", "name": "The NEW studio"}]

    @property
    def users(self) -> list[Person]:
        """The viewers with an account."""
        return [person for person in self.people if person.user_id is not None]


def build_entities(seed: int) -> Entities:
    """The contents and the people of a seed."""
    random = Random(f"{seed}:world")
    contents = [_content(random, number) for number in range(CONTENTS)]
    people = [_person(random, f"u{number}") for number in range(USERS)]
    people += [_person(random, None) for _ in range(GUESTS)]
    entities = Entities(contents, people)
    for person in random.sample(people[:USERS], 400):
        entities.declared[str(person.user_id)] = {
            "ageGroup": random.choice([*AGE_GROUPS, None]),
            "gender": random.choice([*GENDERS, None]),
        }
    return entities


def _content(random: Random, number: int) -> Content:
    # Every 25th is unknown to the catalogue, every 40th has no duration; a few are shorter than ten seconds.
    in_catalogue = number % 25 != 7
    duration = random.choice([7.5, 9.0, 15.0, 20.0, 30.0, 45.0, 60.0, 60.0, 95.5, 180.0, 600.0])
    if number % 40 == 11:
        duration = 0.0
    kind = random.choice(["VIDEO", "SHORT", "POST", "LISTING", "STREAM"])
    creator_id = None if number % 100 == 57 else f"creator{random.randrange(CREATORS)}"
    is_credited = in_catalogue and number not in UNCREDITED
    return Content(
        id=f"c{number}",
        type=kind,
        creator_id=creator_id,
        duration=duration or None,
        in_catalogue=in_catalogue,
        appeal=1 / (number + 6) ** 0.8,
        is_credited=is_credited,
        named=_named(number, None if is_credited else creator_id),
    )


def _named(number: int, plainly: str | None) -> tuple[str | None, ...]:
    """The creators that the events of a content name: usually one, or none, because the catalogue knows."""
    return (
        plainly,
        *((None,) if number in VAGUE else ()),
        *((DISPUTED[number],) if number in DISPUTED else ()),
    )


def _person(random: Random, user_id: str | None) -> Person:
    kind, platform, system = random.choice(
        [
            ("MOBILE", "IOS", "iOS"),
            ("MOBILE", "ANDROID", "Android"),
            ("MOBILE", "ANDROID", "Android"),
            ("TABLET", "IOS", "iPadOS"),
            ("DESKTOP", "WEB", "Windows"),
            ("DESKTOP", "WEB", "Linux"),
            ("TV", "ANDROID", "Android"),
            ("TV", None, None),
            (None, None, None),
        ]
    )
    named = {"type": kind, "platform": platform, "os": system, "appVersion": random.choice(["3.1.0", "3.2.0", None])}
    said = {}
    if user_id is not None and random.random() < 0.45:
        said = {"ageGroup": random.choice([*AGE_GROUPS, None]), "gender": random.choice([*GENDERS, None])}
    network = random.choice([{"type": "WIFI"}, {"type": "CELLULAR_4G"}, {"type": "CELLULAR_5G", "quality": "GOOD"}, {}])
    return Person(
        user_id=user_id,
        place=random.choice(PLACES),
        device={name: value for name, value in named.items() if value is not None},
        network=network,
        viewer={name: value for name, value in said.items() if value is not None},
        consent=random.random() < 0.3,
        activity=min(12.0, random.paretovariate(1.6)),
    )
