from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.events.ids import new_id, stored_id
from server.storage.partitions import first_id


@given(st.uuids())
def test_a_uuid_in_any_spelling_stands_for_itself(event_id: UUID) -> None:
    text = str(event_id)
    for spelling in (text, text.upper(), event_id.hex, event_id.urn, f"{{{text}}}"):
        assert stored_id(spelling) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=128))
def test_any_other_text_stands_for_one_uuid(text: str) -> None:
    assert UUID(stored_id(text)) == UUID(stored_id(text))


@pytest.mark.parametrize(
    "text", ["0x" + "0" * 29 + "1", "+" + "0" * 30 + "1", "1_" + "0" * 30, " " + "0" * 30 + "1", "0" * 31 + "\u0661",
             "0-" * 31 + "1", "0" * 31 + "-1"]
)  # fmt: skip
def test_a_text_that_only_python_reads_as_a_uuid_is_another_text(text: str) -> None:
    """Else two ids of one app could stand for one event, and the second would be lost as a duplicate."""
    assert UUID(stored_id(text)).version == 5


@pytest.mark.parametrize(("text", "stored"), [("e1", "d0cea2a1-cb00-513b-8ef8-2d4c58d99a66")])
def test_the_mapping_never_changes(text: str, stored: str) -> None:
    assert stored_id(text) == stored


def test_a_new_id_is_a_uuid7_of_its_moment() -> None:
    moment = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)
    made = UUID(new_id(moment))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == first_id(moment).int >> 80
    assert new_id(moment) != str(made)


@given(st.lists(st.integers(0, 4095), min_size=2, unique=True).map(sorted))
def test_new_ids_of_one_moment_are_in_the_order_of_their_places(places: list[int]) -> None:
    moment = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)
    made = [UUID(new_id(moment, place)) for place in places]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}
