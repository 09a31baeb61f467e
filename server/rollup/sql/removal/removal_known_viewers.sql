-- Profiles of the viewers of the affected events and of those that suspicious events name, for the twins; {which}: of which
-- of them.
INSERT INTO pg_temp.viewers
SELECT known.*
FROM {schema}.viewers AS known
    JOIN (
        SELECT project_id, viewer_id FROM removal_concerned
        UNION
        SELECT project_id, person_of(viewer_id) FROM removal_concerned
    ) AS present USING (project_id, viewer_id)
WHERE {which};

INSERT INTO pg_temp.self_viewers (project_id, viewer_id, content_id)
SELECT project_id, viewer_id, content_id
FROM {schema}.self_viewers AS known
    JOIN (SELECT DISTINCT project_id, viewer_id FROM removal_concerned) AS present USING (project_id, viewer_id)
WHERE {which};
