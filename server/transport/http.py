"""GraphQL over HTTP, at one address: POST for everything, GET for all but mutations, and for GraphiQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

import msgspec
from graphql import OperationType
from starlette.types import Receive, Scope, Send

from server.access import Caller
from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.limits.address_key import AddressKey
from server.limits.limiter import headers_of
from server.settings import Settings
from server.transport import unpaired_surrogates
from server.transport.answered import Answered
from server.transport.auth import Authenticator
from server.transport.caching import cache_headers
from server.transport.client_classifier import ClientClassifier
from server.transport.compression import MIN_BYTES, compressed
from server.transport.costs import asks_for_cost
from server.transport.documents import Operation
from server.transport.entity_tags import Condition, EntityTag, tags_of
from server.transport.event_stream import EventStream, EventStreams, whole_stream
from server.transport.execution import Executor
from server.transport.failures import OperationRefused, failure_of, refuse, retry_header
from server.transport.graphiql import GraphiQL
from server.transport.leaving import asks_worker, unless_gone
from server.transport.negotiation import (
    EVENT_STREAM,
    GRAPHQL_RESPONSE,
    HTML,
    JSON,
    is_json,
    preferred,
    preferred_encoding,
)
from server.transport.request import ABSENT, Request
from server.transport.request_body import ENCODINGS, IDENTITY, ClientGone, TooLarge, read_body
from server.transport.request_id import request_id_of

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
READING = ("GET", "HEAD")
OFFERED = (JSON, GRAPHQL_RESPONSE, EVENT_STREAM)
READABLE = b"gzip, deflate"
_DECODER = msgspec.json.Decoder(Request)


@dataclass(frozen=True, slots=True)
class Answer:
    """The response.

    Attributes:
        status: HTTP status.
        body: The GraphQL response.
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


class GraphQLEndpoint:
    """The ASGI endpoint behind ``/graphql``.

    Args:
        executor: Runs the operations.
        authenticator: Authenticates requests.
        settings: The limits.
        streams: Answers with events.
        graphiql: The page for browsers; None outside development.
        address_key: The key under which addresses of clients are hashed.
        note_refused: Called with the code of each request that did not become an operation.
    """

    def __init__(
        self,
        executor: Executor,
        authenticator: Authenticator,
        settings: Settings,
        streams: EventStreams,
        graphiql: GraphiQL | None = None,
        *,
        address_key: AddressKey | None = None,
        note_refused: Callable[[ErrorCode], None] = lambda _code: None,
    ) -> None:
        self._executor = executor
        self._authenticator = authenticator
        self._streams = streams
        self._classifier = ClientClassifier(settings, address_key)
        self._max_body = settings.max_body_bytes
        self._graphiql = graphiql
        self._note_refused = note_refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        accept = headers.get(b"accept")
        if self._graphiql and scope["method"] in READING and preferred(accept, (JSON, GRAPHQL_RESPONSE, HTML)) == HTML:
            await self._graphiql.page(scope, receive, send)
            return
        media_type = preferred(accept, OFFERED[:2] if scope["method"] == "HEAD" else OFFERED)
        request_id = request_id_of(headers.get(b"x-request-id"))
        try:
            answer = await self._answer(scope, receive, headers, media_type, request_id)
        except ClientGone:
            return
        except HttpRefused as refused:
            self._note_refused(refused.code)
            answer, media_type = refused.answer, _readable(media_type)
        except Exception as error:  # noqa: BLE001 - the last line: a fault of ours never kills the connection
            failure = failure_of(error, request_id)
            self._note_refused(failure.code)
            answer, media_type = _failed(failure), _readable(media_type)
        if isinstance(answer, EventStream):
            await answer.run(receive, send, request_id)
            return
        if len(answer.body) >= MIN_BYTES and media_type != EVENT_STREAM:
            answer = await _packed(answer, preferred_encoding(headers.get(b"accept-encoding")))
        await _send(send, answer, media_type or JSON, request_id)

    async def _answer(
        self, scope: Scope, receive: Receive, headers: Mapping[bytes, str], media_type: str | None, request_id: str
    ) -> Answer | EventStream:
        if media_type is None:
            raise HttpRefused(406, _bad(f"Accept {JSON}, {GRAPHQL_RESPONSE} or {EVENT_STREAM}."))
        request = await self._request(scope, receive, headers)
        write_key = headers.get(b"x-viewpulse-key")
        caller = await self._authenticator.authenticate(
            headers.get(b"authorization"), write_key, self._classifier.classify(scope)
        )
        try:
            operation = self._executor.operation_of(request, caller)
            if scope["method"] in READING and operation.type is OperationType.MUTATION:
                raise HttpRefused(405, _bad("Mutations require POST."), (b"allow", b"POST"))
            running = self._run(
                scope,
                headers,
                operation,
                request,
                caller,
                write_key=write_key,
                media_type=media_type,
                request_id=request_id,
            )
            return await (
                unless_gone(receive, running) if asks_worker(operation, self._executor.root_fields) else running
            )
        except OperationRefused as refused:
            return _refused(refused, STATUS[refused.code], media_type)

    async def _run(
        self,
        scope: Scope,
        headers: Mapping[bytes, str],
        operation: Operation,
        request: Request,
        caller: Caller,
        *,
        write_key: str | None,
        media_type: str,
        request_id: str,
    ) -> Answer | EventStream:
        asks_cost = asks_for_cost(request.extensions)
        if media_type == EVENT_STREAM:
            events = await self._streams.answer(
                operation,
                request.variables,
                caller,
                write_key=write_key,
                request_id=request_id,
                asks_cost=asks_cost,
            )
            return Answer(200, events) if isinstance(events, bytes) else events
        if scope["method"] in READING:
            condition = Condition(scope["query_string"], tags_of(headers.get(b"if-none-match")))
            answered = await self._executor.answer(
                operation,
                request.variables,
                caller,
                request_id=request_id,
                asks_cost=asks_cost,
                condition=condition,
            )
            said = _headers(answered), answered.max_age, answered.tag
            return Answer(304, b"", *said) if answered.is_known else Answer(200, answered.payload, *said)
        answered = await self._executor.answer(
            operation, request.variables, caller, request_id=request_id, asks_cost=asks_cost
        )
        status = STATUS[ErrorCode.RATE_LIMITED] if answered.is_limited else 200
        return Answer(status, answered.payload, _headers(answered), max_age=answered.max_age)

    async def _request(self, scope: Scope, receive: Receive, headers: Mapping[bytes, str]) -> Request:
        if scope["method"] in READING:
            return _from_query_string(scope["query_string"])
        if scope["method"] != "POST":
            raise HttpRefused(405, _bad("Use POST, or GET for queries."), (b"allow", b"GET, HEAD, POST"))
        if not is_json(headers.get(b"content-type")):
            raise HttpRefused(415, _bad(f"The Content-Type must be {JSON}."), (b"accept", JSON.encode()))
        encoding = headers.get(b"content-encoding", IDENTITY).lower()
        if encoding != IDENTITY and encoding not in ENCODINGS:
            raise HttpRefused(
                415, _bad("The Content-Encoding must be gzip or deflate."), (b"accept-encoding", READABLE)
            )
        return _from_json(await self._body(receive, headers.get(b"content-length", ""), encoding))

    async def _body(self, receive: Receive, announced: str, encoding: str) -> bytes:
        try:
            return await read_body(receive, announced=announced, encoding=encoding, limit=self._max_body)
        except TooLarge as refused:
            error = limit_exceeded(f"The body is larger than {self._max_body:,} bytes.", "bodyBytes", self._max_body)
            raise HttpRefused(413, error, (b"connection", b"close")) from refused
        except ViewpulseError as unreadable:
            raise HttpRefused(400, unreadable) from unreadable


