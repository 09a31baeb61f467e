"""Deep values are emptied; everything else of the text stays as it is."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import deep_json
from server.deep_json import MAX_DEPTH, MAX_GROUPS, without_deep_values

DEEP = "[" * 2_000 + "]" * 2_000
texts = st.text(alphabet='ab"\\[]{}:,é😀\n', max_size=10)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=30,
)


def emptied(value: Any, depth: int) -> Any:
    """The value with empty lists and objects at a level."""
    if isinstance(value, list):
        return [] if depth == 1 else [emptied(inner, depth - 1) for inner in value]
    if isinstance(value, dict):
        return {} if depth == 1 else {name: emptied(inner, depth - 1) for name, inner in value.items()}
    return value


@given(values, st.integers(1, 4), st.booleans())
def test_exactly_the_lists_and_objects_at_the_level_are_emptied(value: Any, depth: int, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deep_json, "MAX_DEPTH", depth)
        for form in (text, text.encode()):
            assert json.loads(without_deep_values(form)) == emptied(value, depth)


def test_texts_around_a_deep_value_stay_byte_for_byte() -> None:
    text = f'{{ "a" : "[[{{\\"\\\\" , "b":{DEEP},"é":[1e999, "}}" ] }}'
    kept = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert without_deep_values(text).decode() == text.replace(DEEP, kept)


@pytest.mark.parametrize("tail", ["", '"', '"\\', "]", "[" * 3, "}" * 3, '"open ' + "[" * 100])
def test_a_text_that_is_cut_off_is_still_no_json(tail: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(without_deep_values('{"a":' + "[" * 2_000 + tail))


def test_more_lists_and_objects_than_allowed_are_refused() -> None:
    half = MAX_GROUPS // 2
    without_deep_values("[" * half + '{"a":' * half)
    with pytest.raises(msgspec.DecodeError, match="more than 50,000 lists and objects"):
        without_deep_values("[" * half + '{"a":' * half + "[")
