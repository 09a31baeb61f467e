"""The one place where errors become what a client sees."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import msgspec
import structlog
from graphql import GraphQLError

from server.errors import ErrorCode, ViewpulseError, unavailable
from server.storage.outage import is_outage
from server.transport.half_pairs import shown

FormattedError: TypeAlias = dict[str, Any]

MAX_MESSAGE_LENGTH = 1_000
"""Characters of a message; some repeat what was sent."""

log = structlog.get_logger()


class OperationRefused(Exception):  # noqa: N818 - a decision, not a fault
    """The operation was not executed: it can't be read, is not valid, costs too much, or may not be done this way.

    Attributes:
        errors: The GraphQL errors, formatted; also the payload of an ``error`` message over WebSocket.
    """

    def __init__(self, errors: Sequence[FormattedError]) -> None:
        super().__init__(errors[0]["message"])
        self.errors = list(errors)

    @property
    def code(self) -> ErrorCode:
        """The code of the first error."""
        return ErrorCode(self.errors[0]["extensions"]["code"])

    @property
    def payload(self) -> bytes:
        """The whole GraphQL response; without ``data``, since nothing was executed."""
        return msgspec.json.encode({"errors": self.errors})


def refuse(error: ViewpulseError) -> OperationRefused:
    """Our own reason not to execute an operation."""
    return OperationRefused([{"message": shown(error.message[:MAX_MESSAGE_LENGTH]), "extensions": error.extensions}])


def refuse_document(errors: Sequence[GraphQLError]) -> OperationRefused:
    """What graphql-core found wrong in a document or in its variables: the client's to mend."""
    return OperationRefused([_formatted(error, error.message, {"code": ErrorCode.BAD_INPUT.value}) for error in errors])


def format_error(error: GraphQLError, request_id: str) -> FormattedError:
    """An error met while executing, with its code and its path.

    What is not ours to show is logged with the request id and becomes INTERNAL, or UNAVAILABLE when PostgreSQL can't
    serve.
    """
    known = explain(error, request_id)
    return _formatted(error, known.message, known.extensions)


def explain(error: GraphQLError, request_id: str) -> ViewpulseError:
    """The failure that may be shown to the client in an error's place."""
    cause = _cause(error)
    if isinstance(cause, GraphQLError) and cause.nodes:  # an argument's value: serialising a result names no node
        return ViewpulseError(ErrorCode.BAD_INPUT, cause.message)
    return failure_of(cause, request_id, error.path)


def failure_of(cause: BaseException, request_id: str, path: Sequence[str | int] | None = None) -> ViewpulseError:
    """What the client is told of any exception, wherever it was met.

    A fault of ours is logged; the client is told only where to find it in the log.
    """
    if isinstance(cause, ViewpulseError):
        return cause
    if is_outage(cause):
        log.warning("the database is unavailable", request_id=request_id, path=path, error=repr(cause))
        return unavailable()
    log.error("operation failed", request_id=request_id, path=path, exc_info=cause)
    return ViewpulseError(ErrorCode.INTERNAL, f"Internal error. The server's log has the details under {request_id}.")


def _cause(error: GraphQLError) -> BaseException:
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _formatted(error: GraphQLError, message: str, extensions: dict[str, object]) -> FormattedError:
    formatted: FormattedError = {"message": shown(message[:MAX_MESSAGE_LENGTH])}
    if error.locations:
        formatted["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path:
        formatted["path"] = list(error.path)
    formatted["extensions"] = extensions
    return formatted
