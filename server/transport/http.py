"""GraphQL over HTTP, at one address: POST for everything, GET for all but mutations, and for GraphiQL."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

import msgspec
from graphql import OperationType
from starlette.types import Receive, Scope, Send

from server.access import Caller
from server.errors import ErrorCode
from server.limits.address_key import AddressKey
from server.limits.limiter import headers_of
from server.settings import Settings
from server.transport import unpaired_surrogates
from server.transport.auth import Authenticator
from server.transport.client_classifier import ClientClassifier
from server.transport.compression import MIN_BYTES
from server.transport.costs import asks_for_cost
from server.transport.documents import Operation
from server.transport.entity_tags import Condition, tags_of
from server.transport.event_stream import EventStream, EventStreams, whole_stream
from server.transport.execution import Executor
from server.transport.failures import OperationRefused, failure_of, retry_header
from server.transport.graphiql import GraphiQL
from server.transport.http_answer import (
    STATUS,
    Answer,
    HttpRefused,
    bad,
    body_of,
    failed,
    headers_after,
    packed,
    send_answer,
)
from server.transport.leaving import asks_worker, unless_gone
from server.transport.negotiation import EVENT_STREAM, GRAPHQL_RESPONSE, HTML, JSON, preferred, sent_media_type
from server.transport.request import ABSENT, Request
from server.transport.request_body import ClientGone
from server.transport.request_id import request_id_of

READING = ("GET", "HEAD")
OFFERED = (JSON, GRAPHQL_RESPONSE, EVENT_STREAM)
_DECODER = msgspec.json.Decoder(Request)


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
            answer, media_type = failed(failure), _readable(media_type)
        if isinstance(answer, EventStream):
            await answer.run(receive, send, request_id)
            return
        if len(answer.body) >= MIN_BYTES and media_type != EVENT_STREAM:
            answer = await packed(answer, headers)
        await send_answer(send, answer, media_type or JSON, request_id)

    async def _answer(
        self, scope: Scope, receive: Receive, headers: Mapping[bytes, str], media_type: str | None, request_id: str
    ) -> Answer | EventStream:
        if media_type is None:
            raise HttpRefused(406, bad(f"Accept {JSON}, {GRAPHQL_RESPONSE} or {EVENT_STREAM}."))
        request = await self._request(scope, receive, headers)
        write_key = headers.get(b"x-viewpulse-key")
        caller = await self._authenticator.authenticate(
            headers.get(b"authorization"), write_key, self._classifier.classify(scope)
        )
        try:
            operation = self._executor.operation_of(request, caller)
            if scope["method"] in READING and operation.type is OperationType.MUTATION:
                raise HttpRefused(405, bad("Mutations require POST."), (b"allow", b"POST"))
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
            said = headers_after(answered), answered.max_age, answered.tag
            return Answer(304, b"", *said) if answered.is_known else Answer(200, answered.payload, *said)
        answered = await self._executor.answer(
            operation, request.variables, caller, request_id=request_id, asks_cost=asks_cost
        )
        status = STATUS[ErrorCode.RATE_LIMITED] if answered.is_limited else 200
        return Answer(status, answered.payload, headers_after(answered), max_age=answered.max_age)

    async def _request(self, scope: Scope, receive: Receive, headers: Mapping[bytes, str]) -> Request:
        if scope["method"] in READING:
            return _from_query_string(scope["query_string"])
        if scope["method"] != "POST":
            raise HttpRefused(405, bad("Use POST, or GET for queries."), (b"allow", b"GET, HEAD, POST"))
        if sent_media_type(headers.get(b"content-type")) != JSON:
            raise HttpRefused(415, bad(f"The Content-Type must be {JSON}."), (b"accept", JSON.encode()))
        return _from_json(await body_of(receive, headers, self._max_body))


def _from_json(body: bytes) -> Request:
    try:
        request = unpaired_surrogates.decode(body, _DECODER, lambda _: (("variables",), ("extensions",)))
    except (msgspec.DecodeError, UnicodeError) as error:
        hint = " Batches of operations are not supported." if body.lstrip()[:1] == b"[" else ""
        raise HttpRefused(400, bad(f"The body is not a GraphQL request: {error}.{hint}")) from error
    return _checked(request)


def _from_query_string(query_string: bytes) -> Request:
    try:
        parameters = dict(parse_qsl(query_string.decode("ascii"), errors="strict", max_num_fields=20))
    except ValueError as error:
        raise HttpRefused(400, bad("The query string of the address cannot be read.")) from error
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
            raise HttpRefused(400, bad(f"{name} must be a JSON object or null."))
    if not request.has_document:
        raise HttpRefused(400, bad("The request has no `query`."))
    return request


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
