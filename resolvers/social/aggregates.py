"""``socialAggregates``: accounts and posts of social networks by hour, day, week or month, and compared."""

import asyncio
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import strawberry

from resolvers.access import SOCIAL_SCOPE
from resolvers.arguments import RangeArgument
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange, RangeInput
from resolvers.root_fields import query_field
from resolvers.selection import selected_paths
from resolvers.series.series import ByArgument, CompareArgument
from resolvers.social.caching import CACHED_AGGREGATES
from resolvers.social.periods import (
    DAY,
    MAX_POINTS,
    POINTS,
    POINTS_BEFORE,
    require_kept_interval,
    resolve_periods,
    start_before,
)
from resolvers.social.published import OfPublishedPosts
from resolvers.social.totals import SocialPeriod, SocialPublished, totals_of
from resolvers.social.values import SocialCustomValue
from server.analytics.local_days import CalendarUnit, first_day
from server.analytics.previous_period import ComparisonBasis, Spans
from server.analytics.project_state import read_project_state
from server.analytics.ranges import TimeRange, find_zone, midnight
from server.analytics.series.calendar import Interval, end_of, starts_of
from server.errors import limit_exceeded
from server.social import aggregates
from server.social.accounts import find_account, find_workspace, list_accounts
from server.social.aggregates import OF_ACCOUNT, OF_POSTS, Asked, Cells, aggregate, count_published
from server.social.cadence import CHANGING_DAYS
from server.social.custom_metrics import CustomMetric, custom_metrics
from server.social.custom_periods import asked_by, compute_period
from server.social.days import Buckets
from server.social.metrics import ACCOUNT_METRICS, GAINED
from server.social.model import Account, PostKind, SocialScope
from server.storage.database import Connection

B = TypeVar("B", bound=Hashable)
FINAL_AFTER = (CHANGING_DAYS + 1) * DAY
"""How long after its end a period no longer changes; the days of a network may end a day later than ours."""
MAX_ACCOUNT_HOURS = 10_000
"""Hours of all accounts together: a week of 50 accounts, a month of 12."""
_READ = FieldMetadata(cost=500, moves=True)
_METRICS = {*((OF_ACCOUNT, name) for name in ACCOUNT_METRICS), *((OF_POSTS, name) for name in GAINED)}


@strawberry.type(description="The period before that of `socialAggregates`, as `previous` of a series.")
class PreviousSocialPeriods:
    """The overlay of ``SocialAggregates``."""

    range: EffectiveRange = strawberry.field(
        description="The period before: of a range that is not over, as many whole days, or hours, as are over of it."
    )
    value_range: EffectiveRange = strawberry.field(
        description="What it is compared with: the whole days, or hours, of the range that are over."
    )
    basis: ComparisonBasis = strawberry.field(description="How `range` and `valueRange` correspond.")
    points: list[SocialPeriod] = strawberry.field(
        description="Its points, oldest first, to be paired with those of the range by index.", metadata=POINTS_BEFORE
    )
    totals: SocialPeriod = strawberry.field(description="`range` as one period. Compare it with `valueTotals`.")
    value_totals: SocialPeriod = strawberry.field(description="`valueRange` as one period.")


@strawberry.type(description="A workspace or an account of social networks over time: totals, averages and growth.")
class SocialAggregates(Analytics, OfPublishedPosts):
    """The type of ``socialAggregates``."""

    workspace_id: strawberry.ID = strawberry.field(description="The workspace.")
    account_id: strawberry.ID | None = strawberry.field(description="The account; null: all of the workspace.")
    timezone: str = strawberry.field(description="The time zone of the workspace, in which the points begin.")
    collected_at: datetime | None = strawberry.field(
        description="Up to when all accounts were completely collected; null if one was not yet."
    )
    by: Interval = strawberry.field(description="The length of the points.")
    range: EffectiveRange = strawberry.field(
        description="The whole days, or hours, that are covered, up to now. For all time, from the first known day on."
    )
    points: list[SocialPeriod] = strawberry.field(
        description="Every hour, day, week or month that overlaps the range, oldest first: the first and the last "
        "count only their part of it.",
        metadata=POINTS,
    )
    totals: SocialPeriod = strawberry.field(description="The whole range as one period.")
    previous: PreviousSocialPeriods | None = strawberry.field(
        description="The period before, for comparison. Null unless `compare` asks for it, and for all time."
    )


