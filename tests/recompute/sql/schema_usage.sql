-- Events of each schema version on the days (UTC) from $since on, and what sent them: of the types $types and names $names, if
-- they are not null.
SELECT
    type, name, schema_version AS version, device->>'sdk' AS sdk, device->>'appVersion' AS app_version, count(*) AS events,
    max(occurred_at)::DATE AS last_day
FROM events
WHERE occurred_at::DATE >= $since::DATE AND ($types IS NULL OR list_contains($types, type))
    AND ($names IS NULL OR list_contains($names, name))
GROUP BY ALL
