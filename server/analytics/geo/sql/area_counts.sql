-- Events and views by cell of one resolution, most events first, with the sums over all such cells. What is counted: the whole
-- :days (UTC; null: all time), and parts of other days, from each of :part_starts until each of :part_ends; of the stored
-- cells with numbers from each of :first_cells to each of :last_cells.
WITH spans AS MATERIALIZED (
    SELECT first_cell, last_cell FROM unnest(:first_cells::bigint[], :last_cells::bigint[]) AS asked (first_cell, last_cell)
), counted AS (  -- by index for each day and span, however many rows the planner expects
    SELECT found.cell, found.events, found.views
    FROM (SELECT coalesce(day, '-infinity') AS day FROM unnest(:days::timestamptz[]) AS listed (day) OFFSET 0) AS asked
    CROSS JOIN spans
    CROSS JOIN LATERAL (
        SELECT cell, events, {prefix}views AS views
        FROM area_days
        WHERE project_id = :project AND day = asked.day
            AND cell BETWEEN spans.first_cell AND spans.last_cell AND traffic = ANY (:classes::smallint[])
        OFFSET 0
    ) AS found
    UNION ALL
    SELECT found.cell, found.events, found.views
    FROM (  -- behind a policy, no condition of an index may compute a value: it is computed first
        SELECT start, until, date_bin('1 day', start, '1970-01-01 00:00:00+00') AS day
        FROM unnest(:part_starts::timestamptz[], :part_ends::timestamptz[]) AS asked (start, until)
        OFFSET 0
    ) AS part
    CROSS JOIN spans
    CROSS JOIN LATERAL (
        SELECT cell, traffic
        FROM area_days
        WHERE project_id = :project AND day = part.day
            AND cell BETWEEN spans.first_cell AND spans.last_cell AND traffic = ANY (:classes::smallint[])
        OFFSET 0
    ) AS active
    CROSS JOIN LATERAL (
        SELECT cell, events, {prefix}views AS views
        FROM area_buckets
        WHERE project_id = :project AND cell = active.cell AND bucket >= part.start AND bucket < part.until
            AND traffic = active.traffic
        OFFSET 0
    ) AS found
)
SELECT
    wider_cell(cell, :resolution) AS area, sum(events)::bigint AS events, sum(views)::bigint AS views,
    (count(*) OVER ())::bigint AS all_areas, (sum(sum(events)) OVER ())::bigint AS all_events,
    (sum(sum(views)) OVER ())::bigint AS all_views
FROM counted
GROUP BY area
HAVING sum(events) > 0
ORDER BY events DESC, area
LIMIT :limit
