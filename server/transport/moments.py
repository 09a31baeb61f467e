"""The fields of an answer that say when it was read: if only they changed, the answer is not sent again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias, Union

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
)

MOMENT = "asOf"

Moments: TypeAlias = Mapping[str, Union["Moments", None]]
"""The moments of an answer by response key: None for a moment, else the moments below the key."""


def find_moments(nodes: Iterable[FieldNode], fragments: Mapping[str, FragmentDefinitionNode]) -> Moments:
    """The moments in the answer of these fields, with aliases and fragments resolved.

    Args:
        nodes: The nodes of one selection.
        fragments: The fragments of the document, by name.
    """
    by_key: dict[str, list[FieldNode]] = {}
    for node in nodes:
        by_key.setdefault((node.alias or node.name).value, []).append(node)
    found: dict[str, Moments | None] = {}
    for key, fields in by_key.items():
        if all(field.name.value == MOMENT for field in fields):
            found[key] = None
        elif below := find_moments(_selected([field.selection_set for field in fields], fragments, set()), fragments):
            found[key] = below
    return found


def blank_moments(data: Any, moments: Moments) -> None:
    """Removes the moments from an answer, in place.

    Args:
        data: An object of the answer, a list of such objects, or None.
        moments: Where the moments are.
    """
    if isinstance(data, list):
        for one in data:
            blank_moments(one, moments)
    elif data is not None:
        for key, below in moments.items():
            if below is None:
                data.pop(key, None)
            elif key in data:  # a fragment on another type, or a directive, may have left it out
                blank_moments(data[key], below)


def _selected(
    selections: Iterable[SelectionSetNode | None], fragments: Mapping[str, FragmentDefinitionNode], entered: set[str]
) -> Iterator[FieldNode]:
    for selection in selections:
        for node in selection.selections if selection else ():
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                yield from _selected([node.selection_set], fragments, entered)
            elif isinstance(node, FragmentSpreadNode) and (name := node.name.value) not in entered:
                entered.add(name)
                yield from _selected([fragments[name].selection_set], fragments, entered)
