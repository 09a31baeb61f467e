"""What is shown for the values of dimensions."""

import json
import subprocess

import pytest

from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.breakdowns.labels import country_names, label_of
from tests.clients.node import node_executable

NAMES = """
const names = new Intl.DisplayNames(["en"], {type: "region"});
console.log(JSON.stringify(Object.fromEntries(process.argv.slice(1).map((code) => [code, names.of(code)]))));
"""


@pytest.mark.parametrize(
    ("dimension", "value", "label"),
    [
        (Dimension.COUNTRY, "DE", "Germany"),
        (Dimension.COUNTRY, "CI", "Côte d’Ivoire"),
        (Dimension.COUNTRY, "QQ", "QQ"),
        (Dimension.COUNTRY, None, None),
        (Dimension.CITY, "Zürich, CH", "Zürich, Switzerland"),
        (Dimension.CITY, "Washington, D.C., US", "Washington, D.C., United States"),
        (Dimension.CITY, "Paris", "Paris"),
        (Dimension.CITY, "Paris, QQ", "Paris, QQ"),
        (Dimension.REGION, "Bavaria, DE", "Bavaria, Germany"),
        (Dimension.HOUR, "0", "00:00"),
        (Dimension.VIEWER_LOCAL_HOUR, "23", "23:00"),
        (Dimension.WEEKDAY, "1", "Monday"),
        (Dimension.WEEKDAY, "7", "Sunday"),
        (Dimension.DAY, "2026-03-29", "2026-03-29"),
        (Dimension.SOURCE, "FOR_YOU", "For you"),
        (Dimension.DEVICE, "TV", "TV"),
        (Dimension.PLATFORM, "IOS", "iOS"),
        (Dimension.NETWORK, "CELLULAR_5G", "5G"),
        (Dimension.AGE_GROUP, "UNDER_13", "Under 13"),
        (Dimension.AGE_GROUP, "AGE_18_24", "18-24"),
        (Dimension.AGE_GROUP, "AGE_65_PLUS", "65+"),
        (Dimension.GENDER, "NON_BINARY", "Non binary"),
        (Dimension.OS, "iOS_17", "iOS_17"),
    ],
)
def test_a_value_is_shown_in_words(dimension: Dimension, value: str | None, label: str | None) -> None:
    assert label_of(dimension, value) == label


def test_names_of_countries_are_those_of_unicode() -> None:
    """By the data of the Node that the tests bring along."""
    names = country_names()
    done = subprocess.run([node_executable(), "-e", NAMES, *names], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == names
    assert len(names) == 250
