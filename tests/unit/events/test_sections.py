import re

from hypothesis import given
from hypothesis import strategies as st

from server.events.model import Section
from server.events.sections import watched

SECTIONS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).map(sorted), max_size=7)


def instants(multirange: str) -> set[int]:
    """The whole milliseconds in a literal."""
    return {at for start, end in re.findall(r"\[(\d+),(\d+)\)", multirange) for at in range(int(start), int(end))}


def test_sections_apart_were_watched_once() -> None:
    assert watched([Section(start=0, end=5), Section(start=6, end=7.5)]) == (None, None, "{[0,5000),[6000,7500)}", None)


def test_one_section_is_two_numbers() -> None:
    assert watched([Section(start=4, end=4), Section(start=0, end=5)]) == (0, 5000, None, None)
    assert watched([Section(start=4, end=4)]) == (None, None, "{}", None)


def test_no_sections_say_nothing() -> None:
    assert watched(None) == watched([]) == (None, None, None, None)


def test_where_sections_overlap_it_was_watched_again() -> None:
    sections = [Section(start=0, end=60), Section(start=30, end=45), Section(start=40, end=50)]
    assert watched(sections) == (
        None,
        None,
        "{[0,60000),[30000,45000),[40000,50000)}",
        '{"{[30000,50000)}","{[40000,45000)}"}',
    )


@given(SECTIONS)
def test_each_level_holds_what_so_many_sections_cover(spans: list[list[int]]) -> None:
    first, last, several, more = watched([Section(start=start / 1000, end=end / 1000) for start, end in spans])
    once = several if first is None else f"{{[{first},{last})}}"
    levels = re.findall(r'"(\{[^"]*\})"', more or "")
    covered = [sum(start <= at < end for start, end in spans) for at in range(12)]
    for level in range(1, 9):
        expected = {at for at, times in enumerate(covered) if times >= level}
        known = once if level == 1 else levels[level - 2] if level - 2 < len(levels) else ""
        assert instants(known or "") == expected
    assert more is None or len(levels) == max(covered) - 1


def test_five_hundred_sections_over_one_another_make_no_more_ranges_than_sections() -> None:
    *_, more = watched([Section(start=at, end=1000 - at) for at in range(500)])
    assert more is not None
    assert more.count("[") < 500
