-- Contents whose events count for another creator than the owner: the aggregator's next run looks at them.
INSERT INTO owner_changes (project_id, content_id)
SELECT project_id, content_id
FROM content_owners AS owned
    JOIN content_states AS state USING (project_id, content_id)
    LEFT JOIN contents AS catalogue USING (project_id, content_id)
WHERE owned.creator_id IS DISTINCT FROM coalesce(catalogue.creator_id, nullif(state.owner_id, ''))
