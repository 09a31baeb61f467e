-- Plays have the region of their earliest event, and a breakdown can be by region.
--
-- Plays that are counted already have none; `viewpulse rebuild` gives them theirs, from the raw events that there are.

ALTER TABLE plays ADD region text;

-- A region is listed with its country, like a city.
DO $$
BEGIN
    EXECUTE replace(
        replace(
            pg_get_functiondef('breakdown_facts'::regproc), 'viewer_id, country, city,', 'viewer_id, country, region, city,'
        ),
        'WHEN ''city'' THEN',
        'WHEN ''region'' THEN CASE WHEN fact.region <> '''' THEN concat_ws('', '', fact.region, fact.country) END
        WHEN ''city'' THEN');
END $$;

-- Days are summarized again, with their regions. Of days whose raw events have expired, nobody knows the region: it is that of
-- all genders together, without the viewers, whose sketches only the server can merge.
INSERT INTO day_breakdowns (
    project_id, content_id, dimension, day, is_rest, value, traffic, views, engaged_views, peertube_views, linkedin_views,
    peertube2_views, linkedin2_views, plays, watch_ms, completed_full, engagement_events)
SELECT
    project_id, content_id, 'region', day, false, '', traffic, sum(views), sum(engaged_views), sum(peertube_views),
    sum(linkedin_views), sum(peertube2_views), sum(linkedin2_views), sum(plays), sum(watch_ms), sum(completed_full),
    sum(engagement_events)
FROM day_breakdowns
WHERE dimension = 'gender'
GROUP BY project_id, content_id, day, traffic;
INSERT INTO stale_days (project_id, content_id, day)
SELECT project_id, content_id, day
FROM summarized_days JOIN rollup_state USING (project_id)
WHERE day::timestamp AT TIME ZONE 'UTC' >= raw_since
ON CONFLICT DO NOTHING;
