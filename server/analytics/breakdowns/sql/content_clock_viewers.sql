-- Distinct viewers of one content in a range (null: all time) by the values of content_clock. slot: index of the value in
-- :values, from 1; null for all other values.
SELECT slot, count(DISTINCT viewer_id) AS unique_viewers
FROM (
    SELECT
        concat_ws(
            ' ', local_time_value((:dimensions::text[])[1], bucket, :zone::text),
            local_time_value((:dimensions)[2], bucket, :zone)
        ) AS value,
        viewer_id
    FROM content_viewer_buckets
    WHERE project_id = :project AND content_id = :content AND bucket >= greatest(:start::timestamptz, '-infinity')
        AND bucket < least(:end::timestamptz, 'infinity') AND traffic = ANY (:classes::smallint[])
        AND {prefix}views > 0
) AS viewed LEFT JOIN unnest(:values::text[]) WITH ORDINALITY AS listed (value, slot) USING (value)
GROUP BY slot
