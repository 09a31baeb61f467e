"""The only place where exceptions become errors that a client sees."""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any, TypeAlias

import msgspec
import structlog
from graphql import DocumentNode, GraphQLError

from server.errors import ErrorCode, ViewpulseError, unavailable
from server.limits.limiter import Allowance
from server.storage.outage import is_outage
from server.transport.argument_path import argument_path, blamed_path
from server.transport.costs import with_cost
from server.transport.unpaired_surrogates import shown

FormattedError: TypeAlias = dict[str, Any]

MAX_MESSAGE_LENGTH = 1_000
"""Maximum number of characters of a message; some repeat the input."""

log = structlog.get_logger()


class OperationRefused(Exception):  # noqa: N818 - a decision, not a fault
    """The operation was not executed: it cannot be parsed, is invalid, costs too much, or is not allowed here.

    Attributes:
        errors: The GraphQL errors, formatted; also the payload of an ``error`` message over WebSocket.
        cost: What the operation costs, for clients that want to know.
        allowance: What the client is allowed, if that was looked at.
    """

    def __init__(self, errors: Sequence[FormattedError]) -> None:
        super().__init__(errors[0]["message"])
        self.errors = list(errors)
        self.cost: dict[str, int] | None = None
        self.allowance: Allowance | None = None

    @property
    def code(self) -> ErrorCode:
        """The code of the first error."""
        return ErrorCode(self.errors[0]["extensions"]["code"])

    @property
    def payload(self) -> bytes:
        """The complete GraphQL response; without ``data``, since nothing was executed."""
        payload = msgspec.json.encode({"errors": self.errors})
        return payload if self.cost is None else with_cost(payload, self.cost)


class FieldFailed(ViewpulseError):  # noqa: N818 - a fact
    """An operation ended because of a field: a subscription, whose root field fails for good.

    Attributes:
        place: Where the field stands in the document and in the answer, as GraphQL errors say it.
    """

    def __init__(self, known: ViewpulseError, error: GraphQLError) -> None:
        super().__init__(known.code, known.message, field=known.field, retry_after=known.retry_after, more=known.more)
        self.place = _place(error)


def refuse(error: ViewpulseError) -> OperationRefused:
    """The server's own reason not to execute an operation, or to end it."""
    place = error.place if isinstance(error, FieldFailed) else {}
    message = shown(error.message[:MAX_MESSAGE_LENGTH])
    return OperationRefused([{"message": message, **place, "extensions": error.extensions}])


def refuse_document(errors: Sequence[GraphQLError], document: DocumentNode | None = None) -> OperationRefused:
    """Errors that graphql-core found in a document or in its variables, for the client to fix.

    Args:
        errors: The errors.
        document: The document, if they say where in it they are.
    """
    return OperationRefused([_formatted(error, error.message, _bad_input(error, document)) for error in errors])


def _bad_input(error: GraphQLError, document: DocumentNode | None) -> dict[str, object]:
    field = [] if document is None else blamed_path(document, error)
    return ViewpulseError(ErrorCode.BAD_INPUT, "", field=field).extensions


def retry_header(errors: Iterable[FormattedError]) -> tuple[tuple[bytes, bytes], ...]:
    """The ``Retry-After`` of an answer: the longest ``retryAfter`` of its errors, in whole seconds."""
    asked = [error["extensions"]["retryAfter"] for error in errors if "retryAfter" in error["extensions"]]
    return ((b"retry-after", b"%d" % ceil(max(asked))),) if asked else ()


def format_error(error: GraphQLError, request_id: str, document: DocumentNode) -> FormattedError:
    """An error during execution, with its code and its path.

    Internal errors are logged with the request id and become INTERNAL, or UNAVAILABLE when PostgreSQL is unavailable.
    """
    known = explain(error, request_id, document)
    return _formatted(error, known.message, known.extensions)


def explain(error: GraphQLError, request_id: str, document: DocumentNode) -> ViewpulseError:
    """The error that the client may see instead."""
    cause = _cause(error)
    if isinstance(cause, GraphQLError) and cause.nodes:  # an argument's value: serialising a result names no node
        return ViewpulseError(ErrorCode.BAD_INPUT, cause.message, field=argument_path(document, cause.nodes[0]))
    return failure_of(cause, request_id, error.path)


def failure_of(cause: BaseException, request_id: str, path: Sequence[str | int] | None = None) -> ViewpulseError:
    """The error that the client sees for any exception, wherever it occurred.

    Internal errors are logged; the client only learns where to find them in the log.
    """
    if isinstance(cause, ViewpulseError):
        return cause
    if is_outage(cause):
        log.warning("the database is unavailable", request_id=request_id, path=path, error=cause)
        return unavailable()
    log.error("operation failed", request_id=request_id, path=path, exc_info=cause)
    return ViewpulseError(ErrorCode.INTERNAL, f"Internal error. The server's log has the details under {request_id}.")


def _cause(error: GraphQLError) -> BaseException:
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _formatted(error: GraphQLError, message: str, extensions: dict[str, object]) -> FormattedError:
    return {"message": shown(message[:MAX_MESSAGE_LENGTH]), **_place(error), "extensions": extensions}


def _place(error: GraphQLError) -> FormattedError:
    place: FormattedError = {}
    if error.locations:
        place["locations"] = [{"line": found.line, "column": found.column} for found in error.locations]
    if error.path:
        place["path"] = list(error.path)
    return place
