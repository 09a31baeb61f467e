-- Sketches of the viewers of a creator, or of the platform (''), in a range (null: all time) by the values of creator_clock and
-- platform_clock. slot: index of the value in :values, from 1; null for all other values.
SELECT slot, sketch, NULL::text[] AS viewers
FROM (
    SELECT
        concat_ws(
            ' ', local_time_value((:dimensions::text[])[1], bucket, :zone::text),
            local_time_value((:dimensions)[2], bucket, :zone)
        ) AS value,
        {sketch} AS sketch
    FROM viewer_sketches
    WHERE project_id = :project AND creator_id = :creator AND bucket > '-infinity'
        AND bucket >= greatest(:start::timestamptz, '-infinity') AND bucket < least(:end::timestamptz, 'infinity')
        AND traffic = ANY (:classes::smallint[]) AND {sketch} IS NOT NULL
) AS viewed LEFT JOIN unnest(:values::text[]) WITH ORDINALITY AS listed (value, slot) USING (value)
