"""How answers about social networks are cached."""

from collections.abc import Mapping
from typing import Any

from resolvers.cached import Cached
from resolvers.context import Context
from server.analytics.series.calendar import Interval
from server.settings import Settings
from server.social.model import SocialScope
from server.social.stamps import Stamp, read_stamp


def _recent(settings: Settings) -> float:
    return settings.social_cache_seconds


def _aggregates(settings: Settings) -> float:
    return settings.social_cache_aggregates_seconds


async def _stamp(context: Context, scope: SocialScope) -> Stamp | None:
    async with context.read() as connection:
        return await read_stamp(connection, context.caller.project_id, scope)


async def _of_account(context: Context, target: str, _arguments: Mapping[str, Any]) -> str | None:
    stamp = await _stamp(context, SocialScope(account_id=target))
    return None if stamp is None else stamp.text


async def _of_post(context: Context, target: str, _arguments: Mapping[str, Any]) -> str | None:
    """The series of a post ends now: its last hour begins with a quarter of an hour."""
    stamp = await _stamp(context, SocialScope(account_id=target))
    return None if stamp is None else stamp.at_quarter(context.services.now())


async def _of_workspace(context: Context, target: str, _arguments: Mapping[str, Any]) -> str | None:
    stamp = await _stamp(context, SocialScope(workspace_id=target))
    return None if stamp is None else stamp.text


async def _of_periods(context: Context, target: SocialScope, arguments: Mapping[str, Any]) -> str | None:
    stamp = await _stamp(context, target)
    if stamp is None:
        return None
    now = context.services.now()
    return stamp.at_quarter(now) if arguments["by"] is Interval.HOUR else stamp.at_hour(now)


CACHED_ACCOUNT = Cached(_recent, _of_account)
CACHED_POST = Cached(_recent, _of_post)
CACHED_WORKSPACE = Cached(_recent, _of_workspace)
CACHED_AGGREGATES = Cached(_aggregates, _of_periods)
