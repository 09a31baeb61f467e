-- The keys of some viewers of a funnel by their :numbers.
SELECT DISTINCT hashtextextended(events.viewer_id, 0) AS viewer, events.viewer_id
FROM {include: viewer_events}
    AND hashtextextended(events.viewer_id, 0) = ANY (:numbers::bigint[])
