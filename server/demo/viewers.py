"""The demo's viewers: who they are, where, and on what device."""

from dataclasses import dataclass
from random import Random

from server.demo.places import PLACES, WEIGHTS

GUEST_SHARE = 0.2

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
    """One person with one device.

    Attributes:
        user_id: None for a guest.
        device: As in EventInput.
        location: As in EventInput.
        network: As in EventInput.
        eagerness: About 1; scales how readily the viewer likes, shares and comments.
    """

    user_id: str | None
    device: dict[str, object]
    location: dict[str, object]
    network: dict[str, object]
    eagerness: float


def make_viewer(seed: int, number: int) -> DemoViewer:
    """The viewer of a number: always the same for a seed. One in five is a guest."""
    rng = Random(f"viewer {seed} {number}")  # noqa: S311 - a simulation
    place = rng.choices(PLACES, weights=WEIGHTS)[0]
    device = rng.choices([device for _, device in _DEVICES], weights=[weight for weight, _ in _DEVICES])[0]
    width, height = _SCREENS[str(device["type"])]
    network = rng.choices([name for name, _ in _NETWORKS], weights=[weight for _, weight in _NETWORKS])[0]
    return DemoViewer(
        user_id=None if rng.random() < GUEST_SHARE else f"viewer-{number:05}",
        device={**device, "appVersion": rng.choice(_VERSIONS), "screenWidth": width, "screenHeight": height},
        location={
            "country": place.country,
            "countryName": place.country_name,
            "region": place.region,
            "city": place.city,
            "timezone": place.timezone,
        },
        network={"type": network, "quality": rng.choice(_QUALITIES)},
        eagerness=rng.lognormvariate(0, 0.6),
    )
