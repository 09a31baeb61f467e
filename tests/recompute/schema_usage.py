"""The expected rows of ``schemaUsage``."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from tests.recompute.groups import Answer
from tests.recompute.truth import Truth


def schema_usage(
    truth: Truth,
    today: date,
    days: int,
    deprecated: Mapping[tuple[str, str | None, str], str],
    *,
    types: Collection[str] | None = None,
    names: Collection[str] | None = None,
    only_deprecated: bool = False,
) -> list[Answer]:
    """Who sent which version, most events first.

    Args:
        truth: What happened.
        today: The day (UTC).
        days: Days to look back, today included.
        deprecated: The day from which it is refused, of each deprecated version by type and name.
        types: Only of these types.
        names: Only custom events of these names.
        only_deprecated: Only deprecated versions.
    """
    rows = truth.rows("schema_usage", since=today - timedelta(days=days - 1), types=types, names=names)
    found = [
        {
            "type": row["type"],
            "name": row["name"],
            "version": row["version"],
            "state": "DEPRECATED" if (row["type"], row["name"], row["version"]) in deprecated else "ACTIVE",
            "retiresOn": deprecated.get((row["type"], row["name"], row["version"])),
            "sdk": row["sdk"],
            "appVersion": row["app_version"],
            "events": row["events"],
            "lastDay": row["last_day"].isoformat(),
        }
        for row in rows
        if not only_deprecated or (row["type"], row["name"], row["version"]) in deprecated
    ]
    return sorted(found, key=_place)


def _place(row: Answer) -> tuple[int, list[str]]:
    parts = (row["type"].lower(), row["name"], row["version"], row["sdk"], row["appVersion"])
    return -row["events"], [part or "" for part in parts]
