import time
from datetime import UTC, date, datetime

from server.access import Role
from server.social.days import fold_account
from tests.social.test_aggregates import ASK

FILL = """
INSERT INTO social_workspaces (project_id, workspace_id, name, timezone) VALUES (1, 'main', 'W', 'Europe/Berlin') ON CONFLICT DO NOTHING;
INSERT INTO social_accounts (project_id, account_id, workspace_id, network, external_id, handle, state, since, due_at, collected_since)
SELECT 1, 'instagram:' || n, 'main', 'instagram', n, 'h', 'connected', now(), now(), '2025-10-20Z' FROM generate_series(1, 7) AS n;
INSERT INTO social_posts (project_id, account_id, post_id, kind, form, title, url, published_at, found_at, collected_at)
SELECT 1, 'instagram:' || 1 + post % 7, 'p' || post, 'post', 'FEED', '', '', moment, moment, least(moment + interval '90 days', '2026-11-28Z')
FROM generate_series(1, 7000) AS post, LATERAL (SELECT '2026-11-28Z'::timestamptz - post * interval '80 minutes' AS moment) AS m;
INSERT INTO social_values (project_id, account_id, post_id, metric, grain, at, value, provenance, source, api_version, collected_at)
SELECT 1, account_id, post_id, metric, 'moment', published_at + n * n * interval '20 minutes', n * n, 'measured', metric, 'v1', published_at + n * n * interval '20 minutes'
FROM social_posts, unnest(ARRAY['likes','comments','shares','saves','reach','views','watchTime','engagementRate']) AS m (metric), generate_series(1, 80) AS n
WHERE published_at + n * n * interval '20 minutes' < '2026-11-28Z';
INSERT INTO social_values (project_id, account_id, post_id, metric, grain, at, value, provenance, source, api_version, collected_at)
SELECT 1, 'instagram:' || a, '', metric, 'moment', '2025-10-20Z'::timestamptz + n * interval '3 hours', n, 'measured', metric, 'v1', '2025-10-20Z'::timestamptz + n * interval '3 hours' + interval '2 hours'
FROM generate_series(1, 7) AS a, unnest(ARRAY['followers','following']) AS m (metric), generate_series(0, 3230) AS n;
INSERT INTO social_values (project_id, account_id, post_id, metric, grain, at, value, provenance, source, api_version, collected_at)
SELECT 1, 'instagram:' || a, '', metric, 'day', (day::timestamp AT TIME ZONE 'America/Los_Angeles'), 5, 'measured', metric, 'v1', now()
FROM generate_series(1, 7) AS a, unnest(ARRAY['profileViews','websiteClicks','emailClicks','reach']) AS m (metric), generate_series('2025-10-20'::date, '2026-11-27'::date, interval '1 day') AS day;
INSERT INTO social_latest SELECT DISTINCT ON (project_id, account_id, post_id, metric) project_id, account_id, post_id, metric, grain, at, value, provenance, reason, source, api_version, collected_at FROM social_values ORDER BY project_id, account_id, post_id, metric, at DESC;
"""


async def test_measure(api, pool):
    out = open("/tmp/sa_measure.txt", "w")

    def say(*a):
        print(*a, file=out, flush=True)

    t = time.perf_counter()
    await pool.execute(FILL, timeout=300)
    await pool.execute("ANALYZE")
    say("fill", time.perf_counter() - t)
    say(await pool.fetchval("SELECT count(*) FROM social_values"), "values")
    now = datetime(2026, 11, 28, tzinfo=UTC)

    async def fold(since=None):
        times = []
        for n in range(1, 8):
            t = time.perf_counter()
            async with pool.acquire() as c, c.transaction():
                await fold_account(c, 1, f"instagram:{n}", now, since=since)
            times.append(time.perf_counter() - t)
        return [round(x * 1000) for x in times]

    say("fold whole ms", await fold(date.min))
    say(await pool.fetchval("SELECT count(*) FROM social_days"), "days")
    await pool.execute("ANALYZE")
    say("fold last days ms", await fold())
    say("fold last days ms", await fold())
    boss = api.token("boss", Role.ADMIN)
    few = "query ($of: SocialOfInput!, $by: Interval!, $range: RangeInput) { socialAggregates(of: $of, by: $by, range: $range) { points { date account { followers { value growth } } posts { likes { total } views { total } } } totals { account { followers { growthRate } } } } }"
    top = "query ($of: SocialOfInput!, $by: Interval!, $range: RangeInput) { socialAggregates(of: $of, by: $by, range: $range) { perPost { likes { average } engagementRate { average } } topPosts { post { postId } } } }"
    for label, query, by, r in (
        ("all", ASK, "DAY", {"between": {"start": "2025-10-25", "end": "2026-11-28"}}),
        ("all", ASK, "WEEK", {"between": {"start": "2025-10-25", "end": "2026-11-28"}}),
        ("all", ASK, "MONTH", {"between": {"start": "2025-10-25", "end": "2026-11-28"}}),
        ("few", few, "DAY", {"between": {"start": "2025-10-25", "end": "2026-11-28"}}),
        ("few", few, "DAY", {"between": {"start": "2026-10-28", "end": "2026-11-28"}}),
        ("all", ASK, "DAY", {"between": {"start": "2026-10-28", "end": "2026-11-28"}}),
        ("few", few, "HOUR", {"between": {"start": "2026-11-26", "end": "2026-11-28"}}),
        ("top", top, "MONTH", {"between": {"start": "2026-10-28", "end": "2026-11-28"}}),
    ):
        times = []
        for _ in range(5):
            t = time.perf_counter()
            a = await api.ask(query, {"of": {"workspaceId": "main"}, "by": by, "range": r}, authorization=boss)
            times.append(time.perf_counter() - t)
        say(label, by, r, "errors" in a and a["errors"][0]["message"], [round(x * 1000) for x in times])
    say("account", by)
    rows = await pool.fetch(
        "EXPLAIN (ANALYZE) SELECT account_id, day, subject, metric, value, provenance, reason FROM social_days WHERE project_id = 1 AND account_id = ANY ($1) AND day >= '2025-10-25' AND day < '2026-11-28'",
        [f"instagram:{n}" for n in range(1, 8)],
    )
    say("\n".join(r[0] for r in rows))
