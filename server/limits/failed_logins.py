"""Limits and logs failed log-ins: credentials that are not valid, from one network. Each process does it by itself."""

import time
from collections import Counter
from collections.abc import Callable

import structlog

from server.errors import ErrorCode, ViewpulseError
from server.limits.pots import WINDOW, Draw, LocalPots

LOG_SECONDS = 60.0
"""Least seconds between two lines about failed log-ins."""
NAME = "failedLoginsPerNetwork"

_log = structlog.get_logger(__name__)


class FailedLogins:
    """Counts failed log-ins by network.

    Args:
        per_minute: How many of one network are allowed in a minute; 0: any number.
        clock: Monotonic seconds.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._pots = LocalPots(clock=clock)
        self._unlogged: Counter[ErrorCode] = Counter()
        self._logged_at = float("-inf")

    def refuse(self, error: ViewpulseError, network: int | None) -> ViewpulseError:
        """Counts a failed log-in.

        Args:
            error: What is wrong with the credentials.
            network: Distinguishes networks; None: unknown, and not limited.

        Returns:
            The error that the client gets: this one, or RATE_LIMITED instead.
        """
        self._note(error.code)
        if network is None or not self._per_minute:
            return error
        if not (wait := self._pots.take([Draw(f"{network:x}", WINDOW / self._per_minute)]).wait):
            return error
        return ViewpulseError(
            ErrorCode.RATE_LIMITED,
            f"Too many log-ins of this network have failed: {self._per_minute:,} a minute are allowed.",
            retry_after=wait,
            more={"limit": {"name": NAME, "allowed": self._per_minute}},
        )

    def _note(self, code: ErrorCode) -> None:
        self._unlogged[code] += 1
        now = self._clock()
        if now - self._logged_at < LOG_SECONDS:
            return
        _log.warning("log-ins fail", **{code.lower(): number for code, number in self._unlogged.items()})
        self._unlogged.clear()
        self._logged_at = now
