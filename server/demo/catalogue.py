"""The demo's contents and their creators."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from random import Random

ZIPF_EXPONENT = 0.9
"""Popularity of the n-th most popular content is n ** -0.9, close to what video platforms report."""

MEAN_AGE_HOURS = 30 * 24
FIRST_AGE_HOURS = 366 * 24
"""Least age of the first content of each creator: it is older than the longest past."""

_GIVEN = (
    *("Amara", "Ben", "Carla", "Dmitri", "Elif", "Finn", "Grace", "Hugo", "Ines", "Jonas", "Keiko", "Luca"),
    *("Maya", "Nils", "Olivia", "Pedro", "Quinn", "Rosa", "Samir", "Tara", "Umar", "Vera", "Wanda", "Yusuf"),
)
_FAMILY = (
    *("Abadi", "Becker", "Costa", "Dubois", "Eriksen", "Ferrari", "Garcia", "Haddad", "Ivanov", "Jensen", "Kim"),
    *("Larsen", "Moreau", "Novak", "Okafor", "Petrov", "Quiroga", "Rossi", "Silva", "Tanaka", "Ueda", "Vega"),
    *("Weber", "Yilmaz", "Zhang"),
)
"""As many as have no divisor in common with the given names: 600 creators have names of their own."""
_TYPES = {"SHORT": 60, "VIDEO": 14, "LISTING": 17, "POST": 6, "STREAM": 3}
_SECONDS = {"SHORT": (7, 60), "VIDEO": (60, 360), "LISTING": (20, 90)}
_TITLES = {
    "SHORT": (
        ("One-minute", "Lazy", "Unexpected", "Golden-hour", "Rainy-day", "Five-step", "Backyard", "Midnight"),
        ("pasta", "skate trick", "dance", "plant rescue", "street magic", "latte art", "cat audition", "workout"),
    ),
    "VIDEO": (
        ("How we built", "A week with", "The story of", "Everything about", "Restoring", "Mapping", "Inside"),
        ("a tiny house", "an old lighthouse", "the night train", "a city farm", "a wooden boat", "the summit trail"),
    ),
    "LISTING": (
        ("Bright", "Renovated", "Quiet", "Sea-view", "Furnished", "Top-floor", "Family"),
        ("loft", "townhouse", "two-bedroom flat", "studio", "garden villa", "penthouse", "cottage"),
    ),
    "POST": (
        ("Notes on", "Three thoughts about", "Photos from", "A question about"),
        ("slow mornings", "the market", "small kitchens", "moving abroad", "good light"),
    ),
    "STREAM": (
        ("Live:", "Tonight live:", "Live sale:"),
        ("ceramics", "vintage denim", "open kitchen", "sneaker drop", "studio session"),
    ),
}


@dataclass(frozen=True, slots=True)
class Content:
    """One content of the catalogue.

    Attributes:
        content_id: Its id.
        type: As in the GraphQL enum ContentType.
        creator_id: Id of its creator.
        title: Its title.
        duration_ms: Duration in milliseconds; None for posts and live streams.
        age_hours: Hours from its publication to the midnight (UTC) before the start.
        appeal: 0-1; how much of it is watched and how readily it is liked.
    """

    content_id: str
    type: str
    creator_id: str
    title: str
    duration_ms: int | None
    age_hours: float
    appeal: float

    def as_input(self, start: datetime) -> dict[str, object]:
        """The ``ContentInput`` of ``upsertContents``; the same for each start on one day."""
        midnight = start.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        record: dict[str, object] = {
            "id": self.content_id,
            "type": self.type,
            "creatorId": self.creator_id,
            "title": self.title,
            "caption": f"{self.title} #{self.type.lower()}",
            "thumbnail": f"https://media.example/thumbnails/{self.content_id}.jpg",
            "publishedAt": (midnight - timedelta(hours=self.age_hours)).isoformat(timespec="seconds"),
        }
        if self.duration_ms is not None:
            record["duration"] = self.duration_ms / 1000
        return record


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All contents, the most popular first.

    Attributes:
        contents: In the order of their popularity.
        cumulative: Running sum of their popularities, for ``random.choices``.
        creators: Number of creators: ``creator-1``, ``creator-2`` ….
    """

    contents: tuple[Content, ...]
    cumulative: tuple[float, ...]
    creators: int

    def popular(self, rng: Random) -> Content:
        """A random content, weighted by popularity."""
        return rng.choices(self.contents, cum_weights=self.cumulative)[0]

    def older_than(self, hours: float) -> "Catalogue":
        """The contents of at least that age, as popular as in the whole catalogue."""
        weights = (after - before for before, after in pairwise((0.0, *self.cumulative)))
        kept = [(one, weight) for one, weight in zip(self.contents, weights, strict=True) if one.age_hours >= hours]
        contents, popularities = zip(*kept, strict=True)
        return Catalogue(contents, tuple(accumulate(popularities)), self.creators)

    def creator_inputs(self) -> list[dict[str, object]]:
        """The ``CreatorInputs`` of ``upsertCreators``: a name for each creator."""
        return [
            {"id": f"creator-{number}", "name": f"{_GIVEN[number % len(_GIVEN)]} {_FAMILY[number % len(_FAMILY)]}"}
            for number in range(1, self.creators + 1)
        ]

    def of_creator(self, creator_id: str | None) -> tuple[Content, ...]:
        """The contents of a creator."""
        return tuple(content for content in self.contents if content.creator_id == creator_id)


def make_catalogue(seed: int, contents: int = 300) -> Catalogue:
    """The catalogue of a seed; the same seed gives the same catalogue.

    Args:
        seed: Any integer.
        contents: Number of contents, about eight per creator. Creators are called ``creator-1``, ``creator-2`` …; the
            first content of each is a video that is old enough for every panel of a dashboard to show something.
    """
    rng = Random(f"catalogue {seed}")  # noqa: S311 - a simulation
    creators = max(1, contents // 8)
    spacing = contents // creators
    kinds = rng.choices(list(_TYPES), weights=list(_TYPES.values()), k=contents)
    made = []
    for number, drawn in enumerate(kinds, start=1):
        first_of, others = divmod(number, spacing)
        is_first = not others and first_of <= creators
        kind = "VIDEO" if is_first and drawn not in _SECONDS else drawn
        opening, theme = _TITLES[kind]
        seconds = _SECONDS.get(kind)
        made.append(
            Content(
                content_id=f"{kind.lower()}-{number:04}",
                type=kind,
                # The square makes the first creators the busiest, as on real platforms.
                creator_id=f"creator-{first_of if is_first else 1 + int(creators * rng.random() ** 2)}",
                title=f"{rng.choice(opening)} {rng.choice(theme)}",
                duration_ms=100 * rng.randint(seconds[0] * 10, seconds[1] * 10) if seconds else None,
                age_hours=round(rng.expovariate(1 / MEAN_AGE_HOURS) + (FIRST_AGE_HOURS if is_first else 0), 2),
                appeal=rng.betavariate(2.5, 2.5),
            )
        )
    popularities = (rank**-ZIPF_EXPONENT for rank in range(1, contents + 1))
    return Catalogue(tuple(made), tuple(accumulate(popularities)), creators)
