-- Platform counters over all time. Always one row.
-- $1 project
SELECT
    nullif(state.as_of, '-infinity') AS as_of,
    viewers.viewers,
    totals.*
FROM (VALUES ($1::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS state ON state.project_id = asked.project_id
LEFT JOIN platform_totals AS totals ON totals.project_id = asked.project_id
LEFT JOIN viewer_sketches AS viewers
    ON viewers.project_id = asked.project_id AND viewers.creator_id = '' AND viewers.bucket = '-infinity'
