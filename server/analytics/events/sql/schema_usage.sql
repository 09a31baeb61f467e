-- Who sent events of which schema version on the days from :since on: most events first, ties by key, after the row of :after_worth
-- and :after_key. Of :types (null: all) and :names (null: all), and with :deprecated only of versions that are deprecated.
SELECT page.*, known.retires_on
FROM (
    SELECT *
    FROM (
        SELECT
            type, name, version, sdk, app_version, sum(events)::bigint AS events, max(day) AS last_day,
            concat_ws(E'\x1f', type, name, version, sdk, app_version) COLLATE "C" AS key
        FROM schema_usage
        WHERE project_id = :project AND day >= :since::date
            AND (:types::text[] IS NULL OR type = ANY (:types)) AND (:names::text[] IS NULL OR name = ANY (:names))
        GROUP BY type, name, version, sdk, app_version
        HAVING sum(events) > 0
    ) AS found
    WHERE (:after_worth::bigint IS NULL OR events {less} :after_worth
            OR events = :after_worth AND key {more} :after_key::text)
        AND (NOT :deprecated::boolean OR (type, name, version) IN (
            SELECT type, name, version FROM schema_versions WHERE project_id = :project AND retires_on IS NOT NULL
        ))
    ORDER BY events {desc}, key {asc}
    LIMIT :limit
) AS page
LEFT JOIN schema_versions AS known
    ON known.project_id = :project AND (known.type, known.name, known.version) = (page.type, page.name, page.version)
ORDER BY page.events {desc}, page.key {asc}
