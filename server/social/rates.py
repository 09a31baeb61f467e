"""The engagement rate of posts: one definition for all networks."""

from collections.abc import Iterable, Mapping

from server.social.model import MetricValue, Provenance, unavailable_value

ENGAGEMENT_RATE = "engagementRate"
INTERACTIONS = ("likes", "comments", "shares", "saves")
SEEN_BY = ("reach", "impressions", "views")
"""What the interactions are divided by: the first of these that the network gives."""
RATE_IN_WORDS = (
    "Percent: likes, comments, shares and saves, as far as the network gives them, per person reached, * 100; per "
    "impression where the network gives no reach, and per view where it gives no impressions either."
)

_NO_INTERACTIONS = "The network gives no interactions of it."
_NOT_SEEN = "The network gives no reach, impressions or views of it, or they are 0."


def engagement_rates(values: Iterable[MetricValue]) -> list[MetricValue]:
    """The engagement rate of each post of which there are numbers.

    Args:
        values: Numbers of posts, all of one collection.
    """
    of_posts: dict[str, dict[str, MetricValue]] = {}
    for value in values:
        of_posts.setdefault(value.post_id, {})[value.metric] = value
    return [_engagement_rate(post_id, found) for post_id, found in of_posts.items()]


def _engagement_rate(post_id: str, values: Mapping[str, MetricValue]) -> MetricValue:
    """The engagement rate of a post, with the provenance of what it is computed from."""
    known = [values[name] for name in INTERACTIONS if name in values and values[name].value is not None]
    seen = next((one for name in SEEN_BY if (one := values.get(name)) and (one.value or one.keeps_known)), None)
    if not known or seen is None:
        reason, keeps = _NOT_SEEN if known else _NO_INTERACTIONS, any(one.keeps_known for one in values.values())
        return unavailable_value(ENGAGEMENT_RATE, reason, post_id=post_id, keeps_known=keeps)
    needed = [seen, *(values[name] for name in INTERACTIONS if name in values)]
    open_one = next((one for one in needed if one.keeps_known), None)
    if open_one is not None:  # what the others make would be another rate
        return unavailable_value(ENGAGEMENT_RATE, open_one.reason or _NOT_SEEN, post_id=post_id, keeps_known=True)
    assert seen.value is not None
    estimated = next((one for one in (*known, seen) if one.provenance is Provenance.ESTIMATED), None)
    return MetricValue(
        ENGAGEMENT_RATE,
        sum(one.value or 0.0 for one in known) / seen.value * 100,
        f"({' + '.join(one.metric for one in known)}) / {seen.metric} * 100",
        post_id,
        provenance=Provenance.MEASURED if estimated is None else Provenance.ESTIMATED,
        reason=None if estimated is None else estimated.reason,
    )
