-- One content over all time. Always one row; the parts that were not asked for ($3, $4) cost nothing.
-- $1 project, $2 content, $3 median, $4 countries, $5 plays up to which the median is exact
SELECT
    nullif(state.as_of, '-infinity') AS as_of,
    median.median_ms,
    CASE WHEN $3::boolean AND totals.plays > $5::bigint THEN ARRAY[
        totals.watch_h00, totals.watch_h01, totals.watch_h02, totals.watch_h03, totals.watch_h04,
        totals.watch_h05, totals.watch_h06, totals.watch_h07, totals.watch_h08, totals.watch_h09,
        totals.watch_h10, totals.watch_h11, totals.watch_h12, totals.watch_h13, totals.watch_h14,
        totals.watch_h15, totals.watch_h16, totals.watch_h17, totals.watch_h18, totals.watch_h19,
        totals.watch_h20, totals.watch_h21, totals.watch_h22, totals.watch_h23
    ] END AS histogram,
    countries.countries,
    totals.*
FROM (VALUES ($1::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS state ON state.project_id = asked.project_id
LEFT JOIN content_totals AS totals ON totals.project_id = asked.project_id AND totals.content_id = $2::text
LEFT JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY plays.watch_ms) AS median_ms
    FROM plays
    WHERE $3::boolean AND totals.plays <= $5::bigint
        AND plays.project_id = $1 AND plays.content_id = $2 AND plays.started_at IS NOT NULL
) AS median ON true
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(country, views) ORDER BY views DESC, country) AS countries
    FROM content_countries
    WHERE $4::boolean AND project_id = $1 AND content_id = $2 AND bucket = '-infinity' AND views > 0
) AS countries ON true
