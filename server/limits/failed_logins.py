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

    def require(self, network: int | None) -> None:
        """Raises RATE_LIMITED if too many log-ins of a network have failed.

        Args:
            network: Distinguishes networks; None: unknown, and not limited.
        """
        if draws := self._draws(network):
            self._require(self._pots.look(draws).wait)

    def refuse(self, error: ViewpulseError, network: int | None) -> ViewpulseError:
        """Counts a failed log-in.

        Args:
            error: What is wrong with the credentials.
            network: Where they came from.

        Returns:
            The error that the client gets: this one, or RATE_LIMITED instead.
        """
        self._note(error.code)
        if draws := self._draws(network):
            try:
                self._require(self._pots.take(draws).wait)
            except ViewpulseError as limited:
                return limited
        return error

    def _draws(self, network: int | None) -> list[Draw]:
        if network is None or not self._per_minute:
            return []
        return [Draw(f"{network:x}", WINDOW / self._per_minute)]

    def _require(self, wait: float) -> None:
        if wait:
            raise ViewpulseError(
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
