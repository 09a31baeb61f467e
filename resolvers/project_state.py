"""The ``Analytics`` fields of answers without a single subject; they carry the project's newest revision."""

from typing import Any

from resolvers.context import Info
from server.analytics.project_state import ProjectState
from server.analytics.ranges import TimeRange
from server.metrics.view_definitions import DEFAULT_DEFINITION


def project_fields(
    info: Info, state: ProjectState, definition: str = DEFAULT_DEFINITION, time_range: TimeRange | None = None
) -> dict[str, Any]:
    """The fields of ``Analytics``; also notes the revision for the live hub.

    Args:
        info: The info of the operation.
        state: The project's state in the answer's snapshot.
        definition: The definition of a view that was used.
        time_range: The range; None for all time, which is never final.
    """
    info.context.note_revision(state.revision)
    return state_fields(state, definition, time_range)


def state_fields(
    state: ProjectState, definition: str = DEFAULT_DEFINITION, time_range: TimeRange | None = None
) -> dict[str, Any]:
    """The fields of ``Analytics``.

    Args:
        state: The project's state in the answer's snapshot.
        definition: The definition of a view that was used.
        time_range: The range; None for all time, which is never final.
    """
    return {
        "as_of": state.as_of,
        "revision": state.revision,
        "is_final": time_range is not None and time_range.is_final(state.as_of),
        "definition": definition,
    }
