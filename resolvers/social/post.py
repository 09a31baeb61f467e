"""``socialPost``: one post of a social network, its latest numbers, and how they grew."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import strawberry
from strawberry.utils.str_converters import to_snake_case

from resolvers.access import SOCIAL_ACCOUNT
from resolvers.arguments import RangeArgument, check_id
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.parts import part
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.selection import selected_paths
from resolvers.series.series import ByArgument, CompareArgument
from resolvers.social.caching import CACHED_POST
from resolvers.social.custom import USUAL_METRICS
from resolvers.social.periods import (
    MAX_POINTS,
    POINTS,
    POINTS_BEFORE,
    require_kept_interval,
    resolve_periods,
    start_before,
)
from resolvers.social.posts import PostIdArgument, SocialPost
from resolvers.social.values import SocialCustomValue
from server.analytics.previous_period import ComparisonBasis, Spans
from server.analytics.project_state import read_project_state
from server.analytics.ranges import TimeRange, find_zone
from server.analytics.series.calendar import Interval, date_of, end_of, starts_of
from server.social.accounts import find_account, find_workspace
from server.social.aggregates import Cell
from server.social.custom_metrics import CustomMetric, FormulaKind, custom_metrics
from server.social.metrics import POST_METRICS
from server.social.model import Network, Provenance
from server.social.post_series import GAINS, VALUES, KeptPost, PostSeries, find_post, read_post_series
from server.social.rates import ENGAGEMENT_RATE, RATE_IN_WORDS

Kind = TypeVar("Kind", bound=type)
_DESCRIBED = {name: metric.description for name, metric in POST_METRICS.items()} | {ENGAGEMENT_RATE: RATE_IN_WORDS}
_READ = FieldMetadata(cost=500, moves=True)


@strawberry.type(description="A number of a post in a period, or why there is none.")
class SocialNumber:
    """The API type of a ``Cell``."""

    value: float | None = strawberry.field(description="The number; null if there is none.")
    provenance: Provenance = strawberry.field(description="Where it comes from.")
    reason: str | None = strawberry.field(description="Why it is not measured, or not there; null if it is measured.")


def _with_numbers(names: Collection[str]) -> Any:
    """Adds a field for each metric; only those that were selected get a value."""

    def add(kind: Kind) -> Kind:
        for name in names:
            kind.__annotations__[to_snake_case(name)] = SocialNumber
            setattr(kind, to_snake_case(name), strawberry.field(description=_DESCRIBED[name], default=None))
        return kind

    return add


@strawberry.type(
    description="What a network told of a post at the end of a period: all since its publication. Null for a period in "
    "which it was not read, unless it was the same before and after."
)
@_with_numbers(VALUES)
class SocialPostValues:
    """The metrics of ``VALUES``."""


@strawberry.type(
    description="What a post gained in a period: the changes that collections found in that time. A post begins with "
    "nothing if its account was collected when it was published; else its gains count from the first number on. "
    "`reach` is of people whom it had not reached before."
)
@_with_numbers(GAINS)
class SocialPostGained:
    """The metrics of ``GAINS``."""


@strawberry.type(description="The numbers of a post in an hour, a day, a week, a month, or in a whole range.")
class SocialPostPeriod:
    """A point of ``SocialPostSeries``."""

    start: datetime = strawberry.field(description="When it begins, even if the range begins later.")
    end: datetime = strawberry.field(description="When it ends (exclusive), even if the range ends earlier.")
    date: str = strawberry.field(description="Its first day in the time zone, such as `2026-03-29`.")
    is_final: bool = strawberry.field(
        description="Whether nothing changes in it any more: the post was read after its end, or is not read any more, "
        "because it is gone or too old."
    )
    values: SocialPostValues = strawberry.field(description="What the post had at the end.")
    gains: SocialPostGained = strawberry.field(description="What the post gained.")
    custom: list[SocialCustomValue] = strawberry.field(
        description="The metrics that the project defines, by name, computed from `values`: see `defineSocialMetric`.",
        metadata=FieldMetadata(length=USUAL_METRICS),
    )


@strawberry.type(description="The period before that of a series of a post, for comparison.")
class PreviousSocialPostPeriods:
    """The overlay of ``SocialPostSeries``."""

    range: EffectiveRange = strawberry.field(
        description="The period before: of a range that is not over, as many whole days, or hours, as are over of it."
    )
    value_range: EffectiveRange = strawberry.field(
        description="What it is compared with: the whole days, or hours, of the range that are over."
    )
    basis: ComparisonBasis = strawberry.field(description="How `range` and `valueRange` correspond.")
    points: list[SocialPostPeriod] = strawberry.field(
        description="Its points, oldest first, to be paired with those of the range by index.", metadata=POINTS_BEFORE
    )
    totals: SocialPostPeriod = strawberry.field(description="`range` as one period. Compare it with `valueTotals`.")
    value_totals: SocialPostPeriod = strawberry.field(description="`valueRange` as one period.")


@strawberry.type(description="A post of a social network over time.")
class SocialPostSeries:
    """The type of ``series`` of a post."""

    by: Interval = strawberry.field(description="The length of the points.")
    range: EffectiveRange = strawberry.field(
        description="The whole days, or hours, that are covered, up to now. For all time, from the publication on."
    )
    timezone: str = strawberry.field(description="The time zone of the workspace, in which the points begin.")
    points: list[SocialPostPeriod] = strawberry.field(
        description="Every hour, day, week or month that overlaps the range, oldest first: the first and the last "
        "count only their part of it.",
        metadata=POINTS,
    )
    totals: SocialPostPeriod = strawberry.field(description="The whole range as one period.")
    previous: PreviousSocialPostPeriods | None = strawberry.field(
        description="The period before, for comparison. Null unless `compare` asks for it, and for all time."
    )


@strawberry.type(description="A post of a social network, its latest numbers, and how they grew.")
class SocialPostAnalytics(Analytics):
    """The type of ``socialPost``."""

    account_id: strawberry.ID = strawberry.field(description="The account that published it.")
    network: Network = strawberry.field(description="The network of the account.")
    post: SocialPost = strawberry.field(description="The post, and its latest numbers.")
    of: strawberry.Private[KeptPost]

    @part(
        description="The post over time, by hour, day, week or month of the workspace's time zone: what it had at the "
        "end of each, and what it gained. Known for as long as the workspace keeps its series (`seriesDays`). "
        f"BAD_INPUT by MINUTE, and for more than {MAX_POINTS} hours or days.",
        metadata=_READ,
    )
    async def series(
        self, info: Info, by: ByArgument, *, time_range: RangeArgument = None, compare: CompareArgument = False
    ) -> SocialPostSeries:
        """The points of a range."""
        require_kept_interval(by)
        project_id, now, paths = info.context.caller.project_id, info.context.services.now(), selected_paths(info)
        async with info.context.read() as connection:
            workspace = await find_workspace(connection, project_id, self.of.account.workspace_id)
            zone = find_zone(workspace.timezone)
            covered, spans = resolve_periods(
                time_range,
                by,
                zone,
                now,
                first=min(self.of.post.published_at, now).astimezone(zone).date(),
                compare=compare and "previous" in paths,
            )
            custom = await custom_metrics(connection, project_id) if _wants_custom(paths) else []
            formulas = [one for one in custom if one.kind is FormulaKind.POST]
            metrics = {path.rpartition(".")[2] for path in paths if _is_of_period(path)} & {*VALUES}
            metrics = metrics.union(*(one.formula.metrics for one in formulas))
            spanned = [covered] if spans is None else [covered, spans.baseline, spans.value]
            moments = {moment for one in spanned for moment in _moments(one, by, zone)}
            found = await read_post_series(connection, project_id, self.of, metrics, sorted(moments))
        kept_for = timedelta(days=info.context.services.settings.social_posts_days)
        is_closed = self.of.post.gone_at is not None or self.of.post.published_at + kept_for <= now
        reading = _Reading(found, by, zone, paths, formulas, is_closed)
        return await asyncio.to_thread(reading.series, covered, spans)  # thousands of numbers


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of a post, of which the parts are made that a caller selected."""

    found: PostSeries
    by: Interval
    zone: ZoneInfo
    paths: Collection[str]
    custom: Sequence[CustomMetric]
    is_closed: bool
    """Whether the post is not read any more."""

    def series(self, covered: TimeRange, spans: Spans | None) -> SocialPostSeries:
        """The series of a range."""
        return SocialPostSeries(
            by=self.by,
            range=EffectiveRange.from_range(covered),
            timezone=self.zone.key,
            points=self.points("points", covered),
            totals=self.totals("totals", covered),
            previous=None if spans is None else self.previous(spans),
        )

    def previous(self, spans: Spans) -> PreviousSocialPostPeriods:
        """The period before, and what it is compared with."""
        return PreviousSocialPostPeriods(
            range=EffectiveRange.from_range(spans.baseline),
            value_range=EffectiveRange.from_range(spans.value),
            basis=spans.basis,
            points=self.points("previous.points", spans.baseline),
            totals=self.totals("previous.totals", spans.baseline),
            value_totals=self.totals("previous.valueTotals", spans.value),
        )

    def points(self, part: str, covered: TimeRange) -> list[SocialPostPeriod]:
        """Each period of a range, if a caller selected them."""
        if part not in self.paths:
            return []
        before = start_before(covered.start, self.by, self.zone)
        points = []
        for start in starts_of(self.by, covered, self.zone):
            end = end_of(self.by, start, self.zone)
            own = TimeRange(max(start, covered.start), min(end, covered.end))
            points.append(self._period(part, start, end, own, before))
            before = own.start
        return points

    def totals(self, part: str, covered: TimeRange) -> SocialPostPeriod:
        """A range as one period."""
        before = start_before(covered.start, self.by, self.zone)
        return self._period(part, covered.start, covered.end, covered, before)

    def _period(self, part: str, start: datetime, end: datetime, own: TimeRange, before: datetime) -> SocialPostPeriod:
        read = self.found.of.post.collected_at
        values = {name: self.found.value(name, own.start, own.end) for name in self._asked(f"{part}.values", VALUES)}
        gains = {
            name: self.found.gain(name, own.start, own.end, before) for name in self._asked(f"{part}.gains", GAINS)
        }
        return SocialPostPeriod(
            start=start,
            end=end,
            date=date_of(self.by, start, self.zone).isoformat(),
            is_final=self.is_closed or (read is not None and read >= own.end),
            values=SocialPostValues(**_shown(values)),
            gains=SocialPostGained(**_shown(gains)),
            custom=[
                SocialCustomValue.from_computed(one, one.formula.compute(self._inputs(one, own)))
                for one in (self.custom if f"{part}.custom" in self.paths else ())
            ],
        )

    def _asked(self, part: str, names: Collection[str]) -> list[str]:
        return [name for name in names if f"{part}.{name}" in self.paths]

    def _inputs(self, metric: CustomMetric, own: TimeRange) -> dict[str, Cell]:
        return {name: self.found.value(name, own.start, own.end) for name in metric.formula.metrics}


