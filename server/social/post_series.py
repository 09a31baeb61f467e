"""One post over time: what its numbers were at the end of a period, and what it gained in it.

Networks tell what a post has had since its publication, so its gain is the difference of two such numbers. It counts
for the period in which a collection found it, as in ``server.social.aggregates``.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Self
from zoneinfo import ZoneInfo

from server.errors import ErrorCode, ViewpulseError
from server.social.aggregates import NOT_THEN, Cell
from server.social.days import beginning
from server.social.metrics import NOT_YET, POST_METRICS, Kind, reason_of_absence
from server.social.model import Account, Provenance
from server.social.rates import ENGAGEMENT_RATE
from server.social.reading import StoredPost, posts_with_values
from server.storage.sql import load_sql
from server.storage.statement import Source

VALUES = (*POST_METRICS, ENGAGEMENT_RATE)
"""Numbers that a post has at the end of a period."""
GAINS = tuple(name for name, metric in POST_METRICS.items() if metric.kind is not Kind.RATE)
"""Numbers of which a period has a gain: of people, those whom the post had not reached before."""

NOT_PUBLISHED = "It was not published yet."
NOT_KEPT = "Changes of that time are no longer kept."
FROM_THE_FIRST = "It is counted from the first number in this time on."
NO_BEFORE = "There is no number from before."


@dataclass(frozen=True, slots=True)
class Change:
    """A number of a post, from the collection that found it to the one that found another.

    Attributes:
        at: The first collection with it.
        until: The last collection with it.
        value: The number; None if there is none.
        provenance: Where it comes from.
        reason: Why it is not measured; None if it is.
    """

    at: datetime
    until: datetime
    value: float | None
    provenance: Provenance = Provenance.MEASURED
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A post, and what decides its series.

    Attributes:
        post: The post, with its latest numbers.
        account: The account that published it.
        collected_since: When the account was collected first; None: not yet.
        kept_since: From when on all changes are kept; None: all are.
    """

    post: StoredPost
    account: Account
    collected_since: datetime | None
    kept_since: datetime | None


@dataclass(frozen=True, slots=True)
class PostSeries:
    """The numbers of a post over time.

    Attributes:
        of: The post.
        changes: The changes of each metric, the oldest first.
        known: Those of them that have a value.
    """

    of: KeptPost
    changes: Mapping[str, Sequence[Change]]
    known: Mapping[str, Sequence[Change]]

    @classmethod
    def from_changes(cls, of: KeptPost, changes: Mapping[str, Sequence[Change]]) -> Self:
        """The series of a post."""
        known = {metric: [one for one in found if one.value is not None] for metric, found in changes.items()}
        return cls(of, changes, known)

    def value(self, metric: str, start: datetime, end: datetime) -> Cell:
        """A number at the end of a period."""
        if (absence := self._absence(metric, end)) is not None:
            return absence
        last = _before(self.changes[metric], end)
        if last is None or last.until < start:
            return _none(NOT_THEN)
        return Cell(last.value, last.provenance, last.reason)

    def gain(self, metric: str, start: datetime, end: datetime, before: datetime) -> Cell:
        """What a post gained in a period.

        Args:
            metric: One of ``GAINS``.
            start: When the period begins.
            end: When it ends.
            before: When the one right before it begins: a number that is older than that makes the gain an estimate.
        """
        if (absence := self._absence(metric, end)) is not None:
            return absence
        known = self.known[metric]
        last = _before(known, end)
        if last is None or last.value is None or last.until < start:
            return self.value(metric, start, end)  # there is none, either
        earlier = _before(known, start) or self._nothing(start)
        first = earlier or known[0]
        if first.value is None or (earlier is None and first is last):
            is_cut = self.of.kept_since is not None and start < self.of.kept_since
            return _none(NOT_KEPT if is_cut else NO_BEFORE)
        estimated = [one.reason for one in (last, first) if one.provenance is Provenance.ESTIMATED]
        if earlier is None:
            estimated.append(FROM_THE_FIRST)
        elif first.until < before:
            moment = f"{first.until:%Y-%m-%dT%H:%MZ}"
            estimated.append(f"The number before is of {moment}, so some of it may have come before this time.")
        if not estimated:
            return Cell(last.value - first.value, Provenance.MEASURED, None)
        reasons = dict.fromkeys(reason for reason in estimated if reason)
        return Cell(last.value - first.value, Provenance.ESTIMATED, " ".join(reasons))

    def _absence(self, metric: str, end: datetime) -> Cell | None:
        """Why there can be no number of a period, whatever was collected in it; None if there can be."""
        if end <= self.of.post.published_at:
            return _none(NOT_PUBLISHED)
        if self.of.kept_since is not None and end <= self.of.kept_since:
            return _none(NOT_KEPT)
        if metric in self.changes:
            return None
        found = POST_METRICS.get(metric)
        return _none(NOT_YET if found is None else reason_of_absence(found, self.of.account.network))

    def _nothing(self, start: datetime) -> Change | None:
        """What a post had when it was published, if the account was collected then, and all until a start is kept."""
        published, since, kept = self.of.post.published_at, self.of.collected_since, self.of.kept_since
        is_cut = kept is not None and published < start < kept
        return None if since is None or published < since or is_cut else Change(published, published, 0.0)


async def find_post(source: Source, project_id: int, account: Account, post_id: str) -> KeptPost:
    """A post of an account; raises NOT_FOUND if there is none of that id."""
    row = await load_sql(__name__, "post").fetchrow(
        source, project=project_id, account=account.account_id, post=post_id
    )
    if row is None:
        message = f"The account {account.account_id} has no post {post_id} that was collected."
        raise ViewpulseError(ErrorCode.NOT_FOUND, message, field=["postId"])
    [post] = await posts_with_values(source, project_id, account.account_id, [row])
    since, zone = row["series_since"], row["days_zone"]
    kept = beginning(since, ZoneInfo(zone)) if since is not None and zone is not None else None
    return KeptPost(post, account, row["collected_since"], kept)


async def read_post_series(
    source: Source, project_id: int, of: KeptPost, metrics: Collection[str], moments: Sequence[datetime]
) -> PostSeries:
    """The numbers of a post in periods that begin and end at some moments.

    Args:
        source: The database.
        project_id: The project.
        of: The post.
        metrics: Some of ``VALUES``.
        moments: The moments, the oldest first.
    """
    rows = await load_sql(__name__, "post_changes").fetch(
        source,
        project=project_id,
        account=of.account.account_id,
        post=of.post.post_id,
        metrics=list(metrics),
        moments=moments,
        until=moments[-1],
    )
    found: dict[str, list[Change]] = {}
    for row in rows:
        change = Change(row["at"], row["collected_at"], row["value"], Provenance(row["provenance"]), row["reason"])
        found.setdefault(row["metric"], []).append(change)
    in_order = {metric: sorted(changes, key=attrgetter("at")) for metric, changes in found.items()}
    return PostSeries.from_changes(of, in_order)


def _before(changes: Sequence[Change], moment: datetime) -> Change | None:
    """The last change before a moment."""
    place = bisect_left(changes, moment, key=attrgetter("at"))
    return changes[place - 1] if place else None


def _none(reason: str) -> Cell:
    return Cell(None, Provenance.UNAVAILABLE, reason)
