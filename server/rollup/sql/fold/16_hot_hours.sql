-- Hours (UTC) in which a content is hot: it may trend by some definition of a view, with all classes of traffic together. A
-- view of any definition is a VIEW_START or a play.
--
-- A trending content reaches the setting, :hot_views views per hour, in a window that begins on some quarter-hour, and of which
-- up to a quarter-hour may be still to come: a window of n hours has the views of n - 1/4 hours, and overlaps n + 1 hours of
-- the clock. So at least one of these has (n - 1/4) / (n + 1) of the setting, which is 3/8 for one hour, and more for longer
-- windows.
WITH changed AS MATERIALIZED (
    SELECT DISTINCT project_id, content_id, date_bin('1 hour', bucket, '1970-01-01 00:00:00+00') AS hour
    FROM content_deltas
    WHERE views <> 0 OR plays <> 0
), measured AS MATERIALIZED (
    SELECT changed.*, heat.views * 8 >= :hot_views::bigint * 3 AS is_hot
    FROM changed, LATERAL (
        SELECT greatest(sum(views), sum(plays)) AS views
        FROM content_buckets
        WHERE content_buckets.project_id = changed.project_id AND content_buckets.content_id = changed.content_id
            AND bucket >= changed.hour AND bucket < changed.hour + interval '1 hour'
    ) AS heat
), cooled AS (  -- by its place: a join would read all hours that were ever hot
    DELETE FROM hot_hours
    WHERE ctid = ANY (ARRAY(
        SELECT known.place
        FROM measured, LATERAL (
            SELECT hot_hours.ctid AS place
            FROM hot_hours
            WHERE hot_hours.project_id = measured.project_id AND hot_hours.hour = measured.hour
                AND hot_hours.content_id = measured.content_id
            LIMIT 1
        ) AS known
        WHERE NOT measured.is_hot
    ))
)
INSERT INTO hot_hours (project_id, hour, content_id)
SELECT project_id, hour, content_id FROM measured WHERE is_hot
ORDER BY project_id, hour, content_id
ON CONFLICT DO NOTHING
