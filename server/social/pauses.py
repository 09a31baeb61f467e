"""What all workers have to know of a network: until when it answers no calls, and which metrics it refuses.

It is in Redis. If Redis is unavailable or was emptied, each process knows only what it met itself: that costs calls
that the network refuses, and no number is wrong.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog

from server.social.failures import QuotaExhausted, Scope, SocialFailure, Throttled
from server.social.redis_keys import SocialKeys
from server.storage.redis_servers import AWAY, reason_of

REFUSED_SECONDS = 7 * 86_400
"""Seconds for which a metric that a network refused is not asked for again."""
LOGGED_SECONDS = 10.0
"""Pauses from here on are logged; shorter ones only slow calls down."""
MAX_PAUSE_SECONDS = 32 * 86_400
"""Longest pause that is believed: that of a monthly quota."""

_log = structlog.get_logger(__name__)


class Pauses:
    """Knows which calls have to wait, and which metrics are refused, by the ``Fetcher.place`` of networks.

    Args:
        redis_url: One server, or nodes of a cluster.
        database_url: The database that the processes work for: one Redis may serve several.
        now: The clock.
    """

    def __init__(
        self, redis_url: str, database_url: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._keys = SocialKeys(redis_url, database_url)
        self._now = now
        self._own: dict[str, tuple[datetime, str]] = {}
        self._away = False

    async def raise_if_paused(self, place: str, account_id: str) -> None:
        """Raises what a network said lately if calls of an account still have to wait: Throttled or QuotaExhausted."""
        for scope, text in zip(Scope, await self._get(*self._pause_keys(place, account_id)), strict=True):
            if text is None:
                continue
            code, moment, reason = text.split(" ", 2)
            until = datetime.fromisoformat(moment)
            if until > self._now():
                kind = QuotaExhausted if code == QuotaExhausted.code else Throttled
                raise kind(reason, until, scope)

    async def pause(self, place: str, account_id: str, failure: Throttled | QuotaExhausted) -> None:
        """Lets calls wait that the network refused, or that it would."""
        seconds = (failure.until - self._now()).total_seconds()
        if seconds > 0:
            text = f"{failure.code} {failure.until.isoformat()} {failure.reason}"
            key = dict(zip(Scope, self._pause_keys(place, account_id), strict=True))[failure.scope]
            await self._set(key, text, min(seconds, MAX_PAUSE_SECONDS))
            tell = _log.info if seconds > LOGGED_SECONDS else _log.debug
            tell("calls to a network wait", network=place, scope=failure.scope, account=account_id, until=failure.until)

    async def refusals_of(self, place: str, form: str, metrics: Sequence[str]) -> dict[str, str]:
        """Those of some metrics of posts, or of accounts, of a form that a network lately refused, and why."""
        found = await self._get(*(f"refused:{place}:{form}:{metric}" for metric in metrics))
        return {metric: reason for metric, reason in zip(metrics, found, strict=True) if reason is not None}

    async def note_refusal(self, place: str, form: str, metric: str, reason: str) -> None:
        """Remembers that a network refuses a metric."""
        _log.warning("a network refuses a metric", network=place, form=form, metric=metric, reason=reason)
        await self._set(f"refused:{place}:{form}:{metric}", reason, REFUSED_SECONDS)

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._keys.aclose()

    @staticmethod
    def _pause_keys(place: str, account_id: str) -> list[str]:
        """One for each scope, in their order."""
        return [f"paused:{place}:{account_id}", f"paused:{place}"]

    async def _get(self, *keys: str) -> list[str | None]:
        try:
            found = await self._run(*(("GET", self._keys.prefix + key) for key in keys))
        except AWAY as error:
            self._note_away(error)
            own = [self._own.get(key) for key in keys]
            return [one[1] if one is not None and one[0] > self._now() else None for one in own]
        return [None if one is None else one.decode() for one in found]

    async def _set(self, key: str, text: str, seconds: float) -> None:
        self._own = {name: kept for name, kept in self._own.items() if kept[0] > self._now()}
        self._own[key] = (datetime.fromtimestamp(self._now().timestamp() + seconds, UTC), text)
        try:
            await self._run(("SET", self._keys.prefix + key, text, "PX", max(1, round(seconds * 1000))))
        except AWAY as error:
            self._note_away(error)

    async def _run(self, *commands: Sequence[str | int]) -> list[bytes | None]:
        found = await self._keys.run(*commands)
        self._away = False
        return found

    def _note_away(self, error: BaseException) -> None:
        if not self._away:
            _log.warning("Redis is unavailable; each worker keeps to the limits that it met", error=reason_of(error))
        self._away = True


def pause_of(failure: SocialFailure) -> Throttled | QuotaExhausted | None:
    """A failure that says until when to wait; None for any other."""
    return failure if isinstance(failure, Throttled | QuotaExhausted) else None
