"""How much a project may hold, and take in on a day (docs/adr/0063-tenants.md)."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from server.errors import ErrorCode, ViewpulseError


@dataclass(frozen=True, slots=True)
class Quotas:
    """The quotas of a project; None: there is none.

    Attributes:
        events_per_day: Events stored on a day (UTC).
        sessions_per_day: Sessions that begin on a day (UTC).
        contents: Contents in the catalogue.
        custom_types: Names of custom events.
    """

    events_per_day: int | None = None
    sessions_per_day: int | None = None
    contents: int | None = None
    custom_types: int | None = None

    @property
    def is_daily(self) -> bool:
        """Whether any of them begins again every day."""
        return self.events_per_day is not None or self.sessions_per_day is not None


NO_QUOTAS = Quotas()
NOUNS = {"eventsPerDay": "events", "sessionsPerDay": "new sessions"}
"""What a quota of a day counts, for messages."""


def daily_quota_exceeded(name: str, allowed: int, used: int, requested: int, now: datetime) -> ViewpulseError:
    """A request would exceed a quota that begins again at midnight (UTC); nothing of it was stored.

    Args:
        name: Name of the quota in answers.
        allowed: The quota.
        used: What is used of it today.
        requested: What the request would use.
        now: The time of the request.
    """
    midnight = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    fits = requested <= allowed
    advice = f"send the same again after {midnight:%Y-%m-%d %H:%M} UTC" if fits else "send smaller batches"
    return ViewpulseError(
        ErrorCode.QUOTA_EXCEEDED,
        f"The project may have {allowed:,} {NOUNS[name]} a day, of which {used:,} are used; {advice}.",
        retry_after=(midnight - now).total_seconds() if fits else None,
        more={"limit": {"name": name, "allowed": allowed, "used": used, "requested": requested}},
    )


def quota_exceeded(message: str, name: str, allowed: int, *field: str) -> ViewpulseError:
    """A project holds as much as its quota allows; this does not change by itself.

    Args:
        message: One sentence for the developer who reads it.
        name: Name of the quota in answers.
        allowed: The quota.
        field: Path of the argument that asks for more.
    """
    more = {"limit": {"name": name, "allowed": allowed}}
    return ViewpulseError(ErrorCode.QUOTA_EXCEEDED, message, field=field, more=more)