@dataclass(frozen=True, slots=True)
class _Piece(Generic[B]):
    """A period, and its days or hours."""

    start: datetime
    end: datetime
    buckets: Sequence[B]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the periods of some accounts, of them what a caller selected: ``parts`` are paths of the answer."""

    connection: Connection
    project_id: int
    accounts: Sequence[Account]
    zone: ZoneInfo
    by: Interval
    paths: Collection[str]
    now: datetime
    custom: Sequence[CustomMetric] = ()

    def asked(self, *parts: str) -> set[Asked]:
        """The metrics that a caller selected in some parts of the answer, or whose custom metrics need them."""
        below = tuple(f"{part}." for part in parts)
        ends = {tuple(path.split(".")[-2:]) for path in self.paths if path.startswith(below)}
        selected = {(subject, name) for subject, name in ends if (subject, name) in _METRICS}
        return selected.union(*(asked_by(self.custom_of(part)) for part in parts))

    def custom_of(self, part: str) -> Sequence[CustomMetric]:
        """The custom metrics of a part of the answer, if a caller selected them."""
        return self.custom if f"{part}.custom" in self.paths else ()

    async def read(self, covered: TimeRange, *parts: str) -> "_Read":
        """The periods of a range of whole days, or hours, with what parts of the answer show."""
        which = (self.connection, self.project_id, self.accounts)
        pieces: Sequence[_Piece[Any]]
        cells: dict[Asked, Cells[Any]]
        if self.by is Interval.HOUR:
            pieces = [
                _Piece(one, end_of(self.by, one, self.zone), [one]) for one in starts_of(self.by, covered, self.zone)
            ]
            earliest = min((piece.start for piece in pieces), default=covered.start)
            before: Any = start_before(earliest, self.by, self.zone)
            starts = [before, *(piece.start for piece in pieces)]
            days = [start.astimezone(self.zone).date() for start in starts]
            until = max((piece.end for piece in pieces), default=covered.start)
            hours = Buckets(days, starts, until, start_before(before, self.by, self.zone))
            cells = await aggregates.read_hours(*which, hours, self.asked(*parts))
        else:
            first, beyond = (moment.astimezone(self.zone).date() for moment in (covered.start, covered.end))
            pieces = list(_pieces(CalendarUnit(self.by.value), first, beyond, self.zone))
            before = first - DAY
            cells = await aggregates.read_days(*which, (before, beyond), self.asked(*parts))
        begun = [max(piece.start, covered.start) for piece in pieces]
        return _Read(self, covered, pieces, before, cells, await count_published(*which, begun, covered.end))


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a range. Its thousands of numbers are computed in a thread."""

    reader: _Reader
    covered: TimeRange
    pieces: Sequence[_Piece[Any]]
    before: Any
    cells: dict[Asked, Cells[Any]]
    published: Sequence[Counter[PostKind]]

    async def points(self, part: str) -> list[SocialPeriod]:
        """Each period, if a caller selected them."""
        return await asyncio.to_thread(self._points, part) if part in self.reader.paths else []

    async def totals(self, part: str) -> SocialPeriod:
        """The range as one period, with the metrics that a caller selected."""
        return await asyncio.to_thread(self._totals, part)

    def _points(self, part: str) -> list[SocialPeriod]:
        asked = self.reader.asked(part)
        befores = [self.before, *(piece.buckets[-1] for piece in self.pieces)]
        each = zip(self.pieces, befores, self.published, strict=False)
        return [self._period(part, asked, *of) for of in each]

    def _totals(self, part: str) -> SocialPeriod:
        buckets = [bucket for piece in self.pieces for bucket in piece.buckets]
        whole = _Piece(self.covered.start, self.covered.end, buckets)
        return self._period(part, self.reader.asked(part), whole, self.before, sum(self.published, Counter()))

    def _period(
        self, part: str, asked: Collection[Asked], piece: _Piece[Any], before: Any, published: Counter[PostKind]
    ) -> SocialPeriod:
        accounts = self.reader.accounts
        found = {one: aggregate(self.cells[one], accounts, piece.buckets, before) for one in asked}
        return SocialPeriod(
            start=piece.start,
            end=piece.end,
            date=piece.start.astimezone(self.reader.zone).date().isoformat(),
            is_final=min(piece.end, self.covered.end) + FINAL_AFTER <= self.reader.now,
            published=SocialPublished(
                total=published.total(),
                posts=published[PostKind.POST],
                stories=published[PostKind.STORY],
                reels=published[PostKind.REEL],
            ),
            **totals_of(found),
            custom=[
                SocialCustomValue.from_computed(one, compute_period(one, found)) for one in self.reader.custom_of(part)
            ],
        )


