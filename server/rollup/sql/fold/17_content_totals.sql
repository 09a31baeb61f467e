-- Counters of a content over all time.
WITH viewers AS (
    SELECT
        project_id, content_id, traffic,
        coalesce(sum(sign) FILTER (WHERE views > 0), 0) AS unique_viewers,
        {definitions: coalesce(sum(sign) FILTER (WHERE #_views > 0), 0) AS #_unique_viewers},
        sum(sign * greatest(views - 1, rewatch_views, 0)) AS rewatches,
        {definitions: sum(sign * greatest(#_views - 1, 0)) AS #_rewatches}
    FROM viewer_changes
    GROUP BY project_id, content_id, traffic
), counted AS (
    SELECT project_id, content_id, traffic, {metrics: sum(#) AS #}, {histogram: sum(#) AS #}
    FROM content_deltas
    GROUP BY project_id, content_id, traffic
)
INSERT INTO content_totals AS t (
    project_id, content_id, traffic, unique_viewers, {definitions: #_unique_viewers}, rewatches, {definitions: #_rewatches},
    {metrics: #}, {histogram: #})
SELECT
    project_id, content_id, traffic, coalesce(unique_viewers, 0), {definitions: coalesce(#_unique_viewers, 0)},
    coalesce(rewatches, 0), {definitions: coalesce(#_rewatches, 0)},
    {metrics: coalesce(counted.#, 0)}, {histogram: coalesce(counted.#, 0)}
FROM counted FULL JOIN viewers USING (project_id, content_id, traffic)
ORDER BY project_id, content_id, traffic
ON CONFLICT (project_id, content_id, traffic) DO UPDATE SET
    unique_viewers = t.unique_viewers + excluded.unique_viewers,
    {definitions: #_unique_viewers = t.#_unique_viewers + excluded.#_unique_viewers},
    rewatches = t.rewatches + excluded.rewatches,
    {definitions: #_rewatches = t.#_rewatches + excluded.#_rewatches},
    {metrics: # = t.# + excluded.#},
    {histogram: # = t.# + excluded.#}
