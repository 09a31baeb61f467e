-- Sessions that began within a range and how long they lasted, for each creator and ('') for the platform.
SELECT scope AS name, count(*) AS sessions, sum(span_ms)::BIGINT AS session_ms
FROM session_spans
WHERE traffic IN (SELECT unnest($classes)) AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
GROUP BY scope
