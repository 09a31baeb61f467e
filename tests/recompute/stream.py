"""The expected answer of ``streamAnalytics``."""

from datetime import UTC, datetime
from typing import Any

from tests.recompute.comparison import ANYTHING
from tests.recompute.groups import Answer
from tests.recompute.truth import Asked, Truth
from tests.streams import Sent, answer_of

_EVENTS = """
SELECT occurred_at, id, lower(type) AS type, viewer_id, traffic
FROM classed
WHERE content_id = $content AND starts_with(type, 'STREAM_')
"""


def stream(truth: Truth, content_id: str, asked: Asked, minutes: int) -> Answer:
    """A live stream when the data set ends; the definition of a view changes nothing.

    Args:
        truth: What happened.
        content_id: The content.
        asked: The traffic.
        minutes: The most minutes of the answer.
    """
    rows = truth.query(_EVENTS, {"content": content_id})
    sent = [
        Sent(row["occurred_at"].replace(tzinfo=UTC), row["id"], row["type"], row["viewer_id"], row["traffic"])
        for row in rows
    ]
    return {
        "id": ANYTHING,
        "asOf": truth.as_of.isoformat(),
        "revision": ANYTHING,
        "definition": "start@1",
        "contentId": content_id,
        **_written(answer_of(sent, asked.classes, truth.as_of, minutes)),
    }


def _written(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dict):
        return {name: _written(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_written(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime) else value
