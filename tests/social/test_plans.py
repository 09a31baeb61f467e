"""Reads of social networks go by indexes, whatever other accounts and projects have."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.social.days import Buckets, days_between
from server.storage.database import Pool
from server.storage.pages import BACKWARDS, FORWARDS
from server.storage.sql import load_sql
from tests.integration.analytics.test_plans import explain_statement, has_rows, nodes

START = datetime(2026, 11, 1, tzinfo=UTC)
HOURS = [START + timedelta(hours=number) for number in range(48)]
FILL = """
INSERT INTO social_workspaces (project_id, workspace_id, name, timezone)
SELECT project, 'w' || n, 'W', 'UTC' FROM generate_series(1, 2) AS project, generate_series(1, 300) AS n;
INSERT INTO social_members (project_id, workspace_id, user_id)
SELECT project_id, workspace_id, 'u' || n FROM social_workspaces, generate_series(1, 20) AS n;
INSERT INTO social_accounts
    (project_id, account_id, workspace_id, network, external_id, handle, state, since, due_at, collected_since,
    days_zone)
SELECT project, 'a' || n, 'w' || n / 7, 'instagram', n, 'h', 'connected', '2026-11-01Z', now(), '2026-11-01Z', 'UTC'
FROM generate_series(1, 2) AS project, generate_series(1, 2000) AS n;
INSERT INTO social_days (project_id, account_id, day, subject, metric, value, provenance)
SELECT project, 'a' || n, '2026-01-01'::date + day, subject, metric, day, 'measured'
FROM generate_series(1, 2) AS project, generate_series(1, 60) AS n, generate_series(1, 60) AS day,
    (VALUES ('account', 'followers'), ('account', 'reach'), ('posts', 'likes')) AS m (subject, metric);
INSERT INTO social_posts (project_id, account_id, post_id, kind, form, title, url, published_at, found_at, collected_at)
SELECT project, 'a' || n, 'p' || post, 'post', 'FEED', '', '', moment, moment, moment
FROM generate_series(1, 2) AS project, generate_series(1, 60) AS n, generate_series(1, 100) AS post,
    LATERAL (SELECT '2026-11-03Z'::timestamptz - post * interval '9 hours' AS moment) AS m;
INSERT INTO social_latest
    (project_id, account_id, post_id, metric, grain, at, value, provenance, source, api_version, collected_at)
SELECT project_id, account_id, post_id, metric, 'moment', found_at, 7, 'measured', metric, 'v1', found_at
FROM (
    SELECT project_id, account_id, post_id, found_at FROM social_posts
    UNION ALL SELECT project_id, account_id, '', since FROM social_accounts
) AS own, (VALUES ('likes'), ('followers'), ('engagementRate')) AS m (metric);
INSERT INTO social_values
    (project_id, account_id, post_id, metric, grain, at, value, provenance, source, api_version, collected_at)
SELECT project_id, account_id, post_id, metric, grain, at + n * interval '1 hour', n, provenance, source, api_version,
    at + n * interval '1 hour'
