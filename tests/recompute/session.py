"""The expected answers of ``sessionAnalytics``."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from tests.recompute import groups
from tests.recompute.comparison import ANYTHING
from tests.recompute.formulas import percent
from tests.recompute.groups import Answer
from tests.recompute.truth import Row, Truth

TIMEOUT = timedelta(minutes=30)
PLAIN = (
    "events",
    "plays",
    "views",
    "completions",
    "impressions",
    "likes",
    "saves",
    "comments",
    "shares",
    "clicks",
    "skips",
)


def sessions(truth: Truth, definition: str) -> dict[str, list[Answer]]:
    """The answers for the sessions of every session id, in order."""
    found: defaultdict[str, list[Answer]] = defaultdict(list)
    for row in truth.rows("session_rows", definition=definition):
        found[row["session_id"]].append(_answer(truth, row, definition))
    return dict(found)


def _answer(truth: Truth, row: Row, definition: str) -> Answer:
    closed_by_itself = row["last_at"].replace(tzinfo=UTC) + TIMEOUT <= truth.as_of
    closed_by_event = row["closed_at"] is not None and row["closed_at"] >= row["last_at"]
    return {
        "asOf": moment(truth.as_of),
        "id": ANYTHING,
        "revision": ANYTHING,
        "isFinal": closed_by_itself or closed_by_event,
        "definition": definition,
        "sessionId": row["session_id"],
        "number": row["number"],
        "sessions": row["sessions"],
        "userId": row["user_id"],
        "startedAt": moment(row["first_at"]),
        "lastEventAt": moment(row["last_at"]),
        "closedAt": moment(row["closed_at"]) if closed_by_event else None,
        "duration": (row["last_at"] - row["first_at"]).total_seconds(),
        "contentsViewed": row["contents_viewed"],
        "watchTime": groups.watch_time(row),
        "engagementRate": percent(row["likes"] + row["comments"] + row["shares"], row["views"]),
        **{name: row[name] for name in PLAIN},
    }


def moment(time: datetime) -> str:
    """As the API writes it."""
    return time.replace(tzinfo=UTC).isoformat()
