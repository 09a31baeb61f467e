-- The values of the events that put viewers into a cohort, at most :limit, and the number of each; none is another than ''.
SELECT hashtextextended(coalesce('=' || value, ''), 0) AS number, value
FROM (
    SELECT DISTINCT {value} AS value
    FROM {include: viewer_events} AND {steps} <> 0
    LIMIT :limit
) AS found
