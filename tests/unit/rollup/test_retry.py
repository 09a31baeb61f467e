"""The pauses after runs that failed."""

import asyncpg
import pytest
from tenacity import AsyncRetrying, RetryCallState

from server.rollup.retry import FAULT_SECONDS, OUTAGE_SECONDS, pause_after


def pause(error: Exception, attempt: int) -> float:
    """The pause after so many failures, the last one with this error."""
    state = RetryCallState(AsyncRetrying(), None, (), {})
    state.attempt_number = attempt
    state.set_exception((type(error), error, None))
    return pause_after(state)


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), asyncpg.CannotConnectNowError("starting")])
def test_a_database_that_was_unavailable_for_long_is_used_within_seconds(error: Exception) -> None:
    assert pause(error, 1) < pause(error, 1000) == OUTAGE_SECONDS


def test_a_run_that_fails_again_and_again_is_tried_seldom() -> None:
    assert pause(ValueError(), 1) < pause(ValueError(), 1000) == FAULT_SECONDS
