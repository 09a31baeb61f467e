-- Declares age group and gender of viewers, in the order of :viewers; null withdraws a declaration, except for those whose
-- declaration is kept (:with_their_age, :with_their_gender). The aggregator processes those that changed in its next run.
--
-- Returns false, and declares nothing, if there are more tombstones than the :erasures that the viewers were checked against: one
-- of them may be erased since.
--
-- DO UPDATE, not DO NOTHING, on changed_profiles: it locks the row until this profile is committed, so that a run that claims
-- the row reads this profile.
WITH {include: erasures_known}, declared AS (
    INSERT INTO viewer_profiles AS known (project_id, viewer_id, age_group, gender)
    SELECT :project, viewer_id, age_group, gender
    FROM unnest(:viewers::text[], :age_groups::text[], :genders::text[]) AS input (viewer_id, age_group, gender)
        CROSS JOIN erasures_known
    WHERE are_all
    ORDER BY viewer_id
    ON CONFLICT (project_id, viewer_id) DO UPDATE SET
        age_group = CASE
            WHEN excluded.viewer_id = ANY (:with_their_age::text[]) THEN known.age_group ELSE excluded.age_group
        END,
        gender = CASE
            WHEN excluded.viewer_id = ANY (:with_their_gender::text[]) THEN known.gender ELSE excluded.gender
        END,
        updated_at = excluded.updated_at
    WHERE excluded.age_group IS DISTINCT FROM known.age_group AND excluded.viewer_id <> ALL (:with_their_age::text[])
        OR excluded.gender IS DISTINCT FROM known.gender AND excluded.viewer_id <> ALL (:with_their_gender::text[])
    RETURNING viewer_id
), noted AS (
    INSERT INTO changed_profiles AS changed (project_id, viewer_id)
    SELECT :project, viewer_id FROM declared ORDER BY viewer_id
    ON CONFLICT (project_id, viewer_id) DO UPDATE SET viewer_id = changed.viewer_id
)
SELECT are_all FROM erasures_known
