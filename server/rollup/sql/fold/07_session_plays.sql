-- Applies the changed plays to their sessions.
INSERT INTO session_changes (project_id, session_id, plays, completions, watch_ms, {definitions: #_views})
SELECT
    project_id, session_id, sum(sign), coalesce(sum(sign) FILTER (WHERE completion >= 0.99), 0), sum(sign * watch_ms),
    {definitions: coalesce(sum(sign) FILTER (WHERE is_#), 0)}
FROM play_changes
WHERE session_id IS NOT NULL AND NOT reclassified
GROUP BY project_id, session_id
