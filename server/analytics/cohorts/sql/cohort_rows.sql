-- What viewers did that puts them into a cohort (1 in steps) or is a return (2), each viewer's together, in their order. Before
-- :since, only the former.
SELECT viewer, occurred_at, steps{column}
FROM (
    SELECT {include: cohort_event}{value}
    FROM {include: viewer_events}
    OFFSET '0'  -- steps are computed once
) AS matching
WHERE {include: cohort_row}
ORDER BY viewer, occurred_at, key
