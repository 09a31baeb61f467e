"""The expected answers of ``breakdown``, ``audience`` and ``countries`` of a content."""

from collections import defaultdict
from functools import lru_cache

from tests.recompute.comparison import Estimate
from tests.recompute.formulas import percent
from tests.recompute.groups import Answer
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
ALWAYS_EXACT = ("HOUR", "DAY", "WEEKDAY")
DIMENSIONS = (
    *AUDIENCE.values(),
    *ALWAYS_EXACT,
    "OS",
    "APP_VERSION",
    "SOURCE",
    "REFERRER",
    "CAMPAIGN",
    "NETWORK",
    "VIEWER_LOCAL_HOUR",
)
NOTHING: Row = {"views": 0, "unique_viewers": 0, "plays": 0, "watch_ms": 0, "completions": 0, "reactions": 0}
UNKNOWN = "<null>"


def breakdown(truth: Truth, content_id: str, asked: Asked, zone: str, by: str, first: int) -> Answer:
    """A content by one dimension."""
    rows = _rows(truth, (content_id,), asked, zone).get(by, [])
    total = sum(row["views"] for row in rows)
    estimated = by not in ALWAYS_EXACT and max(total, sum(row["plays"] for row in rows)) > EXACT
    rest = _others(truth, content_id, asked, zone, first)[by] if len(rows) > first else NOTHING
    return {
        "by": by,
        "rows": [{"value": row["value"], **_numbers(row, total, estimated=estimated)} for row in rows[:first]],
        "other": _numbers(rest, total, estimated=estimated),
    }


def audience(truth: Truth, names: tuple[str, ...], asked: Asked, zone: str, first: int) -> Answer:
    """Shares of the views of some contents by who watches, where and on what."""
    rows = _rows(truth, names, asked, zone)
    return {name: _shares(rows.get(by, []))[:first] for name, by in AUDIENCE.items()}


def countries(truth: Truth, content_id: str, asked: Asked, zone: str, first: int) -> list[Answer]:
    """Known countries, most views first."""
    shares = _shares(_rows(truth, (content_id,), asked, zone).get("COUNTRY", []))
    known = [share for share in shares if share["value"] is not None]
    return [{"country": share.pop("value"), **share} for share in known[:first]]


def _shares(rows: list[Row]) -> list[Answer]:
    total = sum(row["views"] for row in rows)
    return [
        {"value": row["value"], "views": row["views"], "percentage": percent(row["views"], total)}
        for row in rows
        if row["views"]
    ]


@lru_cache(maxsize=4)
def _rows(truth: Truth, names: tuple[str, ...], asked: Asked, zone: str) -> dict[str, list[Row]]:
    """All values of every dimension, in order."""
    found: dict[str, list[Row]] = defaultdict(list)
    parameters = {"names": list(names), "zone": zone, "cut": [], "top": [], **asked.parameters}
    for row in truth.rows("breakdown", **parameters):
        found[row["dimension"]].append(row)
    for rows in found.values():
        rows.sort(
            key=lambda row: (-row["views"], -row["plays"], -row["reactions"], row["value"] is not None, row["value"])
        )
    return dict(found)


@lru_cache(maxsize=4)
def _others(truth: Truth, content_id: str, asked: Asked, zone: str, first: int) -> dict[str, Row]:
    """All values but the first ones, together, of each dimension that has more."""
    rows = _rows(truth, (content_id,), asked, zone)
    cut = [by for by in rows if len(rows[by]) > first]
    top = [f"{by}={UNKNOWN if row['value'] is None else row['value']}" for by in cut for row in rows[by][:first]]
    parameters = {"names": [content_id], "zone": zone, "cut": cut, "top": top, **asked.parameters}
    return {row["dimension"]: row for row in truth.rows("breakdown", **parameters) if row["is_other"]}


def _numbers(row: Row, total: int, *, estimated: bool) -> Answer:
    viewers = row["unique_viewers"]
    return {
        "views": row["views"],
        "percentage": percent(row["views"], total),
        "uniqueViewers": Estimate(viewers, SKETCH_ERROR) if estimated else viewers,
        "uniqueViewersEstimated": estimated,
        "plays": row["plays"],
        "watchTime": row["watch_ms"] / 1000,
        "completionRate": percent(row["completions"], row["views"]),
        "engagementEvents": row["reactions"],
        "engagementEventRate": percent(row["reactions"], row["views"]),
    }