@query_field(
    SOCIAL_SCOPE,
    "A workspace or an account of social networks by hour, day, week or month of the workspace's time zone: totals, "
    "averages, the smallest and the largest day, growth of followers, and how much was published. NOT_FOUND if there "
    f"is none of that id; BAD_INPUT by MINUTE, and for more than {MAX_POINTS} hours or days; LIMIT_EXCEEDED for more "
    f"than {MAX_ACCOUNT_HOURS:,} hours of all accounts together. For members of the workspace, and admins. {NO_VIEWS}",
    metadata=_READ,
    cached=CACHED_AGGREGATES,
)
async def social_aggregates(
    info: Info,
    target: SocialScope,
    by: ByArgument,
    *,
    time_range: RangeArgument = None,
    compare: CompareArgument = False,
) -> SocialAggregates:
    """The periods of a range, for a member."""
    project_id, now = info.context.caller.project_id, info.context.services.now()
    require_kept_interval(by)
    async with info.context.read() as connection:
        if target.account_id is None:
            workspace = await find_workspace(connection, project_id, target.workspace_id or "")
            accounts = await list_accounts(connection, project_id, workspace.workspace_id)
        else:
            accounts = [await find_account(connection, project_id, target.account_id)]
            workspace = await find_workspace(connection, project_id, accounts[0].workspace_id)
        zone, paths = find_zone(workspace.timezone), selected_paths(info)
        custom = await custom_metrics(connection, project_id) if _wants_custom(paths) else []
        reader = _Reader(connection, project_id, accounts, zone, by, paths, now, custom)
        covered, spans = await _ranges(reader, time_range, compare=compare and "previous" in paths)
        own = await reader.read(covered, "points", "totals")
        previous = None if spans is None else await _previous(reader, spans)
        state = await read_project_state(connection, project_id)
    fields = project_fields(info, state)
    collected = [account.collected_at for account in accounts]
    known = [moment for moment in collected if moment is not None]
    return SocialAggregates(
        **{**fields, "is_final": covered.end + FINAL_AFTER <= now},
        workspace_id=strawberry.ID(workspace.workspace_id),
        account_id=None if target.account_id is None else strawberry.ID(target.account_id),
        timezone=workspace.timezone,
        collected_at=min(known, default=None) if len(known) == len(collected) else None,
        by=by,
        range=EffectiveRange.from_range(covered),
        accounts=accounts,
        published=covered,
        points=await own.points("points"),
        totals=await own.totals("totals"),
        previous=previous,
    )


async def _previous(reader: _Reader, spans: Spans) -> PreviousSocialPeriods:
    """The period before, and what it is compared with."""
    before = await reader.read(spans.baseline, "previous.points", "previous.totals")
    value = await reader.read(spans.value, "previous.valueTotals")
    return PreviousSocialPeriods(
        range=EffectiveRange.from_range(spans.baseline),
        value_range=EffectiveRange.from_range(spans.value),
        basis=spans.basis,
        points=await before.points("previous.points"),
        totals=await before.totals("previous.totals"),
        value_totals=await value.totals("previous.valueTotals"),
    )


async def _ranges(reader: _Reader, asked: RangeInput | None, *, compare: bool) -> tuple[TimeRange, Spans | None]:
    """The range in whole days, or hours, and what it is compared with."""
    first = None
    if asked is None and reader.by is not Interval.HOUR:
        first = await aggregates.first_day(reader.connection, reader.project_id, reader.accounts)
    found = resolve_periods(asked, reader.by, reader.zone, reader.now, first=first, compare=compare)
    if reader.by is Interval.HOUR:
        _require_few_hours(len(starts_of(reader.by, found[0], reader.zone)) * len(reader.accounts))
    return found


def _require_few_hours(hours: int) -> None:
    """Hours are computed from the series of all accounts."""
    if hours > MAX_ACCOUNT_HOURS:
        message = f"All accounts together have at most {MAX_ACCOUNT_HOURS:,} hours; ask for a shorter range, or by DAY."
        raise limit_exceeded(message, "accountHours", MAX_ACCOUNT_HOURS, hours)


def _pieces(unit: CalendarUnit, first: date, beyond: date, zone: ZoneInfo) -> Iterator[_Piece[date]]:
    """The days, weeks or months that some days belong to, each with those of the days that are its own."""
    day = first
    while day < beyond:
        start, following = first_day(unit, day), first_day(unit, day, -1)
        own = [day + DAY * number for number in range((min(following, beyond) - day).days)]
        yield _Piece(midnight(start, zone), midnight(following, zone), own)
        day = following


def _wants_custom(paths: Collection[str]) -> bool:
    """Whether a caller selected the custom metrics of periods; those of posts are others."""
    return any(path.endswith(("points.custom", "otals.custom")) for path in paths)
