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
from resolvers.selection import paths_of
from resolvers.tracking.track import selects_counted, track_batch
from server.transport.documents import Operation
from server.transport.variables import Variables, is_null, raw_item, split_items, split_variables

ARGUMENTS = {"trackEvent": "event", "trackEvents": "events"}
SENT_AT, CONTEXT = "sentAt", "context"

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
        context: The variable of what all events share.
        demanded: The variables, of these two, that are declared as non-null.
        asks_counted: Whether the answer says which events count by default.
        write: Writes the selected fields of the payload.
        parse_time: Parses times as the schema does.
    """

    field: FieldNode
    argument: str
    variable: str
    sent_at: str | None
    context: str | None
    demanded: frozenset[str]
    asks_counted: bool
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
        items, shared, sent_at = read
        try:
            payload = await track_batch(
                context,
                items,
                argument=self.argument,
                shared=shared,
                sent_at=sent_at,
                asks_counted=self.asks_counted,
            )
        except Exception as error:  # noqa: BLE001 - as graphql-core does: any failure becomes an error of the field
            return ExecutionResult(
                None, [GraphQLError(str(error), nodes=self.field, path=[self.key], original_error=error)]
            )
        return msgspec.json.encode({"data": {self.key: self.write(payload)}})

    def _read(self, variables: Variables) -> tuple[list[msgspec.Raw], msgspec.Raw | None, datetime | None] | None:
        try:
            values = split_variables(variables)
            sent = values.get(self.variable)
            if sent is None or (self.argument == "events" and is_null(sent)):
                return None
            if self.demanded and any(is_null(values.get(name)) for name in self.demanded):
                return None
            items = [raw_item(sent)] if self.argument == "event" else split_items(sent)
            shared = values.get(self.context) if self.context else None
            clock = values.get(self.sent_at) if self.sent_at else None
            if isinstance(clock, msgspec.Raw):
                clock = msgspec.json.decode(clock)
            sent_at = None if clock is None else self.parse_time(clock)
        except (msgspec.MsgspecError, UnicodeError, GraphQLError):
            return None
        return items, None if is_null(shared) else raw_item(shared), sent_at


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
    sent_at, shared = given.get(SENT_AT), given.get(CONTEXT)
    demanded = frozenset(
        node.variable.name.value
        for node in definition.variable_definitions or ()
        if node.variable.name.value in (sent_at, shared) and isinstance(node.type, NonNullTypeNode)
    )
    counted = selects_counted(paths_of(root.selection_set, {}))
    return TrackingPlan(root, ARGUMENTS[name], variable, sent_at, shared, demanded, counted, write, clock.parse_value)


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
