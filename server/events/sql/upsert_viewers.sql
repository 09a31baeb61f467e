-- Declares age group and gender of viewers, in the order of :viewers; null withdraws a declaration, unless it is to be kept
-- (:keep_age_groups, :keep_genders). Returns the viewers that changed, which the aggregator processes in its next run.
--
-- DO UPDATE, not DO NOTHING, on changed_profiles: it locks the row until this profile is committed, so that a run that claims
-- the row reads this profile.
WITH input AS (
    SELECT *
    FROM unnest(:viewers::text[], :age_groups::text[], :genders::text[], :keep_age_groups::boolean[], :keep_genders::boolean[])
        AS input (viewer_id, age_group, gender, keeps_age_group, keeps_gender)
), declared AS (
    INSERT INTO viewer_profiles AS known (project_id, viewer_id, age_group, gender)
    SELECT :project, viewer_id, age_group, gender FROM input ORDER BY viewer_id
    ON CONFLICT (project_id, viewer_id) DO UPDATE SET
        (age_group, gender) = (
            SELECT
                CASE WHEN keeps_age_group THEN known.age_group ELSE input.age_group END,
                CASE WHEN keeps_gender THEN known.gender ELSE input.gender END
            FROM input WHERE input.viewer_id = excluded.viewer_id
        ),
        updated_at = excluded.updated_at
    WHERE EXISTS (
        SELECT FROM input
        WHERE input.viewer_id = excluded.viewer_id
            AND (NOT keeps_age_group AND input.age_group IS DISTINCT FROM known.age_group
                OR NOT keeps_gender AND input.gender IS DISTINCT FROM known.gender)
    )
    RETURNING viewer_id
)
INSERT INTO changed_profiles AS changed (project_id, viewer_id)
SELECT :project, viewer_id FROM declared ORDER BY viewer_id
ON CONFLICT (project_id, viewer_id) DO UPDATE SET viewer_id = changed.viewer_id
RETURNING viewer_id
