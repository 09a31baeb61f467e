"""JSON with an unpaired surrogate is read, shown and repaired; no other invalid JSON is read."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.transport import unpaired_surrogates

HALF = "\ud83d"


class Asked(msgspec.Struct):
    query: str
    variables: msgspec.Raw = msgspec.Raw(b"null")


DECODER = msgspec.json.Decoder(Asked)


def decode(text: bytes | str) -> Asked:
    return unpaired_surrogates.decode(text, DECODER, lambda _: (("variables",),))


@pytest.mark.parametrize("text", [HALF, f"a{HALF}", f"{HALF}a", "\udc00", "\udc00\ud800", f"{HALF}{HALF}", f"😀{HALF}"])
def test_surrogates_stay_in_the_text_and_escaped_in_raw_values(text: str) -> None:
    for sent in (json.dumps({"query": text, "variables": {"a": text}}),):
        for form in (sent, sent.encode()):
            found = decode(form)
            assert found.query == text
            assert unpaired_surrogates.read(bytes(found.variables)) == {"a": text}


def test_a_surrogate_encoded_as_three_bytes_is_unpaired_too() -> None:
    found = decode('{"query":"a\ud83d"}'.encode(errors="surrogatepass"))
    assert found.query == "a\ud83d"


@pytest.mark.parametrize(
    "text",
    [
        b'{"query":"\\ud83d"',
        b'{"query":"\\ud83d"} x',
        b'{"query":{"a":"\\ud83d"}}',
        b'{"query":"\\ud83d","variables":NaN}',
        b'{"query":"\\ud83d\n"}',
        b'{"query":"\\ud83d\xff"}',
        b'\xef\xbb\xbf{"query":"\\ud83d"}',
        '{"query":"\\ud83d"}'.encode("utf-16"),
        b'["\\ud83d"]',
        b"",
    ],
)
def test_json_that_is_no_request_is_refused(text: bytes) -> None:
    with pytest.raises((msgspec.MsgspecError, UnicodeError)):
        decode(text)


texts = st.text(st.characters(exclude_categories=[]), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)


@given(values)
def test_a_repaired_value_is_json_with_the_replacement_character_for_each_surrogate(value: Any) -> None:
    repaired = msgspec.json.decode(unpaired_surrogates.repaired(value))
    assert unpaired_surrogates.find_unpaired(repaired) is None
    if unpaired_surrogates.find_unpaired(value) is None:
        assert repaired == value


@given(values)
def test_unpaired_surrogates_are_found_with_their_path(value: Any) -> None:
    path = unpaired_surrogates.find_unpaired(value)
    if path is None:
        msgspec.json.encode(value)
        return
    for step in path:
        value = value[step]
    with pytest.raises(UnicodeEncodeError):
        msgspec.json.encode(value)


@given(texts)
def test_shown_texts_can_be_encoded(text: str) -> None:
    shown = unpaired_surrogates.shown(text)
    assert len(shown) == len(text)
    shown.encode()
