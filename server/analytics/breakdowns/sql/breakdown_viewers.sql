-- Viewers of some contents in a range (null: all time) by value of a dimension: sketches of clean, summarized days, and the
-- viewers themselves for the rest of the range. :summaries: whether there are daily summaries of the dimension. slot: index of the value in :values ('': unknown), from 1; null for all other
-- values.
WITH summarized AS MATERIALIZED (
    SELECT content_id, day
    FROM unnest(:contents::text[]) AS asked (content_id), clean_days(:project, content_id, :start, :end) AS day
    WHERE :summaries::boolean
), remaining AS MATERIALIZED (
    SELECT content_id, part.*
    FROM (
        SELECT content_id, array_agg(day) AS days
        FROM unnest(:contents) AS asked (content_id) LEFT JOIN summarized USING (content_id)
        GROUP BY content_id
    ) AS known, rest_of_range(:start, :end, days) AS part
)
SELECT array_position(:values::text[], fact.value) AS slot, NULL::bytea AS sketch, array_agg(DISTINCT viewer_id) AS viewers
FROM remaining, LATERAL breakdown_facts(:project, content_id, since, until, ARRAY[:dimension::text], :zone::text) AS fact
WHERE fact.{prefix}views > 0 AND viewer_id IS NOT NULL AND fact.traffic = ANY (:classes::smallint[])
GROUP BY 1
UNION ALL
SELECT
    CASE WHEN NOT is_rest THEN array_position(:values, value) END, {prefix}sketch, NULL
FROM summarized, LATERAL (
    SELECT is_rest, value, {prefix}sketch
    FROM day_breakdowns
    WHERE project_id = :project AND day_breakdowns.content_id = summarized.content_id AND dimension = :dimension
        AND day_breakdowns.day = summarized.day AND traffic = ANY (:classes)
) AS day
WHERE {prefix}sketch IS NOT NULL
