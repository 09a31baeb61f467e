"""What the definition of a field says in addition to what the schema shows."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypedDict

from graphql import GraphQLField


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


class FieldMetadata(TypedDict, total=False):
    """Given as ``metadata`` of a field.

    Attributes:
        cost: Weight of a field that is read by itself, in addition to the fields of its answer.
        once: Whether it is read once for the list around it, not for each row.
        max_first: The largest ``first`` of a list, if it is not 100.
        length: How many rows a list without ``first`` is taken to hold; or what tells that from the deciding arguments
            of the fields around it, as JSON values by name, where these are known.
        items: The argument with one item for each row of the list, or of the lists in the answer; ``cost`` is that of
            one row.
        shows: What it shows besides its own subject.
        asks_worker: Whether a worker answers it: what takes long is given up when the client leaves.
        every: Seconds that a subscription rests after each answer if it does not say.
        moves: Whether time alone changes it, while the revision stays; a range that is asked for does that, too.
    """

    cost: int
    once: bool
    max_first: int
    length: int | Callable[[Mapping[str, Any]], int]
    items: str
    shows: LiveDependency
    moves: bool
    asks_worker: bool
    every: float


def metadata_of(field: GraphQLField | None) -> FieldMetadata:
    """What a field of the schema was given."""
    definition = field.extensions.get("strawberry-definition") if field else None
    return definition.metadata if definition else {}
