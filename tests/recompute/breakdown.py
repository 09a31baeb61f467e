"""``breakdown``, ``audience`` and ``countries`` of a content: what they must answer."""

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
    rows = _rows(truth, content_id, asked, zone, by)
    top = [UNKNOWN if row["value"] is None else row["value"] for row in rows[:first]]
    others = [row for row in _rows(truth, content_id, asked, zone, by, top) if row["is_other"]]
    total = sum(row["views"] for row in rows)
    estimated = by not in ALWAYS_EXACT and max(total, sum(row["plays"] for row in rows)) > EXACT
    return {
        "by": by,
        "rows": [{"value": row["value"], **_numbers(row, total, estimated=estimated)} for row in rows[:first]],
        "other": _numbers(others[0] if others else NOTHING, total, estimated=estimated),
    }


def audience(truth: Truth, content_id: str, asked: Asked, first: int) -> Answer:
    """Shares of the views by who watches, where and on what."""
    return {name: _shares(truth, content_id, asked, by)[:first] for name, by in AUDIENCE.items()}


def countries(truth: Truth, content_id: str, asked: Asked, first: int) -> list[Answer]:
    """Known countries, most views first."""
    shares = [share for share in _shares(truth, content_id, asked, "COUNTRY") if share["value"] is not None]
    return [{"country": share.pop("value"), **share} for share in shares[:first]]


def _shares(truth: Truth, content_id: str, asked: Asked, by: str) -> list[Answer]:
    rows = _rows(truth, content_id, asked, "UTC", by)
    total = sum(row["views"] for row in rows)
    return [
        {"value": row["value"], "views": row["views"], "percentage": percent(row["views"], total)}
        for row in rows
        if row["views"]
    ]


def _rows(truth: Truth, content_id: str, asked: Asked, zone: str, by: str, top: list[str] | None = None) -> list[Row]:
    rows = truth.rows("breakdown", dimension=by, zone=zone, content_id=content_id, top=top, **asked.parameters)
    rows.sort(
        key=lambda row: (-row["views"], -row["plays"], -row["reactions"], row["value"] is not None, row["value"] or "")
    )
    return rows


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
        "engagementRate": percent(row["reactions"], row["views"]),
    }
