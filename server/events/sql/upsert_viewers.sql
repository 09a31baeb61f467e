-- Declares age group and gender of viewers; what is null keeps its value. Returns those that changed, which the aggregator
-- takes up in its next run.
-- Parameters: project, viewers, age groups, genders, in the order of viewers.
--
-- DO UPDATE, not DO NOTHING, on changed_profiles: it holds the row until this profile is committed, so that a run that
-- claims the row reads this profile.
WITH declared AS (
    INSERT INTO viewer_profiles AS known (project_id, viewer_id, age_group, gender)
    SELECT $1, viewer_id, age_group, gender
    FROM unnest($2::text[], $3::text[], $4::text[]) AS input (viewer_id, age_group, gender)
    ORDER BY viewer_id
    ON CONFLICT (project_id, viewer_id) DO UPDATE SET
        age_group = coalesce(excluded.age_group, known.age_group),
        gender = coalesce(excluded.gender, known.gender),
        updated_at = excluded.updated_at
    WHERE coalesce(excluded.age_group, known.age_group) IS DISTINCT FROM known.age_group
        OR coalesce(excluded.gender, known.gender) IS DISTINCT FROM known.gender
    RETURNING viewer_id
)
INSERT INTO changed_profiles AS changed (project_id, viewer_id)
SELECT $1, viewer_id FROM declared ORDER BY viewer_id
ON CONFLICT (project_id, viewer_id) DO UPDATE SET viewer_id = changed.viewer_id
RETURNING viewer_id
