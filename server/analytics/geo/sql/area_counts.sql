-- Events and views by cell of one resolution, most events first, with the sums over all such cells.
-- $1 project, $2 resolution, $3 whole days (UTC; null: all time), $4 and $5 the quarter-hours from and up to which parts of
-- a day count, $6 and $7 first and last number of the stored cells that count, $8 traffic, $9 how many
WITH spans AS MATERIALIZED (
    SELECT first_cell, last_cell FROM unnest($6::bigint[], $7::bigint[]) AS asked (first_cell, last_cell)
), counted AS (  -- by index for each day and span, however many rows the planner expects
    SELECT found.cell, found.events, found.views
    FROM unnest($3::timestamptz[]) AS asked (day)
    CROSS JOIN spans
    CROSS JOIN LATERAL (
        SELECT cell, events, {prefix}views AS views
        FROM area_days
        WHERE project_id = $1 AND day = coalesce(asked.day, '-infinity')
            AND cell BETWEEN spans.first_cell AND spans.last_cell AND traffic = ANY ($8::smallint[])
        OFFSET 0
    ) AS found
    UNION ALL
    SELECT found.cell, found.events, found.views
    FROM unnest($4::timestamptz[], $5::timestamptz[]) AS part (start, until)
    CROSS JOIN spans
    CROSS JOIN LATERAL (
        SELECT cell, traffic
        FROM area_days
        WHERE project_id = $1 AND day = date_bin('1 day', part.start, '1970-01-01 00:00:00+00')
            AND cell BETWEEN spans.first_cell AND spans.last_cell AND traffic = ANY ($8::smallint[])
        OFFSET 0
    ) AS active
    CROSS JOIN LATERAL (
        SELECT cell, events, {prefix}views AS views
        FROM area_buckets
        WHERE project_id = $1 AND cell = active.cell AND bucket >= part.start AND bucket < part.until
            AND traffic = active.traffic
        OFFSET 0
    ) AS found
)
SELECT
    wider_cell(cell, $2) AS area, sum(events)::bigint AS events, sum(views)::bigint AS views,
    (count(*) OVER ())::bigint AS all_areas, (sum(sum(events)) OVER ())::bigint AS all_events,
    (sum(sum(views)) OVER ())::bigint AS all_views
FROM counted
GROUP BY area
HAVING sum(events) > 0
ORDER BY events DESC, area
LIMIT $9
