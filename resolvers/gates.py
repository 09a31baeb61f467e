"""The minimum access that each root field requires, whatever its arguments; checked before the arguments are read.

The field's resolver checks the rest, such as whose content it is. A test compares the table with the schema.
"""

from collections.abc import Callable

from server.access import Viewer
from server.analytics.people.viewer_identity import require_somebody

Gate = Callable[[Viewer], object]


def _anybody(_viewer: Viewer) -> None:
    return


def _writer_or_user(viewer: Viewer) -> None:
    if not viewer.may_track:
        viewer.require_user()


GATES: dict[str, Gate] = {
    **dict.fromkeys(("definitions", "eventVocabulary"), _anybody),
    **dict.fromkeys(("trending", "topContent"), Viewer.require_public),
    "content": _writer_or_user,
    **dict.fromkeys(("likeState", "saveState", "interactionHistory"), require_somebody),
    **dict.fromkeys(
        (
            "contentAnalytics",
            "creatorAnalytics",
            "sessionAnalytics",
            "platformAnalytics",
            "creatorContents",
            "myDashboard",
            "watchHistory",
            "savedContents",
            "upsertViewers",
        ),
        Viewer.require_user,
    ),
    "upsertContents": Viewer.require_creator_role,
    **dict.fromkeys(
        (
            "platformStats",
            "areaCounts",
            "eventsNear",
            "eventsInBox",
            "rejectedEvents",
            "rejectedCounts",
            "classifyViewers",
            "processEvents",
            "recomputeScores",
            "removeEvents",
        ),
        Viewer.require_admin,
    ),
    **dict.fromkeys(
        (
            "trackEvent",
            "trackEvents",
            "createSession",
            "closeSession",
            "recordEngagementBatch",
            "recordInteraction",
            "recordInteractions",
            "saveContent",
            "shareContent",
            "trackView",
            "trackEngagement",
        ),
        Viewer.require_tracking,
    ),
}
"""By field name; a query and its subscription require the same."""
