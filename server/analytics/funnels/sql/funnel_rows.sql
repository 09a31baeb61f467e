-- What viewers did in a range that is a step or an exclusion of a funnel: a number for each viewer, the moment, and which steps
-- it is, as the bits of a number; each viewer's together, in their order. {kept} leaves out what is neither, unless it matters
-- that nothing stands between two steps. {value} may add a number for the value of a dimension.
SELECT viewer, occurred_at, steps{value}
FROM (
    SELECT
        hashtextextended(events.viewer_id, 0) AS viewer, events.occurred_at,
        event_key(events.id, events.client_id) COLLATE "C" AS key, {steps} AS steps{dimension}
    FROM {include: viewer_events}
    OFFSET '0'  -- steps are computed once
) AS matching
WHERE {kept}
ORDER BY viewer, occurred_at, key
