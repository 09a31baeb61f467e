"""The tracking path: events by a plain POST, as pages send them that are left, or that have other origins.

What ``trackEvents`` does is done by ``trackEvents``: the body is read as the variables of one operation, and its
payload is the answer.
"""

from collections.abc import Callable, Mapping
from typing import Annotated
from urllib.parse import parse_qs

import msgspec
from starlette.types import Receive, Scope, Send

from server.errors import ErrorCode
from server.limits.address_key import AddressKey
from server.settings import Settings
from server.transport import unpaired_surrogates
from server.transport.answered import Answered
from server.transport.auth import Authenticator
from server.transport.client_classifier import ClientClassifier
from server.transport.compression import MIN_BYTES
from server.transport.execution import Executor
from server.transport.failures import FormattedError, OperationRefused, failure_of
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
from server.transport.negotiation import JSON, TEXT, sent_media_type
from server.transport.request_body import ClientGone
from server.transport.request_id import request_id_of

TAKEN = (TEXT, JSON, "")
"""Media types of a body, which is JSON in any case: those of a page that must not ask the server before, and none."""
FIELD = "trackEvents"
MAX_DROPPED = 1_000_000_000
TRACK = """\
mutation TrackEvents($events: [EventInput!]!, $context: ContextInput, $sentAt: DateTime) {
  trackEvents(events: $events, context: $context, sentAt: $sentAt) {
    accepted
    duplicates
    rejected
    sessionId
    problems { index status eventId code message path }
    warnings { code path message }
  }
}
"""


class _Sent(msgspec.Struct):
    """What the body says in addition to the events: here, since a page that is left can send no headers."""

    key: str | None = None
    token: str | None = None
    dropped: Annotated[int, msgspec.Meta(ge=0, le=MAX_DROPPED)] | None = None


class _Response(msgspec.Struct):
    data: dict[str, msgspec.Raw]


_SENT = msgspec.json.Decoder(_Sent)
_RESPONSE = msgspec.json.Decoder(_Response)


class TrackingEndpoint:
    """The ASGI endpoint behind ``VIEWPULSE_TRACKING_PATH``.

    No cookie and no header lets anyone in, so that a page of another site can do no more than any program with the key.

    Args:
        executor: Runs the operation.
        authenticator: Authenticates requests.
        settings: The limits.
        address_key: The key under which addresses of clients are hashed.
        note_refused: Called with the code of each request that did not become an operation.
        note_dropped: Called with the number of events that a client has dropped unsent, when its request was answered.
    """

    def __init__(
        self,
        executor: Executor,
        authenticator: Authenticator,
        settings: Settings,
        *,
        address_key: AddressKey | None = None,
        note_refused: Callable[[ErrorCode], None] = lambda _code: None,
        note_dropped: Callable[[int], None] = lambda _number: None,
    ) -> None:
        self._executor = executor
        self._operation = executor.own_operation(TRACK)
        self._authenticator = authenticator
        self._classifier = ClientClassifier(settings, address_key)
        self._max_body = settings.max_body_bytes
        self._note_refused = note_refused
        self._note_dropped = note_dropped

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        request_id = request_id_of(headers.get(b"x-request-id"))
        try:
            answer = await self._answer(scope, receive, headers, request_id)
        except ClientGone:
            return
        except HttpRefused as refused:
            self._note_refused(refused.code)
            answer = refused.answer
        except Exception as error:  # noqa: BLE001 - the last line: a fault of ours never kills the connection
            failure = failure_of(error, request_id)
            self._note_refused(failure.code)
            answer = failed(failure)
        if len(answer.body) >= MIN_BYTES:
            answer = await packed(answer, headers)
        await send_answer(send, answer, JSON, request_id)

    async def _answer(self, scope: Scope, receive: Receive, headers: Mapping[bytes, str], request_id: str) -> Answer:
        if scope["method"] != "POST":
            raise HttpRefused(405, bad("Use POST."), (b"allow", b"POST"))
        if sent_media_type(headers.get(b"content-type")) not in TAKEN:
            raise HttpRefused(415, bad(f"The Content-Type must be {TEXT} or {JSON}."), (b"accept", JSON.encode()))
        body = await body_of(receive, headers, self._max_body)
        sent = _sent(body)
        caller = await self._authenticator.authenticate(
            f"Bearer {sent.token}" if sent.token else None,
            sent.key or _key_in(scope["query_string"]),
            self._classifier.classify(scope),
        )
        try:
            answered = await self._executor.answer(self._operation, msgspec.Raw(body), caller, request_id=request_id)
        except OperationRefused as refused:
            answered = Answered(b"", refused.errors, allowance=refused.allowance)
        if sent.dropped and not answered.errors:
            self._note_dropped(sent.dropped)
        return _answer_of(answered)


def _sent(body: bytes) -> _Sent:
    try:
        return unpaired_surrogates.decode(body, _SENT, lambda _: ())
    except (msgspec.DecodeError, UnicodeError) as error:
        raise HttpRefused(400, bad(f"The body cannot be read: {error}.")) from error


def _key_in(query_string: bytes) -> str | None:
    try:
        keys = parse_qs(query_string.decode("ascii"), errors="strict", max_num_fields=20).get("key")
    except ValueError as error:
        raise HttpRefused(400, bad("The query string of the address cannot be read.")) from error
    return keys[0] if keys else None


def _answer_of(answered: Answered) -> Answer:
    headers = headers_after(answered)
    if not answered.errors:
        return Answer(200, bytes(_RESPONSE.decode(answered.payload).data[FIELD]), headers)
    status = STATUS[ErrorCode(answered.errors[0]["extensions"]["code"])]
    return Answer(status, msgspec.json.encode({"errors": [_plain(error) for error in answered.errors]}), headers)


def _plain(error: FormattedError) -> FormattedError:
    """An error without its places in a document that the client has never seen."""
    return {"message": error["message"], "extensions": error["extensions"]}
