-- The values of a dimension of the events of a funnel, at most :limit, and the number of each.
SELECT hashtextextended(value, 0) AS number, value
FROM (
    SELECT DISTINCT {value} AS value
    FROM {include: viewer_events}
    LIMIT :limit
) AS found
