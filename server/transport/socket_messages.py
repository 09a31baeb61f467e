"""What a client may send over graphql-transport-ws.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

from typing import Annotated, Any, TypeAlias

import msgspec

from server.transport import unpaired_surrogates
from server.transport.request import Request

Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]


class MalformedMessageError(Exception):
    """A message that the protocol does not know; the socket closes with 4400."""


class ConnectionInit(msgspec.Struct, tag_field="type", tag="connection_init"):
    """The credentials of the client."""

    payload: dict[str, Any] | None = None


class Ping(msgspec.Struct, tag_field="type", tag="ping"):
    """Requests a pong with the same payload; or, with ``authorization`` in it, brings a new token."""

    payload: msgspec.Raw = msgspec.Raw(b"null")


class _Renewal(msgspec.Struct):
    """The payload of a ping that brings a new token; named as in the payload of ``connection_init``."""

    authorization: str | None = None
    capitalised: str | None = msgspec.field(default=None, name="Authorization")


class Pong(msgspec.Struct, tag_field="type", tag="pong"):
    """The answer to a ping of the server, or a sign of life."""

    payload: msgspec.Raw = msgspec.Raw(b"null")


class Subscribe(msgspec.Struct, tag_field="type", tag="subscribe"):
    """Starts an operation of any type."""

    id: Id
    payload: Request


class Complete(msgspec.Struct, tag_field="type", tag="complete"):
    """Stops an operation."""

    id: Id


Message: TypeAlias = ConnectionInit | Ping | Pong | Subscribe | Complete

_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
_renewal_decoder = msgspec.json.Decoder(_Renewal)


def decode_message(text: str, longest: int | None = None) -> Message:
    """One message of the client.

    Args:
        text: The message.
        longest: Maximum number of characters; None: as many as the socket allows.

    Raises:
        MalformedMessageError: The message is too long, not JSON, of no known type, or has a field of a wrong type.
    """
    if longest is not None and len(text) > longest:
        raise MalformedMessageError("too long")
    try:
        message = unpaired_surrogates.decode(text, _decoder, _raws)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise MalformedMessageError(str(error)) from error
    if isinstance(message, Ping | Pong):
        _require_object(message.payload, "payload")
    elif isinstance(message, Subscribe):
        _require_object(message.payload.variables, "variables")
        _require_object(message.payload.extensions, "extensions")
        if message.payload.query is None and not message.payload.has_document:
            raise MalformedMessageError("no query")
    return message


def renewal_of(payload: msgspec.Raw) -> str | None:
    """The ``authorization`` in the payload of a ping; None without one.

    Raises:
        MalformedMessageError: It is no string.
    """
    if b"uthorization" not in bytes(payload):
        return None  # most pings have no payload, and this is all that they cost
    try:
        renewal = _renewal_decoder.decode(payload)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise MalformedMessageError(str(error)) from error
    return renewal.authorization or renewal.capitalised


def encode_pong(payload: msgspec.Raw) -> bytes:
    """The answer to a ping."""
    if bytes(payload) == b"null":
        return b'{"type":"pong"}'
    return b'{"type":"pong","payload":' + bytes(payload) + b"}"


def _raws(message: Any) -> tuple[tuple[str, ...], ...]:
    """Where a message of its type has ``msgspec.Raw``."""
    is_ping = isinstance(message, dict) and message.get("type") in ("ping", "pong")
    return (("payload",),) if is_ping else (("payload", "variables"), ("payload", "extensions"))


def _require_object(raw: msgspec.Raw, name: str) -> None:
    if bytes(memoryview(raw)[:1]) not in (b"{", b"n"):
        raise MalformedMessageError(f"{name} must be an object")
