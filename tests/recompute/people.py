"""The expected answers about one viewer: ``watchHistory`` and similar fields."""

import json
from datetime import UTC, datetime
from typing import Any

from tests.recompute.event_types import FAMILIES
from tests.recompute.groups import Answer
from tests.recompute.listed import described
from tests.recompute.truth import Asked, Row, Truth


def watch_history(truth: Truth, user_id: str, definition: str) -> list[Answer]:
    """The watch history of a user, latest first."""
    return [
        {
            **described(truth, row["content_id"]),
            "firstViewedAt": moment(row["first_at"]),
            "lastViewedAt": moment(row["last_at"]),
            "views": row["views"],
            "plays": row["plays"],
            "watchTime": row["watch_ms"] / 1000,
            "completions": row["completions"],
        }
        for row in truth.rows("watch_history", viewer_id=f"u:{user_id}", definition=definition)
    ]


def saved_contents(truth: Truth, user_id: str) -> list[Answer]:
    """The saved contents of a user, latest first."""
    return [
        {**described(truth, row["content_id"]), "savedAt": moment(row["occurred_at"])}
        for row in truth.rows("states_of", viewer_id=f"u:{user_id}")
        if row["state"] == "saves" and row["holds"]
    ]


def states(truth: Truth, key: str, state: str, word: str, content_ids: list[str]) -> list[Answer]:
    """``likeState`` or ``saveState`` of a user ("u:") or guest ("s:") for some contents."""
    known = {row["content_id"]: row for row in truth.rows("states_of", viewer_id=key) if row["state"] == state}
    return [_state(name, known.get(name), word) for name in content_ids]


def _state(name: str, row: Row | None, word: str) -> Answer:
    if row is None:
        return {"contentId": name, word: None, "since": None}
    return {"contentId": name, word: row["holds"], "since": moment(row["occurred_at"])}


def interactions(truth: Truth, by: str, name: str, types: list[str] | None) -> list[Answer]:
    """The events of a user or a session, newest first; ``by`` is user or session."""
    return [_event(truth, row) for row in truth.rows("interactions", by=by, name=name, types=types)]


def events(
    truth: Truth,
    asked: Asked,
    contentId: str | None = None,  # noqa: N803 - as the API names it
    types: list[str] | None = None,
    family: str | None = None,
    names: list[str] | None = None,
) -> list[Answer]:
    """Single events of a range, newest first."""
    kinds = list(FAMILIES[family]) if family else types
    rows = truth.rows("single_events", content=contentId, types=kinds, names=names, **asked.parameters)
    return [_event(truth, row) for row in rows]


def _event(truth: Truth, row: Row) -> Answer:
    return {
        "eventId": row["id"],
        "type": row["type"],
        "name": row["name"],
        "contentId": row["content_id"],
        "title": described(truth, row["content_id"])["title"] if row["content_id"] else None,
        "creatorId": row["named_creator"],
        "userId": row["user_id"],
        "sessionId": row["session_id"],
        "country": row["country"],
        "device": row["device_type"],
        "occurredAt": moment(row["occurred_at"]),
        "receivedAt": moment(row["received_at"]),
        "watchTime": _seconds(row["watch_ms"]),
        "position": _seconds(row["position_ms"]),
        "properties": row["properties"] and json.loads(row["properties"]),
    }


def moment(time: datetime) -> str:
    """As the API writes it."""
    return time.replace(tzinfo=UTC).isoformat()


def _seconds(milliseconds: Any) -> float | None:
    return None if milliseconds is None else milliseconds / 1000
