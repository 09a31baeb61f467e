-- Views that were sent with coordinates; those that are plays lie where their first event lies.
SELECT latitude, longitude
FROM views
WHERE latitude IS NOT NULL AND traffic IN (SELECT unnest($classes)) AND definition = $definition
    AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
