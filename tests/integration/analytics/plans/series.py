"""The reads of series: points, and where all time begins."""

from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

_SUBJECTS: dict[str, dict[str, Any]] = {"content": {"content": "c1"}, "creator": {"creator": "k1"}, "platform": {}}
_COMMON: dict[str, Any] = {"project": 1, "classes": PEOPLE}
_POINTS: dict[str, Any] = {**_COMMON, "start": START, "end": END, "starts": [START, END]}
READS: dict[str, dict[str, Any]] = {
    "content_point_viewers": {**_POINTS, **_SUBJECTS["content"]},
    **{f"{scope}_points": {**_POINTS, **subject} for scope, subject in _SUBJECTS.items()},
    **{f"{scope}_span": {**_COMMON, **subject, "now": END} for scope, subject in _SUBJECTS.items()},
}
SPANS = tuple(f"{scope}_span" for scope in _SUBJECTS)
"""Reads of where all time begins, and where it ends if clocks are ahead."""
