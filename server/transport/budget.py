"""Limits on documents, measured before validation, in time linear in their size."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from resolvers.field_metadata import metadata_of
from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.transport.deciding_arguments import deciding_arguments, has_variable

MAX_PAGE = 100
UNSIZED_LIST = 10  # what a list without `first` is taken to hold, unless its field says how long it is

_INTROSPECTION = ("__schema", "__type")
_SIZES = ("first", "last")
_CAP = 10**9


@dataclass(frozen=True)
class Limits:
    """Limits of one document.

    Attributes:
        characters: Characters of the text.
        tokens: Tokens of the text, without comments.
        comments: Comments in the text.
        operations: Operations in one document.
        fields: Fields of one operation, with fragments expanded; a field selected twice counts twice.
        depth: Nesting of fields.
        aliases: Aliases of one operation.
        directives: Directives of one operation.
        cost: Cost of the answer: each field, and its weight, times the sizes of the lists around it.
    """

    characters: int = 65_536
    tokens: int = 1_000
    comments: int = 1_000
    operations: int = 10
    fields: int = 400
    depth: int = 12
    aliases: int = 30
    directives: int = 9
    cost: int = 10_000


@dataclass(frozen=True, slots=True)
class Spending:
    """The totals of one operation, or of one part of it; see ``Limits``.

    Attributes:
        once: Cost of fields that are read once for the list around them, however many rows that has.
        introspects: Whether it asks about the schema.
        varies: Whether its cost depends on variables; then it is the most that they allow.
        decided: Whether it has lists whose length the deciding arguments of the fields around tell.
    """

    fields: int = 0
    depth: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0
    once: int = 0
    introspects: bool = False
    varies: bool = False
    decided: bool = False

    def __add__(self, other: "Spending") -> "Spending":
        return Spending(
            min(self.fields + other.fields, _CAP),
            max(self.depth, other.depth),
            min(self.aliases + other.aliases, _CAP),
            min(self.directives + other.directives, _CAP),
            min(self.cost + other.cost, _CAP),
            min(self.once + other.once, _CAP),
            self.introspects or other.introspects,
            self.varies or other.varies,
            self.decided or other.decided,
        )


def check_spending(spending: Spending, limits: Limits) -> None:
    """Raises LIMIT_EXCEEDED for the first limit that is exceeded, except cost, which may depend on variables."""
    for name in ("fields", "depth", "aliases", "directives"):
        if (requested := getattr(spending, name)) > getattr(limits, name):
            raise exceeded(name, limits, requested, cost=spending.cost)


def exceeded(name: str, limits: Limits, requested: int, *, cost: int | None = None) -> ViewpulseError:
    """The error that names an exceeded limit.

    Args:
        name: Its name in ``Limits``.
        limits: The limits.
        requested: What the operation asks for.
        cost: What the operation costs, if that was measured.
    """
    limit = getattr(limits, name)
    what = "cost (fields by weight, times the sizes of their lists)" if name == "cost" else name
    message = f"The operation exceeds the limit of {limit:,} for {what}."
    return limit_exceeded(message, name, limit, requested, cost=None if cost is None else shown_cost(cost, limits))


def shown_cost(cost: int, limits: Limits) -> dict[str, int]:
    """The cost of an operation as ``extensions`` show it."""
    return {"requested": cost, "limit": limits.cost}


def measure(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any] | None = None,
) -> Spending:
    """The totals of an operation.

    Args:
        schema: Decides which fields are lists, and which take ``first``.
        document: The document, for its fragments.
        operation: The operation.
        variables: The variables as sent. Without them, each variable ``first`` counts as its maximum.

    Raises:
        ViewpulseError: BAD_INPUT if a fragment contains itself.
    """
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    defaults = {
        node.variable.name.value: _integer(node.default_value)
        for node in operation.variable_definitions or ()
        if isinstance(node.default_value, IntValueNode)
    }
    known = None if variables is None else {**defaults, **variables}
    directives = len(operation.directives or ()) + sum(
        len(node.directives or ()) for node in operation.variable_definitions or ()
    )
    meter = _Meter(schema, fragments, known)
    root = schema.get_root_type(operation.operation)
    return Spending(directives=directives) + meter.selections(operation.selection_set, root, sized=False)


def check_fragments(schema: GraphQLSchema, document: DocumentNode, limits: Limits) -> None:
    """Checks each fragment by itself, because validation also visits those that no operation uses."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    meter = _Meter(schema, fragments, None)
    for name in fragments:
        check_spending(meter.fragment(name, sized=False), limits)


