"""The fast path of ``trackEvent`` and ``trackEvents``: no typed input, no resolvers, the same answer.

A document whose one root field is a tracking mutation with variables as arguments is analysed once. After that,
msgspec decodes its variables straight into events, and the answer is written field by field as selected. Everything
else (literals, fragments, directives, several root fields, values of an unexpected type) takes the ordinary path
through the schema.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLScalarType,
    GraphQLSchema,
    NonNullTypeNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
)

from resolvers.context import Context
from resolvers.items import judge
from resolvers.tracking.track import track
from server.events.context import TrackWarning
from server.events.ingest import ItemResult, Status
from server.events.model import Event, Rejection, decode_event
from server.transport.documents import Operation
from server.transport.failures import format_error
from server.transport.variables import Variables, is_null, raw_item, split_items, split_variables

ARGUMENTS = {"trackEvent": "event", "trackEvents": "events"}
_OPTIONAL = {"trackEvent": None, "trackEvents": "sentAt"}

Selected: TypeAlias = tuple[tuple[str, str], ...]
"""Response key and field name, in the order of the document."""
Writers: TypeAlias = list[tuple[str, Callable[[Any], object]]]
"""Response key and the function that writes it, in the order of the document."""

_RESULT: dict[str, Callable[[ItemResult], object]] = {
    "__typename": lambda _item: "TrackResult",
    "status": lambda item: item.status.name,
    "eventId": lambda item: item.event_id,
    "receivedAt": lambda item: item.received_at.isoformat(),
    "sessionId": lambda item: item.session_id,
    "code": lambda item: item.code,
    "message": lambda item: item.message,
    "path": lambda item: item.path or None,
}
_WARNING: dict[str, Callable[[TrackWarning], object]] = {
    "__typename": lambda _warning: "TrackWarning",
    "code": lambda warning: warning.code.value,
    "path": lambda warning: warning.path,
    "message": lambda warning: warning.message,
}
_PAYLOAD: dict[str, Callable[[Sequence[ItemResult]], object]] = {
    "__typename": lambda _items: "TrackPayload",
    "accepted": lambda items: _count(items, Status.ACCEPTED),
    "duplicates": lambda items: _count(items, Status.DUPLICATE),
    "rejected": lambda items: _count(items, Status.REJECTED),
    "sessionId": lambda items: next((item.session_id for item in items if item.session_id is not None), None),
}


def _count(items: Sequence[ItemResult], status: Status) -> int:
    return sum(item.status is status for item in items)


@dataclass(frozen=True, slots=True)
class TrackingPlan:
    """A tracking mutation, analysed.

    Attributes:
        field: The root field.
        argument: Its argument with the event or events.
        variable: The variable that holds the argument.
        sent_at: The variable that holds the client's clock.
        needs_clock: Whether that variable is declared as non-null.
        payload: The selected fields of the payload.
        results: The function that writes each item, by response key of the payload.
        parse_time: The schema's parser of times.
    """

    field: FieldNode
    argument: str
    variable: str
    sent_at: str | None
    needs_clock: bool
    payload: Selected
    results: dict[str, Writers]
    parse_time: Callable[[Any], datetime]

    @property
    def key(self) -> str:
        """The root field's key in the response."""
        return (self.field.alias or self.field.name).value

    async def run(self, variables: Variables, context: Context) -> bytes | None:
        """Tracks the events and returns the complete GraphQL response; None if the variables need the ordinary path."""
        read = self._read(variables)
        if read is None:
            return None
        items, sent_at = read
        if sent_at is None and self.needs_clock:
            return None
        try:
            results = await track(context, items, sent_at=sent_at, argument=self.argument)
        except Exception as error:  # noqa: BLE001 - as graphql-core does: any failure becomes an error of the field
            located = GraphQLError(str(error), nodes=self.field, path=[self.key], original_error=error)
            return msgspec.json.encode({"data": None, "errors": [format_error(located, context.request_id)]})
        return msgspec.json.encode({"data": {self.key: self._answer(results)}})

    def _read(self, variables: Variables) -> tuple[list[Event | Rejection], datetime | None] | None:
        try:
            values = split_variables(variables)
            sent = values.get(self.variable)
            if sent is None or (self.argument == "events" and is_null(sent)):
                return None
            items = [raw_item(sent)] if self.argument == "event" else split_items(sent)
            clock = values.get(self.sent_at) if self.sent_at else None
            if isinstance(clock, msgspec.Raw):
                clock = msgspec.json.decode(clock)
            sent_at = None if clock is None else self.parse_time(clock)
        except (msgspec.MsgspecError, UnicodeError, RecursionError, GraphQLError):
            return None
        return judge(items, decode_event), sent_at

    def _answer(self, items: Sequence[ItemResult]) -> dict[str, object]:
        answer: dict[str, object] = {}
        for key, name in self.payload:
            if name == "results":
                writers = self.results[key]
                answer[key] = [{inner: write(item) for inner, write in writers} for item in items]
            else:
                answer[key] = _PAYLOAD[name](items)
        return answer


