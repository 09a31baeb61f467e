"""Named, versioned definitions of a view, which all count the same plays."""

from dataclasses import dataclass

from server.errors import ErrorCode, ViewpulseError

DEFAULT_DEFINITION = "start@1"


@dataclass(frozen=True, slots=True)
class ViewDefinition:
    """One definition of a view.

    Attributes:
        name: Name and version; a changed meaning gets a new version.
        prefix: Prefix of its columns, such as ``engaged_`` of ``engaged_views``; empty for ``start@1``.
        title: Short title for menus.
        text: What exactly is counted.
        of_plays: Whether a play is a view, as SQL over ``plays``; empty for ``start@1``, whose views are events. Uses
            functions of the database, because daily summaries and curves use them too.
    """

    name: str
    prefix: str
    title: str
    text: str
    of_plays: str = ""

    @property
    def key(self) -> str:
        """Its column of ``viewer_sketches``, and its name in ``content_scores.definition``."""
        return self.prefix.removesuffix("_") or "start"


DEFINITIONS: dict[str, ViewDefinition] = {
    definition.name: definition
    for definition in (
        ViewDefinition(
            "start@1",
            "",
            "Started",
            "Each VIEW_START (or VIEW) event, in the quarter-hour in which it occurred, by the event's own attributes.",
        ),
        ViewDefinition(
            "engaged@1",
            "engaged_",
            "Engaged",
            "Each play watched for at least 3 seconds or to at least 50 %, in the quarter-hour of its start.",
            "is_engaged_view(watch_ms, completion)",
        ),
        ViewDefinition(
            "peertube@1",
            "peertube_",
            "As PeerTube counts",
            "Each play watched for at least 10 seconds, or for more than half of a shorter content, in the "
            "quarter-hour of its start.",
            "is_peertube_view(watch_ms, duration_ms)",
        ),
        ViewDefinition(
            "linkedin@1",
            "linkedin_",
            "As LinkedIn counts",
            "Each play watched for at least 3 seconds, in the quarter-hour of its start.",
            "is_linkedin_view(watch_ms)",
        ),
        ViewDefinition(
            "peertube@2",
            "peertube2_",
            "As PeerTube counts, at most one per hour",
            "Each view by peertube@1, unless the viewer has a view by peertube@2 of the same content that began less "
            "than an hour earlier.",
            "is_peertube2_view(watch_ms, duration_ms, repeats)",
        ),
        ViewDefinition(
            "linkedin@2",
            "linkedin2_",
            "As LinkedIn counts video",
            "Each play watched for at least 2 seconds, in the quarter-hour of its start.",
            "is_linkedin2_view(watch_ms)",
        ),
    )
}
"""By name, the default first. A new definition is an entry here and a migration that adds its function, its columns
and its bit of ``view_bits`` and ``is_view``."""


def find_definition(name: str) -> ViewDefinition:
    """The definition with that name; raises BAD_INPUT, listing all names, for any other."""
    found = DEFINITIONS.get(name)
    if found is None:
        known = ", ".join(DEFINITIONS)
        raise ViewpulseError(
            ErrorCode.BAD_INPUT, f"Unknown definition of a view; known definitions: {known}.", field=["definition"]
        )
    return found
