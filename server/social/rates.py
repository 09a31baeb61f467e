"""The engagement rate of posts: one definition for all networks."""

from collections.abc import Mapping

from server.social.model import Provenance
from server.social.reading import StoredValue

INTERACTIONS = ("likes", "comments", "shares", "saves")
SEEN_BY = ("reach", "impressions", "views")
"""What the interactions are divided by: the first of these that the network gives."""
ENGAGEMENT_RATE = (
    "Likes, comments, shares and saves, as far as the network gives them, per person reached; per impression where the "
    "network gives no reach, and per view where it gives no impressions either. From 0."
)

_NO_INTERACTIONS = "The network gives no interactions of it."
_NOT_SEEN = "The network gives no reach, impressions or views of it, or they are 0."


def engagement_rate(values: Mapping[str, StoredValue]) -> StoredValue | None:
    """The engagement rate of a post, with the provenance of what it is computed from.

    Args:
        values: The numbers of the post, by metric.

    Returns:
        None if nothing was collected of the post yet.
    """
    if not values:
        return None
    known = [values[name] for name in INTERACTIONS if name in values and values[name].value is not None]
    seen = next((values[name] for name in SEEN_BY if name in values and values[name].value), None)
    newest = max(value.collected_at for value in values.values())
    some = next(iter(values.values()))
    if not known or seen is None:
        reason = _NOT_SEEN if known else _NO_INTERACTIONS
        return some.derived("engagementRate", None, Provenance.UNAVAILABLE, reason=reason, source="", at=newest)
    assert seen.value is not None
    parts = [*known, seen]
    estimated = next((one for one in parts if one.provenance is Provenance.ESTIMATED), None)
    total = sum(one.value or 0.0 for one in known)
    return some.derived(
        "engagementRate",
        total / seen.value,
        Provenance.MEASURED if estimated is None else Provenance.ESTIMATED,
        reason=None if estimated is None else estimated.reason,
        source=f"({' + '.join(one.metric for one in known)}) / {seen.metric}",
        at=min(one.collected_at for one in parts),
    )
