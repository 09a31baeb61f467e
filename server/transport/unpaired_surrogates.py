"""JSON with an unpaired surrogate, such as an emoji that was cut in two.

msgspec rejects the whole JSON text. Here it is read anyway, with the surrogate in the text, so that it can be handled
where it occurs: an item is repaired, another operation is refused, and the rest is not affected.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from server import deep_json

REPLACEMENT = "�"

_MAX_DIGITS = 400  # of an integer; no field accepts as many, and no float
_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_UNPAIRED = re.compile("[\ud800-\udfff]")

Step = str | int
Decoded = TypeVar("Decoded")


def decode(
    text: bytes | str, decoder: msgspec.json.Decoder[Decoded], raws: Callable[[Any], Iterable[tuple[str, ...]]]
) -> Decoded:
    """The decoded value of a text that may contain unpaired surrogates.

    Args:
        text: JSON.
        decoder: The decoder.
        raws: Where the type of the value has ``msgspec.Raw``; there the surrogates stay escaped.

    Raises:
        msgspec.DecodeError, UnicodeError: The text is not JSON, or of another type.
    """
    try:
        return deep_json.decode(text, decoder)
    except (msgspec.DecodeError, UnicodeError) as error:
        if isinstance(error, msgspec.ValidationError) or not _may_have_unpaired(text):
            raise
        value = read(text)
        for path in raws(value):
            _keep_raw(value, path)
        return msgspec.convert(value, decoder.type)


def decode_repaired(text: bytes | str, decoder: msgspec.json.Decoder[Decoded]) -> Decoded:
    """The decoded value of a text without deep values, in which U+FFFD replaces each escaped unpaired surrogate.

    Raises:
        msgspec.DecodeError, UnicodeError: The text is not JSON, not UTF-8, or of another type.
    """
    text = deep_json.without_deep_values(text)
    try:
        return decoder.decode(text)
    except msgspec.DecodeError as error:
        if isinstance(error, msgspec.ValidationError) or not _may_have_unpaired(text):
            raise
        return decoder.decode(repaired(read(text)))


def read(text: bytes | str) -> Any:
    """JSON as Python values, with unpaired surrogates and without deep values; numbers out of range stay so.

    Raises:
        msgspec.DecodeError, UnicodeError: The text is not JSON.
    """
    whole = deep_json.without_deep_values(text).decode("utf-8", "surrogatepass")
    try:
        return json.loads(whole, parse_constant=_refuse, parse_int=_whole, parse_float=_decimal)
    except ValueError as error:
        raise msgspec.DecodeError(f"JSON is malformed: {error}") from error


def repaired(value: object) -> msgspec.Raw:
    """A value as JSON, with each unpaired surrogate replaced by U+FFFD."""
    return msgspec.Raw(_UNPAIRED.sub(REPLACEMENT, json.dumps(value, ensure_ascii=False)).encode())


def shown(text: str) -> str:
    """A text that can be encoded: each unpaired surrogate is replaced by U+FFFD."""
    return text if text.isascii() else _UNPAIRED.sub(REPLACEMENT, text)


def find_unpaired(value: object) -> list[Step] | None:
    """Path of the first text, or of the object with the first key, that contains an unpaired surrogate."""
    return next(_halves(value, []), None)


def _halves(value: object, path: list[Step]) -> Iterator[list[Step]]:
    if isinstance(value, str):
        if _UNPAIRED.search(value):
            yield path
    elif isinstance(value, dict):
        if any(_UNPAIRED.search(name) for name in value):
            yield path
        for name, inner in value.items():
            yield from _halves(inner, [*path, name])
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            yield from _halves(inner, [*path, index])


def _may_have_unpaired(text: bytes | str) -> bool:
    try:
        whole = text if isinstance(text, str) else bytes(text).decode("utf-8", "surrogatepass")
    except UnicodeError:
        return False
    return _ESCAPED.search(whole) is not None


def _keep_raw(value: Any, path: tuple[str, ...]) -> None:
    *outer, name = path
    for step in outer:
        value = value.get(step) if isinstance(value, dict) else None
    if isinstance(value, dict) and name in value:
        value[name] = msgspec.Raw(json.dumps(value[name]).encode())


def _whole(digits: str) -> int:
    return int(digits[:_MAX_DIGITS])


def _decimal(digits: str) -> float | int:
    number = float(digits)
    return number if math.isfinite(number) else int(math.copysign(1, number)) * 10**_MAX_DIGITS


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a JSON number.")
