"""How Meta's headers about used limits slow calls down, and stop them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from server.social.answers import Answer
from server.social.failures import Scope
from server.social.fetcher import Pause
from server.social.networks.meta import pause_after

NOW = datetime(2026, 12, 1, tzinfo=UTC)
SLOW, HOUR, REGAINED = timedelta(seconds=2), timedelta(hours=1), timedelta(minutes=17)


@pytest.mark.parametrize(
    ("of_app", "of_account", "pause"),
    [
        (74, 74, None),
        (75, 0, (SLOW, Scope.APP)),
        (94, 0, (SLOW, Scope.APP)),
        (95, 0, (HOUR, Scope.APP)),
        (0, 75, (SLOW, Scope.ACCOUNT)),
        (0, 94, (SLOW, Scope.ACCOUNT)),
        (0, 95, (REGAINED, Scope.ACCOUNT)),
        (75, 95, (REGAINED, Scope.ACCOUNT)),
        (95, 95, (HOUR, Scope.APP)),
    ],
)
def test_calls_are_slow_from_75_percent_on_and_stop_at_95(
    of_app: int, of_account: int, pause: tuple[timedelta, Scope] | None
) -> None:
    usage = {"type": "instagram", "call_count": of_account, "total_time": 1, "estimated_time_to_regain_access": 17}
    headers = {
        "x-app-usage": json.dumps({"call_count": 1, "total_time": of_app, "total_cputime": 1}),
        "x-business-use-case-usage": json.dumps({"1": [usage]}),
    }
    expected = None if pause is None else Pause(NOW + pause[0], pause[1])
    assert pause_after(Answer(200, headers, b"{}", NOW)) == expected


def test_headers_of_another_form_slow_nothing() -> None:
    for text in ("", "busy", "[]", '{"1": "busy"}'):
        headers = {"x-app-usage": text, "x-business-use-case-usage": text}
        assert pause_after(Answer(200, headers, b"{}", NOW)) is None, text
