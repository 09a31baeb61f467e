-- Viewers of a content $2 from $3 to $4 (null: all time) by value of the dimension $5, for the classes of traffic $6:
-- sketches of clean, summarized days, and the viewers themselves for the rest of the range. slot: index of the value in $7 ('':
-- unknown), from 1; null for all other values.
WITH summarized AS MATERIALIZED (
    SELECT day FROM clean_days($1, $2, $3, $4) AS day
), remaining AS MATERIALIZED (
    SELECT part.* FROM (SELECT array_agg(day) AS days FROM summarized) AS known, rest_of_range($3, $4, days) AS part
)
SELECT array_position($7::text[], fact.value) AS slot, NULL::bytea AS sketch, array_agg(DISTINCT viewer_id) AS viewers
FROM remaining, LATERAL breakdown_facts($1, $2, since, until, ARRAY[$5::text]) AS fact
WHERE fact.{prefix}views > 0 AND viewer_id IS NOT NULL AND fact.traffic = ANY ($6::smallint[])
GROUP BY 1
UNION ALL
SELECT
    CASE WHEN NOT is_rest THEN array_position($7, value) END, {prefix}sketch, NULL
FROM summarized, LATERAL (
    SELECT is_rest, value, {prefix}sketch
    FROM day_breakdowns
    WHERE project_id = $1 AND content_id = $2 AND dimension = $5 AND day_breakdowns.day = summarized.day
        AND traffic = ANY ($6)
) AS day
WHERE {prefix}sketch IS NOT NULL
