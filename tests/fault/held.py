"""Reads what the product holds: raw events, roll-up tables, and the answers of the API."""

import asyncio
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from tests.fault.ledger import Body, Key, read_ledger
from tests.fault.verdict import COUNTED, EVENTS, PLATFORM, VIEWERS, Counts, Verdict, judge

COUNT_SECONDS = 120.0
WAITING = "SELECT coalesce(sum(events), 0)::bigint FROM ingest_batches"
RAW = """
SELECT project_id, coalesce(client_id, id::text), content_id, upper(type), session_id FROM events
"""
CONTENTS = f"""
SELECT content_id AS subject, {", ".join(f"sum({name})::bigint AS {name}" for name in COUNTED.values())},
    sum(unique_viewers)::bigint AS "{VIEWERS}"
FROM content_totals WHERE project_id = $1 GROUP BY content_id
"""
WHOLE = f"""
SELECT '{PLATFORM}' AS subject, {", ".join(f"sum({name})::bigint AS {name}" for name in COUNTED.values())},
    (SELECT coalesce(sum(events), 0)::bigint FROM event_counts WHERE project_id = $1) AS {EVENTS}
FROM platform_totals WHERE project_id = $1 HAVING count(*) > 0
"""
SHOWN = "{ views { total unique } engagement { shares } interactions { clicks } }"
AT_ONCE = 25
"""Contents of one request: an operation may have 30 aliases."""
PLATFORM_TOTALS = """
{
  platformAnalytics { views { total } engagement { shares } interactions { clicks } }
  eventCounts(by: MONTH) { totals { total } }
}
"""


class Waiting(AssertionError):  # noqa: N818 - what it says is the condition
    """Acknowledged events are not counted in time."""


async def read_verdict(
    ledger: Path, database_url: str, api_url: str, tokens: dict[int, str], *, seconds: float = COUNT_SECONDS
) -> Verdict:
    """Waits until everything that is stored is counted, and compares it with a ledger.

    Args:
        ledger: The ledger of all clients.
        database_url: The database.
        api_url: A GraphQL endpoint that is up.
        tokens: A token of an admin of each project that the clients sent to.
        seconds: How long to wait.

    Raises:
        Waiting: Events still wait to be counted after that time.
    """
    connection = await asyncpg.connect(database_url)
    try:
        await _wait_until_counted(connection, seconds)
        stored = await _raw(connection)
        counted: dict[tuple[str, int], Counts] = {}
        async with httpx.AsyncClient(timeout=60) as http:
            for project, token in tokens.items():
                contents = {body.content for key, body in stored if key.project == project}
                counted["the roll-up", project] = await _rolled_up(connection, project)
                counted["the API", project] = await _answered(http, api_url, token, contents)
    finally:
        await connection.close()
    return judge(read_ledger(ledger), stored, counted)


async def _wait_until_counted(connection: "asyncpg.Connection[Any]", seconds: float) -> None:
    waiting: object = "some"
    try:
        async with asyncio.timeout(seconds):
            while waiting := await connection.fetchval(WAITING):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise Waiting(f"{waiting} stored events are not counted after {seconds:g} s") from None


async def _raw(connection: "asyncpg.Connection[Any]") -> list[tuple[Key, Body]]:
    return [
        (Key(project, event_id), Body(event_id, content, kind, session))
        for project, event_id, content, kind, session in await connection.fetch(RAW)
    ]


async def _rolled_up(connection: "asyncpg.Connection[Any]", project: int) -> Counts:
    rows = [*await connection.fetch(CONTENTS, project), *await connection.fetch(WHOLE, project)]
    return {row["subject"]: {name: row[name] for name in dict(row) if name != "subject"} for row in rows}


async def _answered(http: httpx.AsyncClient, url: str, token: str, contents: Collection[str]) -> Counts:
    async def ask(document: str) -> dict[str, Any]:
        answer = (await http.post(url, json={"query": document}, headers={"Authorization": f"Bearer {token}"})).json()
        assert "errors" not in answer, answer
        found: dict[str, Any] = answer["data"]
        return found

    counts: dict[str, dict[str, int]] = {}
    ordered = sorted(contents)
    for start in range(0, len(ordered), AT_ONCE):
        names = ordered[start : start + AT_ONCE]
        asked = (
            f"c{number}: contentAnalytics(contentId: {json.dumps(name)}) {SHOWN}" for number, name in enumerate(names)
        )
        found = await ask("{ " + " ".join(asked) + " }")
        for number, name in enumerate(names):
            shown = found[f"c{number}"]
            counts[name] = {**_shown(shown), VIEWERS: shown["views"]["unique"]}
    whole = await ask(PLATFORM_TOTALS)
    counts[PLATFORM] = {**_shown(whole["platformAnalytics"]), EVENTS: whole["eventCounts"]["totals"]["total"]}
    return counts


def _shown(found: dict[str, Any]) -> dict[str, int]:
    return {
        "views": found["views"]["total"],
        "shares": found["engagement"]["shares"],
        "clicks": found["interactions"]["clicks"],
    }
