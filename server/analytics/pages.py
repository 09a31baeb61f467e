"""A page of a list after a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from server.analytics.project_state import ProjectState

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list.

    Attributes:
        state: The project's state when the rows were read.
        rows: The rows, in the list's order.
        has_next: Whether there are more rows.
    """

    state: ProjectState
    rows: Sequence[Row]
    has_next: bool
