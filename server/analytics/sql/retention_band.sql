-- For each of the values $4 of a curve of the content $2: which share of the curves of the band $3 lies below it, those that
-- are level counting half. They are those of the 1,000 most played other contents with a view. No row without any.
WITH others AS MATERIALIZED (
    SELECT content_id, watched, duration_ms, {prefix}views AS views
    FROM retention_curves
    WHERE project_id = $1 AND band = $3::integer AND content_id <> $2 AND {prefix}views > 0
    ORDER BY plays DESC, content_id
    LIMIT 1000
), curves AS (
    SELECT
        (place - 1) * cardinality($4::double precision[]) / 200 + 1 AS point,
        sum(part)::double precision / (200 / cardinality($4) * duration_ms * views)::double precision AS value
    FROM others, unnest(watched) WITH ORDINALITY AS watched_part (part, place)
    GROUP BY content_id, duration_ms, views, point
)
SELECT point::integer, avg(CASE WHEN value < $4[point] THEN 1.0 WHEN value = $4[point] THEN 0.5 ELSE 0.0 END)::double precision
    AS percentile
FROM curves
GROUP BY point
ORDER BY point
