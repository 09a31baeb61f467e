-- Events of each type, custom ones of each name, in each hour, day, week or month ($unit) of a zone's clock: when it begins (UTC),
-- and how many.
SELECT begin_of($unit, bucket, $zone) AS begins, type, name, count(*) AS events
FROM classed
WHERE traffic IN (SELECT unnest($classes)) AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
GROUP BY ALL
