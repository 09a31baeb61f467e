"""GraphQL over HTTP, at one address: POST for everything, GET for queries and for GraphiQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import msgspec
from graphql import OperationType
from starlette.types import Receive, Scope, Send

from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.settings import Settings
from server.transport import unpaired_surrogates
from server.transport.auth import Authenticator
from server.transport.caching import cache_headers
from server.transport.client_classifier import ClientClassifier
from server.transport.costs import asks_for_cost
from server.transport.execution import Executor
from server.transport.failures import OperationRefused, failure_of, refuse, retry_header
from server.transport.graphiql import GraphiQL
from server.transport.negotiation import GRAPHQL_RESPONSE, HTML, JSON, is_json, preferred
from server.transport.persisted import is_persisted, persisted_unsupported
from server.transport.request_body import ENCODINGS, ClientGone, TooLarge, read_body
from server.transport.request_id import request_id_of

STATUS = {
    ErrorCode.BAD_INPUT: 400,
    ErrorCode.LIMIT_EXCEEDED: 400,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.WRITE_KEY_INVALID: 401,
    ErrorCode.TOKEN_INVALID: 401,
    ErrorCode.TOKEN_EXPIRED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.UNAVAILABLE: 503,
    ErrorCode.INTERNAL: 500,
}
READING = ("GET", "HEAD")
READABLE = b"gzip, deflate"
_ABSENT = msgspec.Raw(b"null")


class Envelope(msgspec.Struct, rename={"operation_name": "operationName"}):
    """A request's parameters; variables and extensions stay undecoded.

    Attributes:
        query: The document; None, or empty, in a request that sends only its hash.
    """

    query: str | None = None
    operation_name: str | None = None
    variables: msgspec.Raw = _ABSENT
    extensions: msgspec.Raw = _ABSENT

    def check(self) -> None:
        """Raises BAD_INPUT unless there is a query or its hash, and variables and extensions are objects or null."""
        for name in ("variables", "extensions"):
            if bytes(memoryview(getattr(self, name))[:1]) not in (b"{", b"n"):
                raise ViewpulseError(ErrorCode.BAD_INPUT, f"{name} must be a JSON object or null.")
        if not self.query and not is_persisted(self.extensions):
            raise ViewpulseError(ErrorCode.BAD_INPUT, "The request has no `query`.")


_DECODER = msgspec.json.Decoder(Envelope)


@dataclass(frozen=True, slots=True)
class Answer:
    """The response.

    Attributes:
        status: HTTP status.
        body: The GraphQL response.
        headers: Headers in addition to those of every response.
        max_age: Seconds for which HTTP caches may store it; 0: not at all.
    """

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    max_age: int = 0


class HttpRefused(Exception):  # noqa: N818 - a decision, not a fault
    """The request did not become an operation; its status does not depend on the media type."""

    def __init__(self, status: int, error: ViewpulseError, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(error.message)
        self.answer = Answer(status, refuse(error).payload, headers)


class GraphQLEndpoint:
    """The ASGI endpoint behind ``/graphql``.

    Args:
        executor: Runs the operations.
        authenticator: Authenticates requests.
        settings: The limits.
        graphiql: The page for browsers; None outside development.
    """

    def __init__(
        self, executor: Executor, authenticator: Authenticator, settings: Settings, graphiql: GraphiQL | None
    ) -> None:
        self._executor = executor
        self._authenticator = authenticator
        self._classifier = ClientClassifier(settings)
        self._max_body = settings.max_body_bytes
        self._graphiql = graphiql

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        accept = headers.get(b"accept")
        if self._graphiql and scope["method"] in READING and preferred(accept, (JSON, GRAPHQL_RESPONSE, HTML)) == HTML:
            await self._graphiql.page(scope, receive, send)
            return
        media_type = preferred(accept, (JSON, GRAPHQL_RESPONSE))
        request_id = request_id_of(headers.get(b"x-request-id"))
        try:
            answer = await self._answer(scope, receive, headers, media_type, request_id)
        except ClientGone:
            return
        except HttpRefused as refused:
            answer = refused.answer
        except Exception as error:  # noqa: BLE001 - the last line: a fault of ours never kills the connection
            answer = _failed(failure_of(error, request_id))
        await _send(send, answer, media_type or JSON, request_id)

    async def _answer(
        self, scope: Scope, receive: Receive, headers: Mapping[bytes, str], media_type: str | None, request_id: str
    ) -> Answer:
        if media_type is None:
            raise HttpRefused(406, _bad(f"Accept {JSON} or {GRAPHQL_RESPONSE}."))
        envelope = await self._envelope(scope, receive, headers)
        if not envelope.query:
            return Answer(200, persisted_unsupported().payload)
        caller = await self._authenticator.authenticate(
            headers.get(b"authorization"), headers.get(b"x-viewpulse-key"), self._classifier.classify(scope)
        )
        try:
            operation = self._executor.prepare(envelope.query, envelope.operation_name, caller)
            if scope["method"] in READING and operation.type is OperationType.MUTATION:
                raise HttpRefused(405, _bad("Mutations require POST."), (b"allow", b"POST"))
            answered = await self._executor.answer(
                operation,
                envelope.variables,
                caller,
                request_id=request_id,
                asks_cost=asks_for_cost(envelope.extensions),
            )
        except OperationRefused as refused:
            status = STATUS[refused.code] if media_type == GRAPHQL_RESPONSE else 200
            return Answer(status, refused.payload, retry_header(refused.errors))
        return Answer(200, answered.payload, retry_header(answered.errors), max_age=answered.max_age)

    async def _envelope(self, scope: Scope, receive: Receive, headers: Mapping[bytes, str]) -> Envelope:
        if scope["method"] in READING:
            return _from_query_string(scope["query_string"])
        if scope["method"] != "POST":
            raise HttpRefused(405, _bad("Use POST, or GET for queries."), (b"allow", b"GET, HEAD, POST"))
        if not is_json(headers.get(b"content-type")):
            raise HttpRefused(415, _bad(f"The Content-Type must be {JSON}."), (b"accept", JSON.encode()))
        encoding = headers.get(b"content-encoding", "identity").lower()
        if encoding != "identity" and encoding not in ENCODINGS:
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


def _from_json(body: bytes) -> Envelope:
    try:
        envelope = unpaired_surrogates.decode(body, _DECODER, lambda _: (("variables",), ("extensions",)))
    except (msgspec.DecodeError, UnicodeError) as error:
        hint = " Batches of operations are not supported." if body.lstrip()[:1] == b"[" else ""
        raise HttpRefused(400, _bad(f"The body is not a GraphQL request: {error}.{hint}")) from error
    return _checked(envelope)


def _from_query_string(query_string: bytes) -> Envelope:
    try:
        parameters = dict(parse_qsl(query_string.decode("ascii"), errors="strict", max_num_fields=20))
    except ValueError as error:
        raise HttpRefused(400, _bad("The query string of the address cannot be read.")) from error
    raws = {
        name: msgspec.Raw(parameters[name].strip().encode())
        for name in ("variables", "extensions")
        if name in parameters
    }
    return _checked(Envelope(parameters.get("query"), parameters.get("operationName"), **raws))


def _checked(envelope: Envelope) -> Envelope:
    try:
        envelope.check()
    except ViewpulseError as error:
        raise HttpRefused(400, error) from error
    return envelope


def _bad(message: str) -> ViewpulseError:
    return ViewpulseError(ErrorCode.BAD_INPUT, message)


def _failed(error: ViewpulseError) -> Answer:
    status, refused = STATUS[error.code], refuse(error)
    credentials = ((b"www-authenticate", b"Bearer"),) if status == 401 else ()
    return Answer(status, refused.payload, (*credentials, *retry_header(refused.errors)))


async def _send(send: Send, answer: Answer, media_type: str, request_id: str) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [
                (b"content-type", f"{media_type}; charset=utf-8".encode()),
                (b"content-length", str(len(answer.body)).encode()),
                *cache_headers(answer.max_age),
                (b"x-request-id", request_id.encode()),
                *answer.headers,
            ],
        }
    )
    await send({"type": "http.response.body", "body": answer.body})
