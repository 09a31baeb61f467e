"""The fast path of ``trackEvent`` and ``trackEvents``: no typed input, no resolvers, the same answer.

A document whose one root field is a tracking mutation with variables as arguments is analysed once. After that,
msgspec decodes its variables straight into events, and the answer is written field by field as selected. Everything
else (literals, fragments, directives, several root fields, values of an unexpected type) takes the ordinary path
through the schema.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec
from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    NonNullTypeNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from resolvers.context import Context
from resolvers.items import decode_items
from resolvers.tracking.track import TrackPayload, track
from server.events.model import Event, Rejection, decode_event
from server.transport.documents import Operation
from server.transport.variables import Variables, is_null, raw_item, split_items, split_variables

ARGUMENTS = {"trackEvent": "event", "trackEvents": "events"}
_OPTIONAL = {"trackEvent": None, "trackEvents": "sentAt"}

Writer: TypeAlias = Callable[[Any], object]
"""Converts an object to its JSON value."""


@dataclass(frozen=True, slots=True)
class TrackingPlan:
    """A tracking mutation, analysed.

    Attributes:
        field: The root field.
        argument: Its argument with the event or events.
        variable: The variable of this argument.
        sent_at: The variable of the client's clock.
        needs_clock: Whether that variable is declared as non-null.
        write: Writes the selected fields of the payload.
        parse_time: Parses times as the schema does.
    """

    field: FieldNode
    argument: str
    variable: str
    sent_at: str | None
    needs_clock: bool
    write: Writer
    parse_time: Callable[[Any], datetime]

    @property
    def key(self) -> str:
        """The root field's key in the response."""
        return (self.field.alias or self.field.name).value

    async def run(self, variables: Variables, context: Context) -> bytes | ExecutionResult | None:
        """Tracks the events.

        Returns:
            The complete GraphQL response, or its error; None if the variables need the ordinary path.
        """
        read = self._read(variables)
        if read is None:
            return None
        items, sent_at = read
        if sent_at is None and self.needs_clock:
            return None
        try:
            results = await track(context, items, sent_at=sent_at, argument=self.argument)
        except Exception as error:  # noqa: BLE001 - as graphql-core does: any failure becomes an error of the field
            return ExecutionResult(
                None, [GraphQLError(str(error), nodes=self.field, path=[self.key], original_error=error)]
            )
        return msgspec.json.encode({"data": {self.key: self.write(TrackPayload.from_results(results))}})

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
        except (msgspec.MsgspecError, UnicodeError, GraphQLError):
            return None
        return decode_items(items, decode_event), sent_at


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
    write = _writer(root.selection_set, schema.get_type("TrackPayload"))
    clock = schema.get_type("DateTime")
    if variable is None or None in given.values() or write is None or not isinstance(clock, GraphQLScalarType):
        return None
    optional = _OPTIONAL[name]
    sent_at = given.get(optional) if optional else None
    needs_clock = any(
        node.variable.name.value == sent_at and isinstance(node.type, NonNullTypeNode)
        for node in definition.variable_definitions or ()
    )
    return TrackingPlan(root, ARGUMENTS[name], variable, sent_at, needs_clock, write, clock.parse_value)


def _writer(selection_set: SelectionSetNode | None, kind: GraphQLNamedType | None) -> Writer | None:
    """A writer of the selected fields of a type, if all are plain fields with distinct response keys."""
    writers: dict[str, Writer] = {}
    for node in selection_set.selections if selection_set else ():
        if not isinstance(node, FieldNode) or node.directives or not isinstance(kind, GraphQLObjectType):
            return None
        key = (node.alias or node.name).value
        write = _field_writer(node, kind)
        if write is None or key in writers:
            return None
        writers[key] = write
    selected = list(writers.items())
    return lambda source: {key: write(source) for key, write in selected}


def _field_writer(node: FieldNode, kind: GraphQLObjectType) -> Writer | None:
    """A writer of one field, which reads the attribute of its Python name, as the ordinary path does."""
    name = node.name.value
    if name == "__typename":
        return lambda _source: kind.name
    field = kind.fields[name]
    attribute, named = field.extensions["strawberry-definition"].python_name, get_named_type(field.type)
    if isinstance(named, GraphQLObjectType):
        write = _writer(node.selection_set, named)
        return write and (lambda source: [write(item) for item in getattr(source, attribute)])
    if named.name == "DateTime":
        return lambda source: getattr(source, attribute).isoformat()
    return attrgetter(attribute)
