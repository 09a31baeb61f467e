-- For each of the :values of a content's curve: its percentile rank among the curves of a band of durations; ties count half.
-- The curves are those of the 1,000 most played other contents with a view. No row if there are none.
WITH others AS MATERIALIZED (
    SELECT
        watched_until, (200 / cardinality(:values::double precision[]) * duration_ms * {prefix}views)::double precision AS time
    FROM retention_curves
    WHERE project_id = :project AND band = :band::integer AND content_id <> :content AND {prefix}views > 0
    ORDER BY plays DESC, content_id
    LIMIT 1000
), compared AS (
    SELECT
        point, mine,
        (watched_until[point * size + 1] - watched_until[(point - 1) * size + 1])::double precision / time AS value
    FROM others, (
        SELECT mine, point::integer, 200 / cardinality(:values) AS size
        FROM unnest(:values) WITH ORDINALITY AS own (mine, point)
    ) AS points
)
SELECT point, avg(CASE WHEN value < mine THEN 1 WHEN value = mine THEN 0.5 ELSE 0 END::double precision) AS percentile
FROM compared
GROUP BY point
ORDER BY point
