-- Events and views by cell of one resolution, most events first, with the sums over all such cells.
-- $1 project, $2 resolution, $3 whole days (UTC; null: all time), $4 and $5 the quarter-hours from and up to which parts of
-- a day count, $6 and $7 first and last number of the stored cells that count, $8 traffic, $9 how many
WITH spans AS MATERIALIZED (
    SELECT first_cell, last_cell FROM unnest($6::bigint[], $7::bigint[]) AS asked (first_cell, last_cell)
), counted AS (
    SELECT days.cell, days.events, days.{prefix}views AS views
    FROM unnest($3::timestamptz[]) AS asked (day)
    CROSS JOIN spans
    JOIN area_days AS days ON days.project_id = $1 AND days.day = coalesce(asked.day, '-infinity')
        AND days.cell BETWEEN spans.first_cell AND spans.last_cell AND days.traffic = ANY ($8::smallint[])
    UNION ALL
    SELECT buckets.cell, buckets.events, buckets.{prefix}views
    FROM unnest($4::timestamptz[], $5::timestamptz[]) AS part (start, until)
    CROSS JOIN spans
    JOIN area_days AS days ON days.project_id = $1
        AND days.day = date_bin('1 day', part.start, '1970-01-01 00:00:00+00')
        AND days.cell BETWEEN spans.first_cell AND spans.last_cell AND days.traffic = ANY ($8::smallint[])
    JOIN area_buckets AS buckets ON buckets.project_id = $1 AND buckets.cell = days.cell
        AND buckets.traffic = days.traffic AND buckets.bucket >= part.start AND buckets.bucket < part.until
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
