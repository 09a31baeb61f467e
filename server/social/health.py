"""Whether the accounts of a cell are collected, and what those that are not wait for."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from server.social.model import AccountState
from server.storage.sql import load_sql
from server.storage.statement import Source
from server.wording import pluralize

LATE = "late"
LATE_INTERVALS = 3
"""A connected account is late after this many intervals without a complete collection."""
_LATE = (
    "Start `viewpulse worker` with VIEWPULSE_SOCIAL_KEYS, or read its log; `socialCollections` says how the last "
    "collections ended."
)
UNWELL: Mapping[str, tuple[str, str]] = {
    LATE: ("not collected for long", _LATE),
    AccountState.NEEDS_RECONNECT: (
        "to be connected again",
        "Connect them again: `viewpulse social connect` (docs/social.md#connect-an-account).",
    ),
    AccountState.BILLING_STOP: ("stopped until their network is paid", "Pay it; then `resumeSocialAccount`."),
}
"""Why accounts are not collected: in words, and what to do."""


async def read_health(source: Source, interval: float, now: datetime) -> Sequence[tuple[str, str]]:
    """What is to be said of the accounts of a cell, and what to do about it; nothing to do for those that are well.

    Args:
        source: The database of the cell.
        interval: Seconds between two collections.
        now: The time.
    """
    before = now - LATE_INTERVALS * timedelta(seconds=interval)
    rows = {row["health"]: row for row in await load_sql(__name__, "account_health").fetch(source, before=before)}
    found = []
    if (well := rows.get(AccountState.CONNECTED)) is not None:
        found.append((f"{pluralize(well['accounts'], 'account is', 'accounts are')} collected", ""))
    for health, (words, advice) in UNWELL.items():
        if (row := rows.get(health)) is not None:
            more = row["accounts"] - len(row["some"])
            listed = ", ".join(row["some"]) + (f" and {more} more" if more else "")
            found.append((f"{pluralize(row['accounts'], 'account')} {words}, by project: {listed}", advice))
    return found
