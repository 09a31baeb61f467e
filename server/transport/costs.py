"""``extensions.cost`` of an answer: what its operation cost, and what it may cost."""

import re
from collections.abc import Mapping

import msgspec

from server import deep_json
from server.transport.request import ABSENT

ASKED = "cost"
"""``"extensions": {"cost": true}`` in a request asks for it."""

_COST = re.compile(rb',"extensions":\{"cost":\{[^{}]*\}\}\}$')
_END = b"}}}"
_EXTENSIONS = msgspec.json.Decoder(dict[str, msgspec.Raw] | None)


def asks_for_cost(extensions: msgspec.Raw) -> bool:
    """Whether a request's own extensions ask what it costs.

    Args:
        extensions: A JSON object or null.
    """
    if extensions is ABSENT or b'"cost"' not in (raw := bytes(extensions)):
        return False
    try:
        sent = deep_json.decode(raw, _EXTENSIONS) or {}
    except (msgspec.DecodeError, UnicodeError):
        return False
    return bytes(sent.get(ASKED, b"")) == b"true"


def with_left(payload: bytes, left: Mapping[str, int]) -> bytes:
    """A complete GraphQL response, and what is left for further queries; it may say what its operation cost."""
    if not left:
        return payload
    if (cost := _COST.search(payload)) is None:
        return with_cost(payload, left)
    if b'"remaining"' in cost[0]:
        return payload
    return payload[: -len(_END)] + b"," + msgspec.json.encode(left)[1:-1] + _END


def with_cost(payload: bytes, cost: Mapping[str, int]) -> bytes:
    """A complete GraphQL response, and the cost of its operation."""
    return payload[:-1] + b',"extensions":{"cost":' + msgspec.json.encode(cost) + b"}}"
