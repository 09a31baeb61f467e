-- Events and views by cell, quarter-hour and class; the same by day (UTC), and over all time ('-infinity').
WITH happened AS (
    SELECT
        project_id, cell, bucket, traffic, sum(sign)::bigint AS events,
        coalesce(sum(sign) FILTER (WHERE type = 'view_start' AND content_id IS NOT NULL), 0)::bigint AS views,
        {definitions: 0::bigint AS #_views}
    FROM counted
    WHERE cell IS NOT NULL
    GROUP BY project_id, cell, bucket, traffic
    UNION ALL
    SELECT
        project_id, cell, bucket, traffic, 0, 0, {definitions: coalesce(sum(sign) FILTER (WHERE is_#), 0)::bigint}
    FROM play_changes
    WHERE cell IS NOT NULL
    GROUP BY project_id, cell, bucket, traffic
), changed AS MATERIALIZED (
    SELECT
        project_id, cell, bucket, traffic, sum(events)::bigint AS events, sum(views)::bigint AS views,
        {definitions: sum(#_views)::bigint AS #_views}
    FROM happened
    GROUP BY project_id, cell, bucket, traffic
    HAVING num_nonnulls(nullif(sum(events), 0), nullif(sum(views), 0), {definitions: nullif(sum(#_views), 0)}) > 0
), by_quarter AS (
    INSERT INTO area_buckets AS t (project_id, cell, bucket, traffic, events, views, {definitions: #_views})
    SELECT project_id, cell, bucket, traffic, events, views, {definitions: #_views}
    FROM changed
    ORDER BY project_id, cell, bucket, traffic
    ON CONFLICT (project_id, cell, bucket, traffic) DO UPDATE SET
        events = t.events + excluded.events,
        views = t.views + excluded.views,
        {definitions: #_views = t.#_views + excluded.#_views}
)
INSERT INTO area_days AS t (project_id, day, cell, traffic, events, views, {definitions: #_views})
SELECT project_id, spans.day, cell, traffic, sum(events), sum(views), {definitions: sum(#_views)}
FROM changed
CROSS JOIN LATERAL (
    VALUES ('-infinity'::timestamptz), (date_bin('1 day', bucket, '1970-01-01 00:00:00+00'))
) AS spans (day)
GROUP BY project_id, spans.day, cell, traffic
ORDER BY project_id, spans.day, cell, traffic
ON CONFLICT (project_id, day, cell, traffic) DO UPDATE SET
    events = t.events + excluded.events,
    views = t.views + excluded.views,
    {definitions: #_views = t.#_views + excluded.#_views}
