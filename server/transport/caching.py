"""Which answers others may keep for a while: those that hold nothing but public lists."""

from collections.abc import Iterator

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationType,
    SelectionSetNode,
)

from server.transport.documents import Operation


def is_public(operation: Operation, public_fields: frozenset[str]) -> bool:
    """Whether every root field of a query is public; worked out once per operation."""
    if "public" not in operation.compiled:
        fragments = {
            node.name.value: node for node in operation.document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        roots = set(_root_fields(operation.definition.selection_set, fragments))
        operation.compiled["public"] = operation.type is OperationType.QUERY and roots <= public_fields
    found: bool = operation.compiled["public"]
    return found


def cache_headers(max_age: int) -> tuple[tuple[bytes, bytes], ...]:
    """Headers of an answer that may be kept for so many seconds; 0: not at all.

    What the answer depends on besides the address is named, since the write key tells the project.
    """
    if max_age <= 0:
        return ((b"cache-control", b"no-store"),)
    return (
        (b"cache-control", f"public, max-age={max_age}".encode()),
        (b"vary", b"Accept, Authorization, X-Viewpulse-Key"),
    )


def _root_fields(selected: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> Iterator[str]:
    for node in selected.selections:
        if isinstance(node, FieldNode):
            yield node.name.value
        elif isinstance(node, FragmentSpreadNode):
            yield from _root_fields(fragments[node.name.value].selection_set, fragments)
        elif isinstance(node, InlineFragmentNode):
            yield from _root_fields(node.selection_set, fragments)
