"""A page of a list that goes on after a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from server.analytics.project_state import ProjectState

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list.

    Attributes:
        state: Of the project, as of these rows.
        rows: In the list's order.
        has_next: Whether there are further ones.
    """

    state: ProjectState
    rows: Sequence[Row]
    has_next: bool
