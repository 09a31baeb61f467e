"""The expected answers of ``breakdown`` and ``audience`` of a content, a creator and the platform."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from zoneinfo import ZoneInfo

from tests.recompute.comparison import ANYTHING, Estimate
from tests.recompute.formulas import percent
from tests.recompute.groups import Answer
from tests.recompute.ranges import Span, midnight
from tests.recompute.truth import Asked, Row, Truth

EXACT = 10_000  # plays or views, beyond which distinct viewers are estimated
SKETCH_ERROR = 0.05
AUDIENCE = {
    "ageGroups": "AGE_GROUP",
    "genders": "GENDER",
    "countries": "COUNTRY",
    "cities": "CITY",
    "devices": "DEVICE",
    "platforms": "PLATFORM",
}
CLOCK = ("HOUR", "DAY", "WEEKDAY")
DIMENSIONS = (
    *AUDIENCE.values(),
    *CLOCK,
    "REGION",
    "OS",
    "APP_VERSION",
    "SOURCE",
    "REFERRER",
    "CAMPAIGN",
    "NETWORK",
    "VIEWER_LOCAL_HOUR",
)
ORDERS: dict[str, Callable[[Row], int]] = {
    "VIEWS": lambda row: row["views"],
    "PLAYS": lambda row: row["plays"],
    "WATCH_TIME": lambda row: row["watch_ms"],
    "ENGAGEMENT_EVENTS": lambda row: row["reactions"],
}
NOTHING: Row = {"views": 0, "unique_viewers": 0, "plays": 0, "watch_ms": 0, "completions": 0, "reactions": 0}
UNKNOWN = "<null>"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The arguments of a breakdown, beyond its range.

    Attributes:
        by: One or two dimensions.
        first: Maximum number of rows.
        order: An order; None: the natural one.
        skipped: Rows of the pages before.
        minimum: Views that a row needs.
    """

    by: tuple[str, ...]
    first: int = 24
    order: str | None = None
    skipped: int = 0
    minimum: int = 0

    @property
    def key(self) -> str:
        """The dimensions as the statement names them."""
        return " ".join(self.by)

    @property
    def is_clock(self) -> bool:
        """Whether it is only by time."""
        return all(dimension in CLOCK for dimension in self.by)


EACH = tuple(Breakdown((by,)) for by in DIMENSIONS)
SHAPED = (
    Breakdown(("WEEKDAY", "HOUR"), first=100),
    Breakdown(("HOUR", "WEEKDAY"), first=50, order="VIEWS", minimum=2),
    Breakdown(("DAY", "HOUR"), first=40, skipped=24),
    Breakdown(("HOUR",), first=5, order="ENGAGEMENT_EVENTS", skipped=2),
    Breakdown(("VIEWER_LOCAL_HOUR",), first=10, skipped=10),
    Breakdown(("COUNTRY",), first=1, order="WATCH_TIME"),
    Breakdown(("CITY",), first=3, order="PLAYS", skipped=1, minimum=2),
    Breakdown(("REFERRER",), first=2, order="VIEWS"),
    Breakdown(("COUNTRY", "DEVICE"), first=6),
    Breakdown(("AGE_GROUP", "SOURCE"), first=5, order="WATCH_TIME", skipped=2, minimum=1),
    Breakdown(("HOUR", "COUNTRY"), first=200),
    Breakdown(("NETWORK", "VIEWER_LOCAL_HOUR"), first=20, order="PLAYS"),
)
BREAKDOWNS = EACH + SHAPED
EVERY_BREAKDOWN = range(len(BREAKDOWNS))
"""Their numbers."""


def breakdown(truth: Truth, scope: str, name: str, asked: Asked, span: Span, question: Breakdown) -> Answer:
    """A content, a creator or the platform by one or two dimensions.

    Args:
        truth: What happened.
        scope: ``content``, ``creator`` or ``platform``.
        name: The id of the content or creator.
        asked: The definition, the classes of traffic and the range.
        span: The range and the zone.
        question: The dimensions and the rows.
    """
    names = contents_of(truth, scope, name)
    counted = _rows(truth, names, asked, span.zone, question.key)
    ordered = [row for row in _ordered(counted, span, question) if row["views"] >= question.minimum]
    shown = ordered[question.skipped : question.skipped + question.first]
    values = {row["value"] for row in shown}
    hidden = [row for row in counted if row["value"] not in values]
    views, plays = (sum(row[metric] for row in counted) for metric in ("views", "plays"))
    estimated = scope != "content" if question.is_clock else max(views, plays) > EXACT
    other = _together(truth, names, asked, span.zone, question.key, shown) if hidden else NOTHING
    return {
        "by": list(question.by),
        "rows": [{**_named(question, row["value"]), **_numbers(row, views, estimated=estimated)} for row in shown],
        "other": _numbers(other, views, estimated=estimated),
        "pageInfo": {
            "hasNextPage": len(ordered) > question.skipped + question.first,
            "hasPreviousPage": question.skipped > 0,
            "startCursor": ANYTHING if shown else None,
            "endCursor": ANYTHING if shown else None,
        },
        "uniqueViewersEstimated": estimated,
    }


