-- Hours (UTC) in which a content is hot: by some definition of a view it has as many views as the setting asks, all
-- classes of traffic together. A view of any definition is a VIEW_START or a play.
WITH changed AS MATERIALIZED (
    SELECT DISTINCT project_id, content_id, date_bin('1 hour', bucket, '1970-01-01 00:00:00+00') AS hour
    FROM content_deltas
    WHERE views <> 0 OR plays <> 0
), measured AS MATERIALIZED (
    SELECT changed.*, heat.views >= current_setting('viewpulse.hot_views')::bigint AS is_hot
    FROM changed, LATERAL (
        SELECT greatest(sum(views), sum(plays)) AS views
        FROM content_buckets
        WHERE content_buckets.project_id = changed.project_id AND content_buckets.content_id = changed.content_id
            AND bucket >= changed.hour AND bucket < changed.hour + interval '1 hour'
    ) AS heat
), cooled AS (
    DELETE FROM hot_hours AS t USING measured
    WHERE NOT measured.is_hot
        AND t.project_id = measured.project_id AND t.hour = measured.hour AND t.content_id = measured.content_id
)
INSERT INTO hot_hours (project_id, hour, content_id)
SELECT project_id, hour, content_id FROM measured WHERE is_hot
ORDER BY project_id, hour, content_id
ON CONFLICT DO NOTHING