def plan_of(operation: Operation, schema: GraphQLSchema) -> TrackingPlan | None:
    """The fast path of an operation, if it has one; computed once."""
    if "tracking" not in operation.compiled:
        operation.compiled["tracking"] = _plan(operation, schema)
    plan: TrackingPlan | None = operation.compiled["tracking"]
    return plan


def _plan(operation: Operation, schema: GraphQLSchema) -> TrackingPlan | None:
    definition = operation.definition
    if definition.operation is not OperationType.MUTATION or definition.directives:
        return None
    if any(node.default_value or node.directives for node in definition.variable_definitions or ()):
        return None
    roots = definition.selection_set.selections
    root = roots[0]
    if len(roots) != 1 or not isinstance(root, FieldNode) or root.directives or root.name.value not in ARGUMENTS:
        return None
    name = root.name.value
    given = {
        argument.name.value: argument.value.name.value if isinstance(argument.value, VariableNode) else None
        for argument in root.arguments or ()
    }
    variable = given.get(ARGUMENTS[name])
    payload = _selected(root.selection_set, {*_PAYLOAD, "results"})
    clock = schema.get_type("DateTime")
    if variable is None or None in given.values() or payload is None or not isinstance(clock, GraphQLScalarType):
        return None
    results: dict[str, Writers] = {}
    for node in root.selection_set.selections if root.selection_set else ():
        if isinstance(node, FieldNode) and node.name.value == "results":
            writers = _writers(node.selection_set)
            if writers is None:
                return None
            results[(node.alias or node.name).value] = writers
    optional = _OPTIONAL[name]
    sent_at = given.get(optional) if optional else None
    needs_clock = any(
        node.variable.name.value == sent_at and isinstance(node.type, NonNullTypeNode)
        for node in definition.variable_definitions or ()
    )
    return TrackingPlan(root, ARGUMENTS[name], variable, sent_at, needs_clock, payload, results, clock.parse_value)


def _writers(selection_set: SelectionSetNode | None) -> Writers | None:
    """The function that writes an item, if only plain fields of it are selected."""
    selected = _selected(selection_set, {*_RESULT, "warnings"})
    if selected is None:
        return None
    writers: Writers = []
    for key, name in selected:
        if name != "warnings":
            writers.append((key, _RESULT[name]))
            continue
        nodes = selection_set.selections if selection_set else ()
        node = next(node for node in nodes if isinstance(node, FieldNode) and (node.alias or node.name).value == key)
        inner = _selected(node.selection_set, _WARNING)
        if inner is None:
            return None
        writers.append((key, _warnings_writer([(name, _WARNING[field]) for name, field in inner])))
    return writers


def _warnings_writer(writers: Writers) -> Callable[[ItemResult], object]:
    return lambda item: [{key: write(warning) for key, write in writers} for warning in item.warnings]


def _selected(selection_set: SelectionSetNode | None, known: Any) -> Selected | None:
    """The selected fields, if they are plain fields only, each response key once."""
    selected: dict[str, str] = {}
    for node in selection_set.selections if selection_set else ():
        if not isinstance(node, FieldNode) or node.directives or node.name.value not in known:
            return None
        key = (node.alias or node.name).value
        if key in selected:
            return None
        selected[key] = node.name.value
    return tuple(selected.items())
