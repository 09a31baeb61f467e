"""The stored form of an EventInput, as far as metrics depend on it: computed without code of the server."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


def from_input(
    sent: Mapping[str, Any],
    *,
    received_at: datetime,
    user_id: str | None = None,
    session_id: str | None = None,
    contents: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """The stored form of one EventInput as sent in JSON, as far as metrics depend on it.

    Args:
        sent: The EventInput. Its id must be a UUID.
        received_at: Stands in for a missing ``occurredAt``.
        user_id: Of the token, if any.
        session_id: Made by the server, when neither user nor session was sent.
        contents: The catalogue: content id to {creatorId, duration (seconds)}.
    """
    data = sent.get("viewData") or {}
    known = (contents or {}).get(sent.get("contentId") or "", {})
    user = user_id or sent.get("userId")
    session = sent.get("sessionId") or session_id
    occurred_at = _time(sent.get("occurredAt")) or received_at
    kind = sent["type"].lower()
    play = None
    if sent.get("contentId"):
        play = f"u:{user}:{occurred_at.astimezone(UTC):%Y-%m-%d}" if user else None
        play = f"s:{session}" if session else play
        play = f"p:{sent['playId']}" if sent.get("playId") else play
    viewer = f"u:{user}" if user else f"s:{session}"
    reason = "user_agent" if "bot" in (sent.get("device") or {}).get("userAgent", "").lower() else None
    if reason:  # of a bot that is the viewer's namesake
        viewer, play = f"b{viewer}", play and f"b{play}"
    completion = data.get("completionPercent")
    return {
        "id": UUID(sent["id"]),
        "occurred_at": occurred_at,
        "type": {"view": "view_start", "complete": "view_complete"}.get(kind, kind),
        "content_id": sent.get("contentId"),
        "creator_id": known.get("creatorId") or sent.get("creatorId"),
        "user_id": user,
        "session_id": session,
        "viewer_id": viewer,
        "play_key": play,
        "watch_ms": _milliseconds(data.get("watchTime")),
        "total_watch_ms": _milliseconds(data.get("totalWatchTime")),
        "position_ms": _milliseconds(data.get("position")),
        "duration_ms": _milliseconds(known.get("duration") if data.get("duration") is None else data["duration"]),
        "completion": None if completion is None else completion / 100,
        "is_rewatch": bool(data.get("isRewatch")),
        "loop_count": data.get("loopCount"),
        "sections": [
            (_milliseconds(section["start"]), _milliseconds(section["end"])) for section in data.get("sections") or ()
        ]
        or None,
        "source_type": _lower((sent.get("source") or {}).get("type")),
        "device_type": _lower((sent.get("device") or {}).get("type")),
        "platform": _lower((sent.get("device") or {}).get("platform")),
        "bot_reason": reason,
        "country": _upper((sent.get("location") or {}).get("country")),
    }


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def _lower(word: str | None) -> str | None:
    return word.lower() if word else None


def _upper(word: str | None) -> str | None:
    return word.upper() if word else None


def _time(value: str | datetime | None) -> datetime | None:
    return datetime.fromisoformat(re.sub("Z$", "+00:00", value)) if isinstance(value, str) else value
