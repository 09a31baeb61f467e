-- Events of each schema version by day (UTC), and by what sent them.
INSERT INTO schema_usage AS t (project_id, day, type, name, version, sdk, app_version, events)
SELECT
    project_id, (occurred_at AT TIME ZONE 'UTC')::date AS day, type, coalesce(name, '') AS name, schema_version,
    coalesce(sdk, '') AS sdk, coalesce(app_version, '') AS app_version, count(*)
FROM claimed_events
GROUP BY
    project_id, (occurred_at AT TIME ZONE 'UTC')::date, type, coalesce(name, ''), schema_version, coalesce(sdk, ''),
    coalesce(app_version, '')
ORDER BY project_id, day, type, name, schema_version, sdk, app_version
ON CONFLICT (project_id, day, type, name, version, sdk, app_version) DO UPDATE SET events = t.events + excluded.events
