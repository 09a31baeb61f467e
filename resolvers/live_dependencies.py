"""Which answers show more than their own subject: ranks, averages, other people's titles."""

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
    """What a field shows besides its own subject.

    Attributes:
        subject: What changes with the others' numbers, of a project.
        argument: The argument that decides whether the field shows any; None: it always does.
        values: The values of the argument by which it does.
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
"""By the name of the field, wherever it stands."""


def extra_subjects(
    project_id: int,
    nodes: Iterable[FieldNode],
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> frozenset[str]:
    """The subjects that an answer follows besides its own.

    Fields under a false ``@include`` count too: that costs an execution and changes no answer.

    Args:
        project_id: Whose subjects.
        nodes: The nodes of the answer's field.
        fragments: Those of the document, by name.
        variables: The coerced values of the operation's variables.
    """
    found = set()
    for node in _below(nodes, fragments, set()):
        reach = _DEPENDENCIES.get(node.name.value)
        if reach and (reach.argument is None or _value(node, reach.argument, variables) in reach.values):
            found.add(reach.subject(project_id))
    return frozenset(found)


async def effective_revision(info: Info, connection: Connection, own: int) -> int:
    """The revision of an answer: its subject's; the project's newest one when it shows numbers of others too.

    Args:
        info: At the field that answers.
        connection: The one that the answer is read on.
        own: The subject's.
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
    """The name of an enum value; None when the argument is left to its default."""
    for given in node.arguments or ():
        if given.name.value == argument:
            if isinstance(given.value, VariableNode):
                value = variables.get(given.value.name.value)
                return getattr(value, "name", value)
            return given.value.value if isinstance(given.value, EnumValueNode) else None
    return None
