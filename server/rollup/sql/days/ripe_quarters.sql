-- The projects whose quarter-hours before :oldest may become whole days; since when they are kept (null: always), and until when: raw
-- events of these days have expired, the days are added up for lists, and the project is not in another cell.
SELECT project_id, nullif(quarters_since, '-infinity') AS since, until
FROM rollup_state CROSS JOIN LATERAL (
    SELECT least(:oldest::timestamptz, raw_since, days_until::timestamp AT TIME ZONE 'UTC') AS until
) AS allowed
WHERE quarters_since < until AND accepts_since < 'infinity'
ORDER BY project_id
