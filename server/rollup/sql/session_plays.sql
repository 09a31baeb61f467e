-- What the changed plays mean for the sessions they belong to.
INSERT INTO session_changes (project_id, session_id, plays, completions, watch_ms)
SELECT
    project_id, session_id, sum(sign), coalesce(sum(sign) FILTER (WHERE completion >= 0.99), 0), sum(sign * watch_ms)
FROM play_changes
WHERE session_id IS NOT NULL
GROUP BY project_id, session_id
