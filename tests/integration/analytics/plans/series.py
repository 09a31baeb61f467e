"""The reads of series and of the last minutes: points, where all time begins, what is viewed most."""

from datetime import timedelta
from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

_SUBJECTS: dict[str, dict[str, Any]] = {"content": {"content": "c1"}, "creator": {"creator": "k1"}, "platform": {}}
_COMMON: dict[str, Any] = {"project": 1, "classes": PEOPLE}
_POINTS: dict[str, Any] = {**_COMMON, "start": START, "end": END, "starts": [START, END]}
_MINUTES: dict[str, Any] = {**_COMMON, "minutes": [END - timedelta(minutes=ago) for ago in range(30, 0, -1)]}
READS: dict[str, dict[str, Any]] = {
    "content_point_viewers": {**_POINTS, **_SUBJECTS["content"]},
    **{f"{scope}_points": {**_POINTS, **subject} for scope, subject in _SUBJECTS.items()},
    **{f"{scope}_span": {**_COMMON, **subject, "now": END} for scope, subject in _SUBJECTS.items()},
    **{f"{scope}_minutes": {**_MINUTES, **subject} for scope, subject in _SUBJECTS.items()},
    **{f"{scope}_minute_viewers": {**_MINUTES, **subject} for scope, subject in _SUBJECTS.items()},
    "minutes_since": {"project": 1, "start": START},
    "top_minutes": {**_MINUTES, "content": None, "creator": None, "limit": 5},
}
OTHERWISE: dict[str, dict[str, Any]] = {"top_minutes": {**_MINUTES, "content": None, "creator": "k1", "limit": 5}}
SPANS = tuple(f"{scope}_span" for scope in _SUBJECTS)
"""Reads of where all time begins, and where it ends if clocks are ahead."""
