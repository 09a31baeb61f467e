-- What a curve is measured by: the plays of a content, of one value of a dimension (of all, when $slice is null), that tell
-- what was watched: their views and the distinct viewers of these; and how many plays tell nothing.
WITH chosen AS (
    SELECT *
    FROM plays
    WHERE content_id = $content_id AND traffic IN (SELECT unnest($classes))
        AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
        AND CASE $slice WHEN 'DEVICE' THEN device_type IS NOT DISTINCT FROM $value WHEN 'PLATFORM' THEN platform IS NOT DISTINCT FROM $value
            WHEN 'SOURCE' THEN source_type IS NOT DISTINCT FROM $value WHEN 'COUNTRY' THEN country IS NOT DISTINCT FROM $value ELSE true END
)
SELECT
    count(views.definition) FILTER (WHERE is_told) AS views,
    count(DISTINCT chosen.viewer_id) FILTER (WHERE is_told AND views.definition IS NOT NULL) AS viewers,
    count(DISTINCT chosen.play_key) FILTER (WHERE NOT is_told) AS untold
FROM chosen LEFT JOIN views
    ON views.content_id = chosen.content_id AND views.play_key = chosen.play_key AND views.definition = $definition
