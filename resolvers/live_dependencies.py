"""Which answers depend on more than their own subject: ranks, averages, and titles of other contents."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from graphql import (
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
    VariableNode,
)

from resolvers.context import Info
from server.analytics.project_state import read_project_state
from server.live.subjects import catalogue_subject, platform_subject, rankings_subject
from server.storage.database import Connection


class LiveDependency(NamedTuple):
    """An additional subject that a field depends on.

    Attributes:
        subject: The subject, by project, that changes when the field's other data changes.
        argument: The argument that decides whether the field depends on it; None: it always does.
        values: The values of the argument for which the field depends on it.
    """

    subject: Callable[[int], str]
    argument: str | None = None
    values: frozenset[str] = frozenset()


_DEPENDENCIES = {
    "benchmarks": LiveDependency(rankings_subject),
    "retention": LiveDependency(rankings_subject, "curve", frozenset({"RELATIVE"})),
    "compare": LiveDependency(platform_subject, "to", frozenset({"CREATOR_AVERAGE", "PLATFORM_AVERAGE"})),
    "watchHistory": LiveDependency(catalogue_subject),
    "savedContents": LiveDependency(catalogue_subject),
    "interactionHistory": LiveDependency(catalogue_subject),
}
"""By field name, at any level of the answer."""


def extra_subjects(
    project_id: int,
    nodes: Iterable[FieldNode],
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> frozenset[str]:
    """The subjects that an answer follows in addition to its own.

    Fields under a false ``@include`` count too: that costs an execution but changes no answer.

    Args:
        project_id: The project of the subjects.
        nodes: The nodes of the answer's field.
        fragments: The fragments of the document by name.
        variables: The coerced values of the operation's variables.
    """
    found = set()
    for node in _below(nodes, fragments, set()):
        reach = _DEPENDENCIES.get(node.name.value)
        if reach and (reach.argument is None or _value(node, reach.argument, variables) in reach.values):
            found.add(reach.subject(project_id))
    return frozenset(found)


async def effective_revision(info: Info, connection: Connection, own: int) -> int:
    """The revision of an answer: its subject's, or the newest of the project if it shows data of other subjects.

    Args:
        info: The info of the answer's field.
        connection: The connection that the answer is read on.
        own: The revision of the subject.
    """
    raw = info._raw_info  # noqa: SLF001  # info.selected_fields converts all arguments: 1 ms for a whole dashboard
    project_id = info.context.viewer.project_id
    if not extra_subjects(project_id, raw.field_nodes, raw.fragments, info.variable_values):
        return own
    return (await read_project_state(connection, project_id)).revision


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
