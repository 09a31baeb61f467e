"""Which answers depend on more than their own subject: ranks, averages, titles of other contents, time, the minute."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from graphql import (
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NullValueNode,
    SelectionSetNode,
    VariableNode,
)

from resolvers.context import Info
from resolvers.field_metadata import LiveDependency, metadata_of
from server.analytics.project_state import read_project_state
from server.live.subjects import minute_subject
from server.storage.database import Connection

RANGE = "range"
"""The argument of every field that counts within a time range."""


@lru_cache(maxsize=4)
def dependencies_of(schema: GraphQLSchema) -> Mapping[str, LiveDependency]:
    """The data of other subjects that fields show, by the name of the field, in any type."""
    return {
        name: metadata["shows"]
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType)
        for name, field in kind.fields.items()
        if "shows" in (metadata := metadata_of(field))
    }


def extra_subjects(
    schema: GraphQLSchema,
    project_id: int,
    nodes: Iterable[FieldNode],
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> frozenset[str]:
    """The additional subjects that an answer follows.

    Fields under a false ``@include`` count too: that costs an execution and changes no answer.

    Args:
        schema: The schema, whose fields declare their dependencies.
        project_id: The project of the subjects.
        nodes: The nodes of the answer's field.
        fragments: The fragments of the document, by name.
        variables: The coerced values of the operation's variables.
    """
    found, dependencies = set(), dependencies_of(schema)
    for node in _below(nodes, fragments, set()):
        shown = dependencies.get(node.name.value)
        if shown and (shown.argument is None or _value(node, shown.argument, variables) in shown.values):
            found.add(shown.subject(project_id))
    return frozenset(found)


async def effective_revision(info: Info, connection: Connection, own: int) -> int:
    """The revision of an answer: its subject's, or the newest of the project if it shows data of other subjects.

    Args:
        info: The info of the answer's field.
        connection: The connection that the answer is read on.
        own: The revision of the subject.
    """
    raw = info._raw_info  # noqa: SLF001  # info.selected_fields converts all arguments: 1 ms for a whole dashboard
    project_id = info.context.caller.project_id
    beyond = extra_subjects(raw.schema, project_id, raw.field_nodes, raw.fragments, info.variable_values)
    if not beyond - {minute_subject(project_id)}:
        return own
    return (await read_project_state(connection, project_id)).revision


@lru_cache(maxsize=4)
def moving_fields(schema: GraphQLSchema) -> frozenset[str]:
    """Fields that time changes, by their names in any type: by themselves, or since they have a range by default."""
    return frozenset(
        name
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType)
        for name, field in kind.fields.items()
        if metadata_of(field).get("moves") or (RANGE in field.args and field.args[RANGE].default_value is not None)
    )


def moves_with_time(
    schema: GraphQLSchema,
    nodes: Iterable[FieldNode],
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> bool:
    """Whether an answer may be another one later though its revision is the same.

    Ranges move with time, or come to be over; which of them do not any more is not looked into.

    Args:
        schema: The schema, whose fields say whether they move.
        nodes: The nodes of the answer's field.
        fragments: The fragments of the document, by name.
        variables: The coerced values of the operation's variables.
    """
    moving = moving_fields(schema)
    return any(node.name.value in moving or _has_range(node, variables) for node in _below(nodes, fragments, set()))


def _has_range(node: FieldNode, variables: Mapping[str, Any]) -> bool:
    for given in node.arguments or ():
        if given.name.value == RANGE:
            if isinstance(given.value, VariableNode):
                return variables.get(given.value.name.value) is not None
            return not isinstance(given.value, NullValueNode)
    return False


def _below(
    nodes: Iterable[FieldNode], fragments: Mapping[str, FragmentDefinitionNode], entered: set[str]
) -> Iterator[FieldNode]:
    for node in nodes:
        yield node
        yield from _selected(node.selection_set, fragments, entered)


def _selected(
    selection: SelectionSetNode | None, fragments: Mapping[str, FragmentDefinitionNode], entered: set[str]
) -> Iterator[FieldNode]:
    for node in selection.selections if selection else ():
        if isinstance(node, FieldNode):
            yield from _below([node], fragments, entered)
        elif isinstance(node, InlineFragmentNode):
            yield from _selected(node.selection_set, fragments, entered)
        elif isinstance(node, FragmentSpreadNode) and (name := node.name.value) not in entered:
            entered.add(name)  # once is enough: what it selects does not depend on where it is spread
            yield from _selected(fragments[name].selection_set, fragments, entered)


def _value(node: FieldNode, argument: str, variables: Mapping[str, Any]) -> str | None:
    """The name of an enum value; None if the argument has its default."""
    for given in node.arguments or ():
        if given.name.value == argument:
            if isinstance(given.value, VariableNode):
                value = variables.get(given.value.name.value)
                return getattr(value, "name", value)
            return given.value.value if isinstance(given.value, EnumValueNode) else None
    return None