def _shown(cells: Mapping[str, Cell]) -> dict[str, SocialNumber]:
    return {
        to_snake_case(name): SocialNumber(value=cell.value, provenance=cell.provenance, reason=cell.reason)
        for name, cell in cells.items()
    }


def _wants_custom(paths: Collection[str]) -> bool:
    return any(path.endswith(("points.custom", "otals.custom")) for path in paths)


def _is_of_period(path: str) -> bool:
    return ".values." in path or ".gains." in path


def _moments(covered: TimeRange, by: Interval, zone: ZoneInfo) -> list[datetime]:
    """When the periods of a range begin, and when it ends."""
    return [*(max(start, covered.start) for start in starts_of(by, covered, zone)), covered.start, covered.end]


@query_field(
    SOCIAL_ACCOUNT,
    "A post of a social account, its latest numbers, and how they grew. NOT_FOUND if no account of that id is "
    f"connected, or if it has no such post. For members of its workspace, and admins. {NO_VIEWS}",
    cached=CACHED_POST,
)
async def social_post(info: Info, target: str, post_id: PostIdArgument) -> SocialPostAnalytics:
    """A post and its numbers."""
    check_id(post_id, "postId")
    project_id = info.context.caller.project_id
    async with info.context.read() as connection:
        account = await find_account(connection, project_id, target)
        found = await find_post(connection, project_id, account, post_id)
        state = await read_project_state(connection, project_id)
    return SocialPostAnalytics(
        account_id=strawberry.ID(account.account_id),
        network=account.network,
        post=SocialPost.from_post(account.account_id, account.network, found.post),
        of=found,
        **project_fields(info, state),
    )
