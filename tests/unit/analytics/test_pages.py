"""Cursors: they come back as they went, and nothing else is taken for one."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.pages import decode_cursor, encode_cursor
from server.errors import ErrorCode, ViewpulseError

MOMENT = datetime(2026, 11, 20, 12, 7, 3, 123456, tzinfo=UTC)
IDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=128)


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
def test_an_invalid_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(ViewpulseError) as caught:
        decode_cursor(cursor, datetime, str)
    assert caught.value.code is ErrorCode.BAD_INPUT
    assert caught.value.field == ("after",)


def test_a_text_that_may_be_null_is_checked_too() -> None:
    assert decode_cursor(encode_cursor(None, "a"), str | None, str | None) == (None, "a")
    with pytest.raises(ViewpulseError):
        decode_cursor(encode_cursor("a\0b"), str | None)


@pytest.mark.parametrize("count", [2**63, -(2**63) - 1, 1.5, "1"])
def test_a_number_that_the_database_cannot_hold_is_refused(count: Any) -> None:
    with pytest.raises(ViewpulseError):
        decode_cursor(encode_cursor(count), int)
