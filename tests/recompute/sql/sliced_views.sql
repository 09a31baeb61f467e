-- Views of a content, and their distinct viewers, of one value of a dimension; of all, when $slice is null.
SELECT count(*) AS views, count(DISTINCT viewer_id) AS viewers
FROM views
WHERE content_id = $content_id AND definition = $definition AND traffic IN (SELECT unnest($classes))
    AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
    AND CASE $slice WHEN 'DEVICE' THEN device_type IS NOT DISTINCT FROM $value WHEN 'PLATFORM' THEN platform IS NOT DISTINCT FROM $value
        WHEN 'SOURCE' THEN source_type IS NOT DISTINCT FROM $value WHEN 'COUNTRY' THEN country IS NOT DISTINCT FROM $value ELSE true END
