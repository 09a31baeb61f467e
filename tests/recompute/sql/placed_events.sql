-- Events that were sent with coordinates, newest first.
SELECT id, type, content_id, occurred_at, latitude, longitude, consent
FROM classed
WHERE latitude IS NOT NULL AND traffic IN (SELECT unnest($classes))
    AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
ORDER BY occurred_at DESC, id DESC
