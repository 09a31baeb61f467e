"""Pages go through a list in both directions; cursors come back as they went, and nothing else is taken for one."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import ErrorCode, ViewpulseError
from server.storage.pages import (
    BACKWARDS,
    FORWARDS,
    Direction,
    Page,
    PagedList,
    PageRequest,
    decode_cursor,
    each,
    encode_cursor,
)

MOMENT = datetime(2026, 11, 20, 12, 7, 3, 123456, tzinfo=UTC)
IDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=128)
Rows: TypeAlias = Sequence[tuple[int, str]]
ROWS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abcdefgh")), unique=True, max_size=12)


def ordered(rows: Rows) -> list[tuple[int, str]]:
    """The largest number first, equal ones by name."""
    return sorted(rows, key=lambda row: (-row[0], row[1]))


@dataclass(frozen=True)
class Shelf:
    """Stands in for a statement: its source is a list of rows."""

    direction: Direction

    async def fetch(
        self, source: Rows, *, after_number: int | None, after_name: str, limit: int
    ) -> list[Mapping[str, Any]]:
        rows = ordered(source)
        if after_number is not None:
            place = rows.index((after_number, after_name)) if (after_number, after_name) in rows else None
            before = [row for row in rows if (-row[0], row[1]) < (-after_number, after_name)]
            after = rows[len(before) + (place is not None) :]
            rows = after if self.direction is FORWARDS else before
        found = rows if self.direction is FORWARDS else rows[::-1]
        assert self.direction in (FORWARDS, BACKWARDS)
        return [{"number": number, "name": name} for number, name in found[:limit]]


def shelf(order: str = "") -> PagedList[tuple[int, str]]:
    return PagedList(
        load=Shelf,  # type: ignore[arg-type]
        values={},
        key={"number": int, "name": str},
        after={"after_number": None, "after_name": ""},
        make=each(lambda row: (row["number"], row["name"])),
        order=order,
    )


async def read(rows: Rows, request: PageRequest, order: str = "") -> Page[tuple[int, str]]:
    return await shelf(order).read(rows, request)  # type: ignore[arg-type]


@given(rows=ROWS, size=st.integers(1, 5), backwards=st.booleans())
async def test_pages_are_the_list_in_both_directions(rows: Rows, size: int, *, backwards: bool) -> None:
    wanted = ordered(rows)
    found: list[tuple[int, str]] = []
    cursor = None
    while True:
        page = await read(rows, PageRequest(size, cursor, is_backwards=backwards))
        found = [*page.rows, *found] if backwards else [*found, *page.rows]
        rest = len(wanted) - len(found)
        seen = len(found) - len(page.rows)
        assert (page.has_previous, page.has_next) == ((rest > 0, seen > 0) if backwards else (seen > 0, rest > 0))
        if not (page.has_previous if backwards else page.has_next):
            break
        cursor = page.cursors[0 if backwards else -1]
    assert found == wanted


@given(
    rows=ROWS,
    place=st.tuples(st.integers(0, 3), st.sampled_from("abcdefgh")),
    size=st.integers(1, 5),
    backwards=st.booleans(),
)
async def test_a_page_next_to_any_row_says_what_is_around_it(
    rows: Rows, place: tuple[int, str], size: int, *, backwards: bool
) -> None:
    """Also if the row that the cursor was of is no longer there."""
    page = await read(rows, PageRequest(size, encode_cursor(*place), is_backwards=backwards))
    before = [row for row in ordered(rows) if (-row[0], row[1]) < (-place[0], place[1])]
    after = [row for row in ordered(rows) if (-row[0], row[1]) > (-place[0], place[1])]
    wanted = before[-size:] if backwards else after[:size]
    assert page.rows == wanted
    if backwards:
        assert (page.has_previous, page.has_next) == (len(before) > size, len(rows) > len(before))
    else:
        assert (page.has_previous, page.has_next) == (len(rows) > len(after), len(after) > size)


async def test_what_is_behind_is_not_read_unless_requested() -> None:
    rows = [(1, "a"), (2, "b"), (3, "c")]
    cursor = encode_cursor(3, "c")
    assert (await read(rows, PageRequest(1, cursor))).has_previous
    assert not (await read(rows, PageRequest(1, cursor, looks_back=False))).has_previous


async def test_a_cursor_belongs_to_its_order() -> None:
    rows = [(1, "a"), (2, "b")]
    page = await read(rows, PageRequest(1), "by number")
    assert (await read(rows, PageRequest(1, page.cursors[0]), "by number")).rows == [(1, "a")]
    for order, cursor in (("by name", page.cursors[0]), ("by number", encode_cursor(2, "b"))):
        for backwards in (False, True):
            with pytest.raises(ViewpulseError) as caught:
                await read(rows, PageRequest(1, cursor, is_backwards=backwards), order)
            assert caught.value.code is ErrorCode.BAD_INPUT
            assert caught.value.field == ("before" if backwards else "after",)


@given(st.datetimes(timezones=st.just(UTC)), IDS, st.uuids(), st.integers(-(2**63), 2**63 - 1))
def test_a_cursor_brings_the_key_back(moment: datetime, name: str, number: UUID, count: int) -> None:
    cursor = encode_cursor(moment, name, number, count, None)
    assert decode_cursor(cursor, datetime, str, UUID, int, str | None) == (moment, name, number, count, None)


def test_the_first_page_has_no_cursor() -> None:
    assert decode_cursor(None, datetime, str) is None


def raw(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "é",
        "?" * 8,
        raw("[]"),
        raw("null"),
        raw('["2026-11-20T12:00:00", "c1"]'),
        raw('["2026-11-20T12:00:00Z"]'),
        raw('["2026-11-20T12:00:00Z", "a\\u0000b"]'),
        raw('["2026-11-20T12:00:00Z", "' + "a" * 600 + '"]'),
        encode_cursor(MOMENT, 1),
        encode_cursor("c1", MOMENT),
    ],
)
@pytest.mark.parametrize("argument", ["after", "before"])
def test_an_invalid_cursor_is_refused(cursor: str, argument: str) -> None:
    with pytest.raises(ViewpulseError) as caught:
        decode_cursor(cursor, datetime, str, argument=argument)
    assert caught.value.code is ErrorCode.BAD_INPUT
    assert caught.value.field == (argument,)


def test_a_text_that_may_be_null_is_checked_too() -> None:
    assert decode_cursor(encode_cursor(None, "a"), str | None, str | None) == (None, "a")
    with pytest.raises(ViewpulseError):
        decode_cursor(encode_cursor("a\0b"), str | None)


@pytest.mark.parametrize("count", [2**63, -(2**63) - 1, 1.5, "1"])
def test_a_number_that_the_database_cannot_hold_is_refused(count: Any) -> None:
    with pytest.raises(ViewpulseError):
        decode_cursor(encode_cursor(count), int)
