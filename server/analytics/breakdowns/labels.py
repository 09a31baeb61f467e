"""What to show for a value of a dimension: names of countries and weekdays, and words for codes, in English."""

from functools import cache
from pathlib import Path

from server.analytics.breakdowns.dimensions import WORDS, Dimension

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PLACES = frozenset({Dimension.REGION, Dimension.CITY})
_HOURS = frozenset({Dimension.HOUR, Dimension.VIEWER_LOCAL_HOUR})
_WORDS = {
    "IOS": "iOS",
    "TV": "TV",
    "WIFI": "Wi-Fi",
    "CELLULAR_2G": "2G",
    "CELLULAR_3G": "3G",
    "CELLULAR_4G": "4G",
    "CELLULAR_5G": "5G",
    "AGE_65_PLUS": "65+",
}
_AGE = "AGE_"


@cache
def country_names() -> dict[str, str]:
    """English names of countries by ISO 3166-1 alpha-2 code, as Unicode's CLDR 48 has them; XK is Kosovo."""
    lines = Path(__file__).with_name("countries.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def label_of(dimension: Dimension, value: str | None) -> str | None:
    """The text that shows a value, as the API spells it; None for an unknown one."""
    if value is None:
        return None
    if dimension is Dimension.COUNTRY:
        return country_names().get(value, value)
    if dimension is Dimension.WEEKDAY:
        return _WEEKDAYS[int(value) - 1]
    if dimension in _HOURS:
        return f"{int(value):02}:00"
    if dimension in _PLACES:
        return _place(value)
    return word_of(value) if dimension in WORDS else value


def word_of(name: str) -> str:
    """The text that shows a value of an enum: ``FOR_YOU`` as "For you", ``AGE_18_24`` as "18-24"."""
    if name in _WORDS:
        return _WORDS[name]
    if name.startswith(_AGE):
        return name.removeprefix(_AGE).replace("_", "-")
    return name.replace("_", " ").capitalize()


def _place(value: str) -> str:
    """A place with the name of its country instead of the code."""
    place, comma, country = value.rpartition(", ")
    return f"{place}, {country_names()[country]}" if comma and country in country_names() else value
