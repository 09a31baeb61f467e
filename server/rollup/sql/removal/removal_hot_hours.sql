-- Hours of the changed quarter-hours in which their content is no longer hot. A removal makes no hour hot, except when a play
-- turns out to have begun later.
WITH changed AS MATERIALIZED (
    SELECT DISTINCT project_id, content_id, date_bin('1 hour', bucket, '1970-01-01 00:00:00+00') AS hour
    FROM content_buckets_changes
), measured AS MATERIALIZED (
    SELECT changed.*, coalesce(heat.views, 0) * 8 >= :hot_views::bigint * 3 AS is_hot
    FROM changed, LATERAL (
        SELECT greatest(sum(views), sum(plays)) AS views
        FROM {schema}.content_buckets AS known
        WHERE known.project_id = changed.project_id AND known.content_id = changed.content_id
            AND bucket >= changed.hour AND bucket < changed.hour + interval '1 hour'
    ) AS heat
), cooled AS (
    DELETE FROM {schema}.hot_hours AS known
    USING measured
    WHERE known.project_id = measured.project_id AND known.hour = measured.hour
        AND known.content_id = measured.content_id AND NOT is_hot
)
INSERT INTO {schema}.hot_hours (project_id, hour, content_id)
SELECT project_id, hour, content_id FROM measured WHERE is_hot
ORDER BY project_id, hour, content_id
ON CONFLICT DO NOTHING
