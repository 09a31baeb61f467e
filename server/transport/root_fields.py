"""The root fields of an operation, with fragments expanded."""

from collections.abc import Iterator
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)


class RootField(NamedTuple):
    """A root field of an operation.

    Attributes:
        node: The field.
        conditional: Whether a directive on the field, or on a fragment around it, decides if it is executed.
    """

    node: FieldNode
    conditional: bool


def root_fields(document: DocumentNode, definition: OperationDefinitionNode) -> Iterator[RootField]:
    """The root fields of a valid operation, in order."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}

    def fields(selected: SelectionSetNode, *, conditional: bool) -> Iterator[RootField]:
        for node in selected.selections:
            decided = conditional or bool(node.directives)
            if isinstance(node, FieldNode):
                yield RootField(node, decided)
            elif isinstance(node, FragmentSpreadNode):
                yield from fields(fragments[node.name.value].selection_set, conditional=decided)
            elif isinstance(node, InlineFragmentNode):
                yield from fields(node.selection_set, conditional=decided)

    return fields(definition.selection_set, conditional=False)