def _from_json(body: bytes) -> Request:
    try:
        request = unpaired_surrogates.decode(body, _DECODER, lambda _: (("variables",), ("extensions",)))
    except (msgspec.DecodeError, UnicodeError) as error:
        hint = " Batches of operations are not supported." if body.lstrip()[:1] == b"[" else ""
        raise HttpRefused(400, _bad(f"The body is not a GraphQL request: {error}.{hint}")) from error
    return _checked(request)


def _from_query_string(query_string: bytes) -> Request:
    try:
        parameters = dict(parse_qsl(query_string.decode("ascii"), errors="strict", max_num_fields=20))
    except ValueError as error:
        raise HttpRefused(400, _bad("The query string of the address cannot be read.")) from error
    raws = {
        name: msgspec.Raw(parameters[name].strip().encode())
        for name in ("variables", "extensions")
        if name in parameters
    }
    query, name, document_id = (parameters.get(key) for key in ("query", "operationName", "documentId"))
    return _checked(Request(query, name, document_id=document_id, **raws))


def _checked(request: Request) -> Request:
    for name in ("variables", "extensions"):
        sent = getattr(request, name)
        if sent is not ABSENT and bytes(memoryview(sent)[:1]) not in (b"{", b"n"):
            raise HttpRefused(400, _bad(f"{name} must be a JSON object or null."))
    if not request.has_document:
        raise HttpRefused(400, _bad("The request has no `query`."))
    return request


def _bad(message: str) -> ViewpulseError:
    return ViewpulseError(ErrorCode.BAD_INPUT, message)


def _readable(media_type: str | None) -> str | None:
    """The media type of what is no GraphQL response to an operation: clients of events read such an answer as JSON."""
    return JSON if media_type == EVENT_STREAM else media_type


def _refused(refused: OperationRefused, status: int, media_type: str) -> Answer:
    """The answer to an operation that was not executed; only one media type has a status for that."""
    limits = headers_of(refused.allowance) if refused.allowance else ()
    if media_type == EVENT_STREAM:
        return Answer(200, whole_stream(refused.payload), limits)
    if media_type != GRAPHQL_RESPONSE and refused.code is not ErrorCode.RATE_LIMITED:
        status = 200
    return Answer(status, refused.payload, (*retry_header(refused.errors), *limits))


def _headers(answered: Answered) -> tuple[tuple[bytes, bytes], ...]:
    """What the client may still do, and when; not in an answer that caches give to other clients."""
    limits = headers_of(answered.allowance) if answered.allowance and not answered.max_age else ()
    return (*retry_header(answered.errors), *limits)


def _failed(error: ViewpulseError) -> Answer:
    status, refused = STATUS[error.code], refuse(error)
    credentials = ((b"www-authenticate", b"Bearer"),) if status == 401 else ()
    return Answer(status, refused.payload, (*credentials, *retry_header(refused.errors)))


async def _packed(answer: Answer, encoding: str | None) -> Answer:
    """The answer in the encoding that the client prefers."""
    if encoding is None:
        return answer
    vary = () if answer.max_age or answer.tag else ((b"vary", b"Accept-Encoding"),)
    headers = (*answer.headers, (b"content-encoding", encoding.encode()), *vary)
    return replace(answer, body=await compressed(answer.body, encoding), headers=headers)


async def _send(send: Send, answer: Answer, media_type: str, request_id: str) -> None:
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
