-- Events of each type in each hour, day, week or month ($unit) of a zone's clock: when it begins (UTC), and how many.
SELECT begin_of($unit, bucket, $zone) AS begins, type, count(*) AS events
FROM classed
WHERE traffic IN (SELECT unnest($classes)) AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
GROUP BY ALL
