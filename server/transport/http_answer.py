"""Answers over HTTP, whatever they answer; and the bodies of requests."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.types import Receive, Send

from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.limits.limiter import headers_of
from server.transport.answered import Answered
from server.transport.caching import cache_headers
from server.transport.compression import compressed
from server.transport.entity_tags import EntityTag
from server.transport.failures import refuse, retry_header
from server.transport.negotiation import preferred_encoding
from server.transport.request_body import ENCODINGS, IDENTITY, TooLarge, read_body

STATUS = {
    ErrorCode.BAD_INPUT: 400,
    ErrorCode.LIMIT_EXCEEDED: 400,
    ErrorCode.DOCUMENT_NOT_FOUND: 404,
    ErrorCode.DOCUMENT_NOT_ALLOWED: 403,
    ErrorCode.PERSISTED_QUERY_NOT_FOUND: 200,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.WRITE_KEY_INVALID: 401,
    ErrorCode.TOKEN_INVALID: 401,
    ErrorCode.TOKEN_EXPIRED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.ORIGIN_NOT_ALLOWED: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.QUOTA_EXCEEDED: 429,
    ErrorCode.PROJECT_ARCHIVED: 403,
    ErrorCode.UNAVAILABLE: 503,
    ErrorCode.INTERNAL: 500,
}
READABLE = b"gzip, deflate"


@dataclass(frozen=True, slots=True)
class Answer:
    """The response.

    Attributes:
        status: HTTP status.
        body: JSON.
        headers: Headers in addition to those of every response.
        max_age: Seconds for which HTTP caches may store it; 0: not at all.
        tag: Identifies it, so that it need not be sent again.
    """

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    max_age: int = 0
    tag: EntityTag | None = None


class HttpRefused(Exception):  # noqa: N818 - a decision, not a fault
    """The request did not become an operation; its status does not depend on the media type."""

    def __init__(self, status: int, error: ViewpulseError, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(error.message)
        self.code = error.code
        self.answer = Answer(status, refuse(error).payload, headers)


async def body_of(receive: Receive, headers: Mapping[bytes, str], limit: int) -> bytes:
    """The body of a request, decompressed.

    Args:
        receive: The parts of the body.
        headers: Those of the request.
        limit: Maximum bytes, both as sent and decompressed.

    Raises:
        HttpRefused: It is larger, or cannot be decompressed.
        ClientGone: The client disconnected.
    """
    encoding = headers.get(b"content-encoding", IDENTITY).lower()
    if encoding != IDENTITY and encoding not in ENCODINGS:
        raise HttpRefused(415, bad("The Content-Encoding must be gzip or deflate."), (b"accept-encoding", READABLE))
    announced = headers.get(b"content-length", "")
    try:
        return await read_body(receive, announced=announced, encoding=encoding, limit=limit)
    except TooLarge as refused:
        error = limit_exceeded(f"The body is larger than {limit:,} bytes.", "bodyBytes", limit)
        raise HttpRefused(413, error, (b"connection", b"close")) from refused
    except ViewpulseError as unreadable:
        raise HttpRefused(400, unreadable) from unreadable


def bad(message: str) -> ViewpulseError:
    """The error of a request that its client has to correct."""
    return ViewpulseError(ErrorCode.BAD_INPUT, message)


def headers_after(answered: Answered) -> tuple[tuple[bytes, bytes], ...]:
    """What the client may still do, and when; not in an answer that caches give to other clients."""
    limits = headers_of(answered.allowance) if answered.allowance and not answered.max_age else ()
    return (*retry_header(answered.errors), *limits)


def failed(error: ViewpulseError) -> Answer:
    """The answer to a request that did not become an operation, with the status of its code."""
    status, refused = STATUS[error.code], refuse(error)
    credentials = ((b"www-authenticate", b"Bearer"),) if status == 401 else ()
    return Answer(status, refused.payload, (*credentials, *retry_header(refused.errors)))


async def packed(answer: Answer, headers: Mapping[bytes, str]) -> Answer:
    """The answer in the encoding that the request prefers; only worth it from ``MIN_BYTES``."""
    encoding = preferred_encoding(headers.get(b"accept-encoding"))
    if encoding is None:
        return answer
    vary = () if answer.max_age or answer.tag else ((b"vary", b"Accept-Encoding"),)
    added = ((b"content-encoding", encoding.encode()), *vary)
    return replace(answer, body=await compressed(answer.body, encoding), headers=(*answer.headers, *added))


async def send_answer(send: Send, answer: Answer, media_type: str, request_id: str) -> None:
    """Sends an answer to its end."""
    content = (
        (b"content-type", f"{media_type}; charset=utf-8".encode()),
        (b"content-length", str(len(answer.body)).encode()),
    )
    headers = [
        *(content if answer.status != 304 else ()),
        *cache_headers(answer.max_age, answer.tag),
        (b"x-request-id", request_id.encode()),
        *answer.headers,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
