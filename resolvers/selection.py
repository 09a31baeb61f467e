"""Which fields of an answer the caller selected, so that only those are read."""

from collections.abc import Iterable, Iterator

from strawberry.types.nodes import SelectedField, Selection

from resolvers.context import Info


def selected_paths(info: Info) -> frozenset[str]:
    """Dotted names of the selected fields below the current one: ``{"views", "views.unique"}``.

    Fields under a false ``@include`` count too: they cost a read and change no answer.
    """
    return frozenset(path for field in info.selected_fields for path in _paths(field.selections, ""))


def _paths(selections: Iterable[Selection], prefix: str) -> Iterator[str]:
    for selection in selections:
        if isinstance(selection, SelectedField):
            path = prefix + selection.name
            yield path
            yield from _paths(selection.selections, f"{path}.")
        else:
            yield from _paths(selection.selections, prefix)
