"""JSON with values that are nested more deeply than a decoder reads.

Decoders refuse the whole text. Here what lies too deep is removed, so that the rest can be read, and the item or
variable with the value is refused by itself: all limits of depth are far below ``MAX_DEPTH``.
"""

import re
from typing import TypeVar

import msgspec

MAX_DEPTH = 64
"""Levels of lists and objects that are kept."""
MAX_GROUPS = 50_000
"""Maximum lists and objects in all variables of a request, items included."""

Decoded = TypeVar("Decoded")

_NEXT_BRACKET = re.compile(rb'(?>[^"\[\]{}]++|"(?>[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)


def count_groups(text: bytes) -> int:
    """Upper bound of the lists and objects in JSON: brackets in texts count too."""
    return text.count(b"[") + text.count(b"{")


def decode(text: bytes | str | msgspec.Raw, decoder: msgspec.json.Decoder[Decoded]) -> Decoded:
    """The decoded value of JSON; without its deep values, if the decoder does not read them.

    Raises:
        msgspec.DecodeError, UnicodeError: The text is not JSON, or of another type, or has more than ``MAX_GROUPS``
            lists and objects.
    """
    try:
        return decoder.decode(text)
    except RecursionError:
        return decoder.decode(without_deep_values(text))


def without_deep_values(text: bytes | str | msgspec.Raw) -> bytes:
    """JSON in which each list and object at level ``MAX_DEPTH`` is empty, in UTF-8.

    Args:
        text: JSON; not checked.

    Raises:
        msgspec.DecodeError: It has more than ``MAX_GROUPS`` lists and objects.
    """
    sent = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
    if count_groups(sent) < MAX_DEPTH:
        return sent
    kept: list[bytes] = []
    groups = depth = start = position = 0
    while found := _NEXT_BRACKET.match(sent, position):  # match: a search would try every start in an open text
        position = found.end()
        if found[1] in b"[{":
            depth += 1
            groups += 1
            if groups > MAX_GROUPS:
                raise msgspec.DecodeError(f"it contains more than {MAX_GROUPS:,} lists and objects")
            if depth == MAX_DEPTH:
                kept.append(sent[start:position])
        else:
            if depth == MAX_DEPTH:
                start = position - 1
            depth -= 1
    if depth < MAX_DEPTH:
        kept.append(sent[start:])
    return b"".join(kept)
