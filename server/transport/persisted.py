"""Automatic persisted queries, which the server does not support: clients are asked to send the document."""

import msgspec

from server import deep_json
from server.transport.failures import OperationRefused

PERSISTED = "persistedQuery"
NOT_SUPPORTED = "PersistedQueryNotSupported"
"""urql and older Apollo clients look for this message, newer ones for the code; both then send the document."""

_EXTENSIONS = msgspec.json.Decoder(dict[str, msgspec.Raw] | None)


def is_persisted(extensions: msgspec.Raw) -> bool:
    """Whether a request's extensions contain the hash of its document."""
    try:
        sent = deep_json.decode(extensions, _EXTENSIONS)
    except (msgspec.DecodeError, UnicodeError):
        return False
    return PERSISTED in (sent or {})


def document_of(query: str | None, extensions: msgspec.Raw) -> str:
    """The document of a request over a socket.

    Raises:
        OperationRefused: The request has only the hash.
    """
    if not query and is_persisted(extensions):
        raise persisted_unsupported()
    return query or ""


def persisted_unsupported() -> OperationRefused:
    """The answer that makes a client send the document, now and in all further requests."""
    extensions = {"code": "PERSISTED_QUERY_NOT_SUPPORTED", "retryable": False}
    return OperationRefused([{"message": NOT_SUPPORTED, "extensions": extensions}])
