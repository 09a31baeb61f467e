-- Viewers of a content in a range (null: all time) by value of a dimension: sketches of clean, summarized days, and the viewers
-- themselves for the rest of the range. slot: index of the value in :values ('': unknown), from 1; null for all other values.
WITH summarized AS MATERIALIZED (
    SELECT day FROM clean_days(:project, :content, :start, :end) AS day
), remaining AS MATERIALIZED (
    SELECT part.* FROM (SELECT array_agg(day) AS days FROM summarized) AS known, rest_of_range(:start, :end, days) AS part
)
SELECT array_position(:values::text[], fact.value) AS slot, NULL::bytea AS sketch, array_agg(DISTINCT viewer_id) AS viewers
FROM remaining, LATERAL breakdown_facts(:project, :content, since, until, ARRAY[:dimension::text]) AS fact
WHERE fact.{prefix}views > 0 AND viewer_id IS NOT NULL AND fact.traffic = ANY (:classes::smallint[])
GROUP BY 1
UNION ALL
SELECT
    CASE WHEN NOT is_rest THEN array_position(:values, value) END, {prefix}sketch, NULL
FROM summarized, LATERAL (
    SELECT is_rest, value, {prefix}sketch
    FROM day_breakdowns
    WHERE project_id = :project AND content_id = :content AND dimension = :dimension AND day_breakdowns.day = summarized.day
        AND traffic = ANY (:classes)
) AS day
WHERE {prefix}sketch IS NOT NULL
