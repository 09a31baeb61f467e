"""What all workers have to know of a network: until when it answers no calls, and which metrics it refuses.

It is in Redis, and each process remembers what it met itself, but for single posts. If Redis is unavailable or was
emptied, it knows only that, which costs calls that the network refuses, and no number is wrong.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

import structlog
from redis.asyncio import Redis

from server.social.failures import QuotaExhausted, Scope, SocialFailure, Throttled
from server.social.redis_keys import KEYS, prefix_of
from server.storage.spare_redis import SpareRedis

REDIS_SECONDS = 0.25
"""Maximum time for an answer of Redis: each call to a network asks it before."""
REFUSED_SECONDS = 7 * 86_400
"""Seconds for which a metric that a network refused is not asked for again."""
LOGGED_SECONDS = 10.0
"""Pauses from here on are logged; shorter ones only slow calls down."""
MAX_PAUSE_SECONDS = 32 * 86_400
"""Longest pause that is believed: that of a monthly quota."""

_SET_IF_LATER = """
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
"""
_AWAY = "Redis is unavailable; each worker keeps to the limits that it met"
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
        self._redis = SpareRedis(redis_url, REDIS_SECONDS, _AWAY)
        self._prefix = prefix_of(database_url)
        self._now = now
        self._own: dict[str, tuple[datetime, str]] = {}

    async def raise_if_paused(self, place: str, account_id: str) -> None:
        """Raises what a network said lately if calls of an account still have to wait: Throttled or QuotaExhausted.

        Of several pauses it is the longest: a call that waits for a shorter one would still be refused.
        """
        found = await self._get(*self._pause_keys(place, account_id))
        pauses = [_pause_of(text, scope) for scope, texts in zip(Scope, found, strict=True) for text in texts]
        longest = max(pauses, key=lambda pause: pause.until, default=None)
        if longest is not None and longest.until > self._now():
            raise longest

    async def pause(self, place: str, account_id: str, failure: Throttled | QuotaExhausted) -> None:
        """Lets calls wait that the network refused, or that it would, unless they already wait for longer.

        From then on the failure says until when they wait: no longer than ``MAX_PAUSE_SECONDS``.
        """
        failure.until = min(failure.until, self._now() + timedelta(seconds=MAX_PAUSE_SECONDS))
        seconds = (failure.until - self._now()).total_seconds()
        if seconds > 0:
            text = f"{failure.code} {failure.until.isoformat()} {failure.reason}"
            key = dict(zip(Scope, self._pause_keys(place, account_id), strict=True))[failure.scope]
            await self._set(key, text, seconds)
            tell = _log.info if seconds > LOGGED_SECONDS else _log.debug
            tell("calls to a network wait", network=place, scope=failure.scope, account=account_id, until=failure.until)

    async def refusals_of(self, place: str, form: str, metrics: Sequence[str]) -> dict[str, str]:
        """Those of some metrics of posts, or of accounts, of a form that a network lately refused, and why."""
        found = await self._get(*(f"refused:{place}:{form}:{metric}" for metric in metrics))
        return {metric: reasons[0] for metric, reasons in zip(metrics, found, strict=True) if reasons}

    async def note_refusal(self, place: str, form: str, metric: str, reason: str) -> None:
        """Remembers that a network refuses a metric."""
        _log.warning("a network refuses a metric", network=place, form=form, metric=metric, reason=reason)
        await self._set(f"refused:{place}:{form}:{metric}", reason, REFUSED_SECONDS)

    async def lacking_of(self, place: str, posts: Sequence[str]) -> dict[str, dict[str, str]]:
        """By post: the metrics that a network lately refused for it, and why; only what Redis has."""
        found = await self._run(*(("GET", f"{self._prefix}lacking:{place}:{post}") for post in posts)) or []
        return {post: json.loads(cast("bytes", text)) for post, text in zip(posts, found, strict=False) if text}

    async def note_lacking(self, place: str, post: str, reasons: Mapping[str, str]) -> None:
        """Remembers all metrics that a network refuses for a post, in Redis: there are too many posts for a process."""
        key = f"{self._prefix}lacking:{place}:{post}"
        await self._run(("SET", key, json.dumps(dict(reasons)), "EX", REFUSED_SECONDS))

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._redis.aclose()

    @staticmethod
    def _pause_keys(place: str, account_id: str) -> list[str]:
        """One for each scope, in their order."""
        return [f"paused:{place}:{account_id}", f"paused:{place}"]

    async def _get(self, *keys: str) -> list[list[str]]:
        """What is known of each key: what all processes know, and what this one met itself."""
        shared = await self._run(*(("GET", self._prefix + key) for key in keys)) or [None] * len(keys)
        own = [self._own.get(key) for key in keys]
        return [
            [
                *([] if text is None else [cast("bytes", text).decode()]),
                *([] if met is None or met[0] <= self._now() else [met[1]]),
            ]
            for text, met in zip(shared, own, strict=True)
        ]

    async def _set(self, key: str, text: str, seconds: float) -> None:
        """Remembers a text for some seconds, unless another one is remembered for longer."""
        until = self._now() + timedelta(seconds=seconds)
        self._own = {name: kept for name, kept in self._own.items() if kept[0] > self._now()}
        if key not in self._own or self._own[key][0] < until:
            self._own[key] = (until, text)
        await self._run(("EVAL", _SET_IF_LATER, 1, self._prefix + key, text, max(1, round(seconds * 1000))))

    async def _run(self, *commands: Sequence[str | int]) -> list[object] | None:
        """The answers to some commands, in one round trip; None while Redis is unavailable."""

        def send(server: Redis) -> Awaitable[object]:
            pipeline = server.pipeline(transaction=False)
            for command in commands:
                pipeline.execute_command(*command)
            return pipeline.execute()

        return cast("list[object] | None", await self._redis.ask(KEYS, send))


def _pause_of(text: str, scope: Scope) -> Throttled | QuotaExhausted:
    code, moment, reason = text.split(" ", 2)
    kind = QuotaExhausted if code == QuotaExhausted.code else Throttled
    return kind(reason, datetime.fromisoformat(moment), scope)


def pause_of(failure: SocialFailure) -> Throttled | QuotaExhausted | None:
    """A failure that says until when to wait; None for any other."""
    return failure if isinstance(failure, Throttled | QuotaExhausted) else None