FROM social_latest, generate_series(1, 5) AS n WHERE account_id LIKE 'a_' OR account_id LIKE 'a__';
INSERT INTO social_reads (project_id, account_id, at)
SELECT project, 'a' || n, '2026-11-03Z'::timestamptz - hour * interval '1 hour'
FROM generate_series(1, 2) AS project, generate_series(1, 60) AS n, generate_series(1, 400) AS hour;
"""
OWN = {"project": 1, "accounts": ["a7", "a8", "a9"]}
SPAN = {"since": START - timedelta(days=3), "until": START + timedelta(days=1)}
PLACE = {"after_worth": 7.0, "after_id": "a8", "limit": 21}
READS: dict[str, dict[str, Any]] = {
    "days": {**OWN, "since": date(2026, 2, 1), "until": date(2026, 2, 9), "metrics": ["account.followers"]},
    "first_day": OWN,
    "owners": OWN,
    "hours": {
        **Buckets([one.date() for one in HOURS], HOURS, HOURS[-1] + timedelta(hours=1), HOURS[0]).parameters(None),
        **OWN,
    },
    "latest_values": {"project": 1, "accounts": ["a7", "a8", "a9"], "posts": ["", "p5", "p6"]},
    "post": {"project": 1, "account": "a7", "post": "p5"},
    "post_changes": {
        "project": 1,
        "account": "a7",
        "post": "p5",
        "metrics": ["likes", "engagementRate"],
        "moments": HOURS,
        "until": START + timedelta(days=3),
    },
    "workspaces": {"project": 1, "after_id": "w2", "limit": 21},
    "workspaces_of_member": {"project": 1, "member": "u1", "after_id": "w2", "limit": 21},
    "stamp": {"project": 1, "workspace": "w1", "account": None},
    "published": {**OWN, **SPAN, "starts": [SPAN["since"], START]},
    "per_post": {**OWN, **SPAN},
    "top_posts": {**OWN, **SPAN, "metric": "engagementRate", "limit": 10},
    "ranked_posts": {"project": 1, "account": "a7", "metric": "likes", **PLACE, "after_id": "p5"},
    "ranked_accounts": {"project": 1, "workspace": "w1", "metric": "followers", **PLACE},
}
ACCOUNT = {"project": 1, "account": "a7"}
WRITES: dict[str, dict[str, Any]] = {
    "fold_days": {
        **days_between(date(2026, 10, 30), date(2026, 11, 3), ZoneInfo("UTC")).parameters(ZoneInfo("UTC")),
        "project": 1,
        "accounts": ["a7"],
        "collected_since": [START],
    },
    "read_posts": {**ACCOUNT, "posts": ["p5", "p6"], "now": START + timedelta(days=9)},
    "purge_series": {**ACCOUNT, "posts": ["", "p5", "p6"], "before": START - timedelta(days=1)},
    "delete_account": ACCOUNT,
}
"""Writes that read when posts were read, or write it."""
LARGE = {
    *("social_accounts", "social_days", "social_latest", "social_members", "social_posts", "social_reads"),
    "social_values",
}
LISTS = ("ranked", "workspaces")
READ_AT_MOST = 1_600
"""Rows that a statement may read of a table: what one account has of it at most; a project has 6,000 to 24,000."""


@pytest.fixture
async def filled(pool: Pool) -> Pool:
    await pool.execute(FILL)
    await pool.execute("ANALYZE")
    return pool


def too_much(plan: list[dict[str, Any]]) -> set[str]:
    """The large tables that a plan scans, or of which it reads too many rows."""
    return {
        node["Relation Name"]
        for node in plan
        if node.get("Relation Name") in LARGE
        and (
            (node["Node Type"] == "Seq Scan" and has_rows(node))
            or node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) > READ_AT_MOST
        )
    }


async def test_every_read_goes_by_an_index(filled: Pool) -> None:
    scanned = {}
    for name, values in READS.items():
        texts = [FORWARDS, BACKWARDS] if name.startswith(LISTS) else [{}]
        for text in texts:
            statement = load_sql("server.social.any", name, **text)
            for generic in (False, True):
                found = await explain_statement(filled, statement, generic, **values)
                assert found[0]["Actual Rows"], name
                scanned[name, str(text), generic] = too_much(found)
    assert {read: tables for read, tables in scanned.items() if tables} == {}


async def test_every_write_goes_by_an_index(filled: Pool) -> None:
    scanned = {}
    for name, values in WRITES.items():
        statement = load_sql("server.social.any", name)
        for mode in ("custom", "generic"):
            async with filled.acquire() as connection:
                transaction = connection.transaction()
                await transaction.start()
                await connection.execute(f"SET LOCAL plan_cache_mode = force_{mode}_plan")
                text = f"EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) {statement.text}"
                plan = await connection.fetchval(text, *statement.arguments(values))
                await transaction.rollback()
            found = nodes(json.loads(plan)[0]["Plan"])
            assert "social_reads" in {node.get("Relation Name") for node in found}, name
            scanned[name, mode] = too_much(found)
    assert {write: tables for write, tables in scanned.items() if tables} == {}