def audience(truth: Truth, scope: str, name: str, asked: Asked, first: int) -> Answer:
    """Shares of the views of a content, a creator or the platform by who watches, where and on what."""
    names = contents_of(truth, scope, name)
    return {group: _shares(_by_views(_rows(truth, names, asked, "UTC", by)))[:first] for group, by in AUDIENCE.items()}


def contents_of(truth: Truth, scope: str, name: str) -> tuple[str, ...]:
    """The contents that count for a content, a creator or the platform."""
    if scope == "content":
        return (name,)
    return tuple(truth.owned(name)) if scope == "creator" else tuple(truth.contents)


SEPARATOR = "\x1f"
"""Between the two values of a pair that is not only by time."""


def _ordered(counted: list[Row], span: Span, question: Breakdown) -> list[Row]:
    """All values in order: those of times also if nothing was counted."""
    if not question.is_clock and question.by != ("VIEWER_LOCAL_HOUR",):
        rows = _by_views(counted)
        return sorted(rows, key=lambda row: -ORDERS[question.order or "VIEWS"](row))
    known = {row["value"]: row for row in counted}
    values: list[str | None] = [
        " ".join(pair) for pair in product(*(_times(dimension, counted, span) for dimension in question.by))
    ]
    if None in known:
        values.insert(0, None)
    rows = [known.get(value, {"value": value, **NOTHING}) for value in values]
    if question.order is None:
        return rows
    metric = ORDERS[question.order]
    return sorted(rows, key=lambda row: (-metric(row), -row["views"], -row["plays"], -row["reactions"]))


def _by_views(rows: list[Row]) -> list[Row]:
    return sorted(
        rows,
        key=lambda row: (-row["views"], -row["plays"], -row["reactions"], row["value"] is not None, row["value"]),
    )


def _times(dimension: str, counted: list[Row], span: Span) -> list[str]:
    if dimension == "WEEKDAY":
        return [str(number) for number in range(1, 8)]
    if dimension != "DAY":
        return [str(number) for number in range(24)]
    if span.start is None or span.end_bucket is None:
        known = sorted(date.fromisoformat(row["value"].split()[0]) for row in counted)
        first, last = (known[0], known[-1]) if known else (date.max, date.min)
    else:
        first = span.start.astimezone(ZoneInfo(span.zone)).date()
        last = span.end_bucket.astimezone(ZoneInfo(span.zone)).date()
        if midnight(last, span.zone) >= span.end_bucket:
            last -= timedelta(days=1)
    return [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]


def _named(question: Breakdown, value: str | None) -> Answer:
    parts: Sequence[str | None] = [None] if value is None else [value]
    if value is not None and len(question.by) > 1:
        parts = [part or None for part in value.split(" " if question.is_clock else SEPARATOR)]
    first, second = (*parts, None)[:2]
    return {
        "value": first,
        "label": None if first is None else ANYTHING,
        "secondValue": second,
        "secondLabel": None if second is None else ANYTHING,
    }


def _shares(rows: list[Row]) -> list[Answer]:
    total = sum(row["views"] for row in rows)
    return [
        {
            "value": row["value"],
            "label": None if row["value"] is None else ANYTHING,
            "views": row["views"],
            "percentage": percent(row["views"], total),
        }
        for row in rows
        if row["views"]
    ]


@lru_cache(maxsize=len(AUDIENCE))
def _rows(truth: Truth, names: tuple[str, ...], asked: Asked, zone: str, key: str) -> list[Row]:
    """All values of a dimension."""
    return truth.rows("breakdown", names=list(names), zone=zone, key=key, shown=None, **asked.parameters)


def _together(truth: Truth, names: tuple[str, ...], asked: Asked, zone: str, key: str, shown: list[Row]) -> Row:
    """All values but those that are shown, together."""
    values = [UNKNOWN if row["value"] is None else row["value"] for row in shown]
    rows = truth.rows("breakdown", names=list(names), zone=zone, key=key, shown=values, **asked.parameters)
    return next((row for row in rows if row["is_other"]), NOTHING)


def _numbers(row: Row, total: int, *, estimated: bool) -> Answer:
    viewers = row["unique_viewers"]
    return {
        "views": row["views"],
        "percentage": percent(row["views"], total),
        "uniqueViewers": Estimate(viewers, SKETCH_ERROR) if estimated else viewers,
        "plays": row["plays"],
        "watchTime": row["watch_ms"] / 1000,
        "completions": row["completions"],
        "completionRate": percent(row["completions"], row["views"]),
        "engagementEvents": row["reactions"],
        "engagementEventRate": percent(row["reactions"], row["views"]),
    }
