"""The demo's viewers: their traits, location and device."""

from dataclasses import dataclass
from random import Random

from server.demo.places import PLACES, WEIGHTS

GUEST_SHARE = 0.2
CREATOR_SHARE = 0.03
CRAWLER_SHARE = 0.012
TRAITS_SHARE = 0.8
"""Share of signed-in viewers whose age group and gender the app knows."""
CONSENT_SHARE = 0.3

_CRAWLERS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
)
_AGES = {
    "AGE_13_17": 9,
    "AGE_18_24": 31,
    "AGE_25_34": 29,
    "AGE_35_44": 16,
    "AGE_45_54": 9,
    "AGE_55_64": 4,
    "AGE_65_PLUS": 2,
}
_GENDERS = {"FEMALE": 50, "MALE": 46, "NON_BINARY": 3, "OTHER": 1}

_DEVICES: tuple[tuple[int, dict[str, object]], ...] = (
    (26, {"type": "MOBILE", "platform": "IOS", "model": "iPhone 16", "os": "iOS 19.1"}),
    (10, {"type": "MOBILE", "platform": "IOS", "model": "iPhone 13", "os": "iOS 18.5"}),
    (22, {"type": "MOBILE", "platform": "ANDROID", "model": "Galaxy S25", "os": "Android 16"}),
    (16, {"type": "MOBILE", "platform": "ANDROID", "model": "Pixel 9", "os": "Android 16"}),
    (5, {"type": "TABLET", "platform": "IOS", "model": "iPad Air", "os": "iPadOS 19.1"}),
    (2, {"type": "TABLET", "platform": "ANDROID", "model": "Galaxy Tab S10", "os": "Android 15"}),
    (15, {"type": "DESKTOP", "platform": "WEB", "model": "PC", "os": "Windows 11"}),
    (4, {"type": "TV", "platform": "ANDROID", "model": "Bravia 7", "os": "Android TV 14"}),
)
_SCREENS = {"MOBILE": (390, 844), "TABLET": (820, 1180), "DESKTOP": (1920, 1080), "TV": (3840, 2160)}
_VERSIONS = ("5.2.0", "5.2.0", "5.2.0", "5.1.3", "4.9.8")
_NETWORKS = (("WIFI", 55), ("CELLULAR_5G", 24), ("CELLULAR_4G", 19), ("CELLULAR_3G", 2))
_QUALITIES = ("EXCELLENT", "GOOD", "GOOD", "FAIR", "POOR")


@dataclass(frozen=True, slots=True)
class DemoViewer:
    """One viewer with one device.

    Attributes:
        user_id: None for a guest.
        device: As in EventInput.
        location: As in EventInput.
        network: As in EventInput.
        traits: ``viewer`` of EventInput; None if the app knows nothing about the viewer.
        eagerness: About 1; scales the chance of likes, shares and comments.
    """

    user_id: str | None
    device: dict[str, object]
    location: dict[str, object]
    network: dict[str, object]
    traits: dict[str, object] | None
    eagerness: float


def make_viewer(seed: int, number: int, creators: int) -> DemoViewer:
    """The viewer with that number; the same seed gives the same viewer.

    One in five is a guest. Some are creators themselves, and a few are crawlers that a server reports for.

    Args:
        seed: Any integer.
        number: Number of the viewer, from 0.
        creators: Number of creators.
    """
    rng = Random(f"viewer {seed} {number}")  # noqa: S311 - a simulation
    place = rng.choices(PLACES, weights=WEIGHTS)[0]
    device = rng.choices([device for _, device in _DEVICES], weights=[weight for weight, _ in _DEVICES])[0]
    width, height = _SCREENS[str(device["type"])]
    network = rng.choices([name for name, _ in _NETWORKS], weights=[weight for _, weight in _NETWORKS])[0]
    user_id = None if rng.random() < GUEST_SHARE else f"viewer-{number:05}"
    details: dict[str, object] = {"appVersion": rng.choice(_VERSIONS), "screenWidth": width, "screenHeight": height}
    traits: dict[str, object] | None = None
    if rng.random() < CRAWLER_SHARE:
        user_id, details = f"crawler-{number:05}", {"userAgent": rng.choice(_CRAWLERS)}
    elif user_id is not None and rng.random() < TRAITS_SHARE:
        if rng.random() < CREATOR_SHARE:
            user_id = f"creator-{rng.randint(1, creators)}"
        traits = {
            "ageGroup": rng.choices(list(_AGES), weights=list(_AGES.values()))[0],
            "gender": rng.choices(list(_GENDERS), weights=list(_GENDERS.values()))[0],
        }
    return DemoViewer(
        user_id=user_id,
        device={**device, **details},
        location={
            "country": place.country,
            "countryName": place.country_name,
            "region": place.region,
            "city": place.city,
            "timezone": place.timezone,
            "latitude": round(place.latitude + rng.gauss(0, 0.06), 4),
            "longitude": round(place.longitude + rng.gauss(0, 0.06), 4),
            "preciseConsent": rng.random() < CONSENT_SHARE,
        },
        network={"type": network, "quality": rng.choice(_QUALITIES)},
        traits=traits,
        eagerness=rng.lognormvariate(0, 0.6),
    )
