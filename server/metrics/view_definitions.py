"""What counts as a view: named, versioned definitions that read the same plays side by side."""

from dataclasses import dataclass

from server.errors import ErrorCode, ViewpulseError

DEFAULT_DEFINITION = "start@1"


@dataclass(frozen=True, slots=True)
class ViewDefinition:
    """One definition of a view.

    Attributes:
        name: What callers choose it by; a change of its meaning gets a new version.
        prefix: What its columns begin with: ``engaged_`` of ``engaged_views``; empty for ``start@1``.
        title: A few words for a menu.
        text: What exactly is counted.
        of_plays: Whether a play is a view, as SQL over ``plays``; empty for ``start@1``, whose views are events. Its
            functions are the database's, since digests and curves ask them too.
    """

    name: str
    prefix: str
    title: str
    text: str
    of_plays: str = ""

    @property
    def key(self) -> str:
        """What ``viewer_sketches.definition`` and ``content_scores.definition`` call it."""
        return self.prefix.removesuffix("_") or "start"


DEFINITIONS: dict[str, ViewDefinition] = {
    definition.name: definition
    for definition in (
        ViewDefinition(
            "start@1",
            "",
            "Started",
            "Each VIEW_START (or VIEW) event, in the quarter-hour in which it happened, by its own attributes.",
        ),
        ViewDefinition(
            "engaged@1",
            "engaged_",
            "Engaged",
            "Each play that was watched for at least 3 seconds, or to at least 50 %, in the quarter-hour of its start.",
            "is_engaged_view(watch_ms, completion)",
        ),
        ViewDefinition(
            "peertube@1",
            "peertube_",
            "As PeerTube counts",
            "Each play that was watched for at least 10 seconds, or for more than half of a shorter content, in "
            "the quarter-hour of its start.",
            "is_peertube_view(watch_ms, duration_ms)",
        ),
        ViewDefinition(
            "linkedin@1",
            "linkedin_",
            "As LinkedIn counts",
            "Each play that was watched for at least 3 seconds, in the quarter-hour of its start.",
            "is_linkedin_view(watch_ms)",
        ),
        ViewDefinition(
            "peertube@2",
            "peertube2_",
            "As PeerTube counts, once an hour",
            "Each view by peertube@1, unless the viewer has one by peertube@2 of the same content that began less "
            "than an hour before.",
            "is_peertube2_view(watch_ms, duration_ms, repeats)",
        ),
        ViewDefinition(
            "linkedin@2",
            "linkedin2_",
            "As LinkedIn counts video",
            "Each play that was watched for at least 2 seconds, in the quarter-hour of its start.",
            "is_linkedin2_view(watch_ms)",
        ),
    )
}
"""By name, the default first. A further one is an entry here and a migration, which adds its function, its columns and
its bit of ``view_bits`` and ``is_view``."""


def find_definition(name: str) -> ViewDefinition:
    """The definition of that name; BAD_INPUT, naming all there are, for any other."""
    found = DEFINITIONS.get(name)
    if found is None:
        known = ", ".join(DEFINITIONS)
        raise ViewpulseError(
            ErrorCode.BAD_INPUT, f"Unknown definition of a view; there are {known}.", field=["definition"]
        )
    return found