@dataclass
class _Meter:
    """Visits an operation once; each fragment is measured once, however often it is spread, below the same arguments.

    ``asked`` has the deciding arguments of the fields around the one that is visited.
    """

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any] | None
    measured: dict[tuple[str, bool, str], Spending] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    def selections(
        self, selection_set: SelectionSetNode | None, parent: GraphQLNamedType | None, *, sized: bool
    ) -> Spending:
        total = Spending()
        for node in selection_set.selections if selection_set else ():
            total += Spending(directives=len(node.directives or ()))
            if isinstance(node, FieldNode):
                total += self.field(node, parent, sized=sized)
            elif isinstance(node, FragmentSpreadNode):
                total += self.fragment(node.name.value, sized=sized)
            elif isinstance(node, InlineFragmentNode):
                narrowed = self.schema.get_type(node.type_condition.name.value) if node.type_condition else parent
                total += self.selections(node.selection_set, narrowed, sized=sized)
        return total

    def field(self, node: FieldNode, parent: GraphQLNamedType | None, *, sized: bool) -> Spending:
        definition = (
            self.schema.get_field(parent, node.name.value)
            if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType)
            else None
        )
        taken = definition.args if definition else {}
        first = taken.get("first")
        type_ = get_named_type(definition.type) if definition else None
        said = metadata_of(definition)
        is_of_items = "items" in said and not _is_list_of_composites(definition)  # the list is inside
        around, deciding = self.asked, deciding_arguments(node, definition, self.variables)
        self.asked = {**around, **deciding}
        inner = self.selections(node.selection_set, type_, sized=first is not None or is_of_items)
        self.asked = around
        introspects = node.name.value in _INTROSPECTION
        weight, of_each = said.get("cost", 0), 0
        if introspects or (parent is not None and parent.name.startswith("__")):
            depth, times = 0, 1  # introspection nests deep, and a rule of validation bounds it
        elif first is not None:
            max_first = said.get("max_first", MAX_PAGE)
            depth, times = 1, self.page_size(node, first, max_first, takes_last="last" in taken)
        elif "items" in said:
            depth, times = 1, self.number_of(node, said["items"], definition)
            weight, of_each = 0, weight
        else:
            length = said.get("length", UNSIZED_LIST)
            if not isinstance(length, int):
                length = length({name: value for name, value in around.items() if value is not Undefined})
            depth, times = 1, 1 if sized or not _is_list_of_composites(definition) else length
        cost = min(1 + weight + inner.once + times * (of_each + inner.cost), _CAP)
        is_once = said.get("once", False)
        return Spending(
            fields=1 + inner.fields,
            depth=depth + inner.depth,
            aliases=bool(node.alias) + inner.aliases,
            directives=inner.directives,
            cost=0 if is_once else cost,
            once=cost if is_once else 0,
            introspects=introspects or inner.introspects,
            varies=inner.varies
            or _by_variable(node, *(_SIZES if first is not None else (said.get("items"),)))
            or (inner.decided and _by_variable(node, *deciding)),
            decided=inner.decided or callable(said.get("length")),
        )

    def fragment(self, name: str, *, sized: bool) -> Spending:
        if name in self.open:
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"Cannot spread fragment '{name}' within itself.")
        if name not in self.fragments:
            return Spending()
        key = (name, sized, repr(sorted(self.asked.items())))
        if key not in self.measured:
            node = self.fragments[name]
            self.open.add(name)
            inner = self.selections(
                node.selection_set, self.schema.get_type(node.type_condition.name.value), sized=sized
            )
            self.open.discard(name)
            self.measured[key] = inner + Spending(directives=len(node.directives or ()))
        return self.measured[key]

    def number_of(self, node: FieldNode, argument: str, definition: GraphQLField | None) -> int:
        """How many items an argument has; one that is not a list is the only item."""
        for given in node.arguments or ():
            if given.name.value == argument:
                value = given.value
                if isinstance(value, ListValueNode):
                    return min(len(value.values), MAX_PAGE)
                if isinstance(value, VariableNode) and definition is not None and _is_list(definition.args[argument]):
                    sent = (self.variables or {}).get(value.name.value, MAX_PAGE)
                    return min(len(sent), MAX_PAGE) if isinstance(sent, list) else MAX_PAGE
        return 1

    def page_size(self, node: FieldNode, first: GraphQLArgument, max_first: int, *, takes_last: bool) -> int:
        """How many rows a page has: ``last``, if it is given, else ``first``."""
        sent = self.sent_size(node, "last", None, max_first) if takes_last else None
        if sent is None:
            sent = self.sent_size(node, "first", _default_of(first), max_first)
        is_number = isinstance(sent, int) and not isinstance(sent, bool)
        return min(max(sent, 0), max_first) if is_number else max_first

    def sent_size(self, node: FieldNode, name: str, default: object, unknown: int) -> Any:
        for argument in node.arguments or ():
            if argument.name.value == name:
                value = argument.value
                if isinstance(value, IntValueNode):
                    return _integer(value)
                if isinstance(value, VariableNode):
                    return unknown if self.variables is None else self.variables.get(value.name.value, default)
        return default


def _by_variable(node: FieldNode, *names: str | None) -> bool:
    return any(argument.name.value in names and has_variable(argument.value) for argument in node.arguments or ())


def _integer(node: IntValueNode) -> int:
    return int(node.value) if len(node.value) <= 9 else _CAP  # thousands of digits are slow to read


def _default_of(argument: GraphQLArgument) -> object:
    if argument.default is None:
        return argument.default_value
    literal = argument.default.literal
    return _integer(literal) if isinstance(literal, IntValueNode) else argument.default.value


def _is_list_of_composites(definition: GraphQLField | None) -> bool:
    return definition is not None and _is_list(definition) and is_composite_type(get_named_type(definition.type))


def _is_list(typed: GraphQLField | GraphQLArgument) -> bool:
    return is_list_type(get_nullable_type(typed.type))
