-- Counters of contents up to the existing raw events.
INSERT INTO pg_temp.content_totals (
    project_id, content_id, traffic, unique_viewers, {definitions: #_unique_viewers}, rewatches,
    {definitions: #_rewatches}, {metrics: #}, {histogram: #})
SELECT
    project_id, content_id, traffic, coalesce(unique_viewers, 0), {definitions: coalesce(#_unique_viewers, 0)},
    coalesce(rewatches, 0), {definitions: coalesce(#_rewatches, 0)},
    {metrics: coalesce(counted.#, 0)}, {histogram: coalesce(counted.#, 0)}
FROM (
    SELECT project_id, content_id, traffic, {metrics: sum(#)::bigint AS #}, {histogram: sum(#)::bigint AS #}
    FROM pg_temp.content_buckets
    GROUP BY project_id, content_id, traffic
) AS counted FULL JOIN (
    SELECT
        project_id, content_id, traffic, count(*) FILTER (WHERE views > 0) AS unique_viewers,
        {definitions: count(*) FILTER (WHERE #_views > 0) AS #_unique_viewers},
        sum(greatest(views - 1, rewatch_views, 0))::bigint AS rewatches,
        {definitions: sum(greatest(#_views - 1, 0))::bigint AS #_rewatches}
    FROM pg_temp.content_viewers
    GROUP BY project_id, content_id, traffic
) AS viewed USING (project_id, content_id, traffic)
