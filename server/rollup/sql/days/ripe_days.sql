-- The projects whose whole days before :oldest may become one sum; since when they are kept (null: always), and until when: they
-- are whole days already, and the project is not in another cell.
SELECT project_id, nullif(days_since, '-infinity') AS since, until
FROM rollup_state CROSS JOIN LATERAL (SELECT least(:oldest::timestamptz, quarters_since) AS until) AS allowed
WHERE days_since < until AND accepts_since < 'infinity'
ORDER BY project_id
