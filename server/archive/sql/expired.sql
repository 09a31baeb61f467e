-- The first day of which each project has raw events, where earlier ones expired.
SELECT project_id, (raw_since AT TIME ZONE 'UTC')::date AS day FROM rollup_state WHERE raw_since > '-infinity'
