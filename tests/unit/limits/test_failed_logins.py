"""Failed log-ins are limited by network, and logged now and then."""

import pytest
from structlog.testing import capture_logs

from server.errors import ErrorCode, ViewpulseError
from server.limits.failed_logins import LOG_SECONDS, FailedLogins

WRONG = ViewpulseError(ErrorCode.WRITE_KEY_INVALID, "The write key is unknown or revoked.")


class Clock:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_so_many_may_fail_in_a_minute_and_no_more() -> None:
    clock = Clock()
    failed = FailedLogins(3, clock)
    for _ in range(3):
        assert failed.refuse(WRONG, 7) is WRONG
    limited = failed.refuse(WRONG, 7)
    assert limited.code is ErrorCode.RATE_LIMITED
    assert limited.more == {"limit": {"name": "failedLoginsPerNetwork", "allowed": 3}}
    assert limited.retry_after == pytest.approx(20.0)
    assert failed.refuse(WRONG, 8) is WRONG
    clock.seconds += 20.001
    assert failed.refuse(WRONG, 7) is WRONG


@pytest.mark.parametrize(("per_minute", "network"), [(0, 7), (3, None)])
def test_nothing_is_limited_without_a_limit_or_a_known_network(per_minute: int, network: int | None) -> None:
    failed = FailedLogins(per_minute, Clock())
    for _ in range(10):
        assert failed.refuse(WRONG, network) is WRONG


def test_a_minute_has_one_line_with_the_number_of_failures() -> None:
    clock = Clock()
    failed = FailedLogins(0, clock)
    with capture_logs() as lines:
        for _ in range(1000):
            failed.refuse(WRONG, 7)
        clock.seconds += LOG_SECONDS
        failed.refuse(ViewpulseError(ErrorCode.TOKEN_INVALID, "The token is not valid."), 7)
    assert [{name: line[name] for name in line if name != "log_level"} for line in lines] == [
        {"event": "log-ins fail", "write_key_invalid": 1},
        {"event": "log-ins fail", "write_key_invalid": 999, "token_invalid": 1},
    ]
