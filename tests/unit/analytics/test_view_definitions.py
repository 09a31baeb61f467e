"""Definitions of a view and classes of traffic."""

import pytest

from server.analytics.traffic import PEOPLE, Traffic
from server.errors import ErrorCode, ViewpulseError
from server.metrics.view_definitions import DEFAULT_DEFINITION, DEFINITIONS, find_definition


def test_a_definition_is_found_by_name_and_version() -> None:
    keys = [find_definition(name).key for name in DEFINITIONS]
    assert keys == ["start", "engaged", "peertube", "linkedin", "peertube2", "linkedin2"]
    assert find_definition(DEFAULT_DEFINITION).prefix == ""
    assert find_definition("engaged@1").prefix == "engaged_"


@pytest.mark.parametrize("name", ["", "start", "start@2", "START@1", "tiktok@1"])
def test_an_unknown_definition_is_refused_naming_those_there_are(name: str) -> None:
    with pytest.raises(ViewpulseError) as caught:
        find_definition(name)
    assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, ("definition",))
    assert all(known in caught.value.message for known in DEFINITIONS)


def test_traffic_is_people_only_unless_bots_or_self_views_are_included() -> None:
    assert PEOPLE.classes == [0]
    assert Traffic(bots=True).classes == [0, 1]
    assert Traffic(self_views=True).classes == [0, 2]
    assert Traffic(bots=True, self_views=True).classes == [0, 1, 2, 3]
