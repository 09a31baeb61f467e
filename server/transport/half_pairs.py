"""JSON in which a text holds half of a surrogate pair, such as an emoji that was cut in two.

msgspec refuses the whole of it, wherever the half stands. Here it is read all the same, with the half in the text, so
that what is meant can be told: an item is mended, another operation is refused, and the rest goes on.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

REPLACEMENT = "�"

_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")

Step = str | int
Decoded = TypeVar("Decoded")


def decode(
    text: bytes | str, decoder: msgspec.json.Decoder[Decoded], raws: Callable[[Any], Iterable[tuple[str, ...]]]
) -> Decoded:
    """What the decoder makes of a text, or would make of it if it took halves of pairs.

    Args:
        text: JSON.
        decoder: What reads it.
        raws: Where the type of such a value has ``msgspec.Raw``; there the halves stay escaped.

    Raises:
        msgspec.DecodeError, UnicodeError: It is no JSON, or of another type.
    """
    try:
        return decoder.decode(text)
    except (msgspec.DecodeError, UnicodeError) as error:
        if isinstance(error, msgspec.ValidationError) or not _may_hold_half(text):
            raise
        value = read(text)
        for path in raws(value):
            _keep_raw(value, path)
        return msgspec.convert(value, decoder.type)


def decode_mended(text: bytes | str, decoder: msgspec.json.Decoder[Decoded]) -> Decoded:
    """What the decoder makes of a text in which each escaped half of a pair is replaced by U+FFFD.

    Raises:
        msgspec.DecodeError, UnicodeError: It is no JSON, or no UTF-8, or of another type.
    """
    try:
        return decoder.decode(text)
    except msgspec.DecodeError as error:
        if isinstance(error, msgspec.ValidationError) or not _may_hold_half(text):
            raise
        return decoder.decode(mended(read(text)))


def read(text: bytes | str) -> Any:
    """JSON as Python values, with halves of pairs.

    Raises:
        msgspec.DecodeError, UnicodeError: It is no JSON.
    """
    if not isinstance(text, str):
        text = bytes(text).decode("utf-8", "surrogatepass")
    try:
        return json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        raise msgspec.DecodeError(f"JSON is malformed: {error}") from error


def mended(value: object) -> msgspec.Raw:
    """A value as JSON, each half of a pair replaced by U+FFFD."""
    return msgspec.Raw(_HALF.sub(REPLACEMENT, json.dumps(value, ensure_ascii=False)).encode())


def shown(text: str) -> str:
    """A text that can be sent: each half of a pair replaced by U+FFFD."""
    return text if text.isascii() else _HALF.sub(REPLACEMENT, text)


def find_half(value: object) -> list[Step] | None:
    """Path of the first text, or of the object with the first key, that holds half of a pair."""
    return next(_halves(value, []), None)


def _halves(value: object, path: list[Step]) -> Iterator[list[Step]]:
    if isinstance(value, str):
        if _HALF.search(value):
            yield path
    elif isinstance(value, dict):
        if any(_HALF.search(name) for name in value):
            yield path
        for name, inner in value.items():
            yield from _halves(inner, [*path, name])
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            yield from _halves(inner, [*path, index])


def _may_hold_half(text: bytes | str) -> bool:
    try:
        whole = text if isinstance(text, str) else bytes(text).decode("utf-8", "surrogatepass")
    except UnicodeError:
        return False
    return _ESCAPED_HALF.search(whole) is not None


def _keep_raw(value: Any, path: tuple[str, ...]) -> None:
    *outer, name = path
    for step in outer:
        value = value.get(step) if isinstance(value, dict) else None
    if isinstance(value, dict) and name in value:
        value[name] = msgspec.Raw(json.dumps(value[name]).encode())


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a JSON number.")
