-- Whether a creator is known: an event names it, the catalogue assigns a content to it, or it has a profile (a name or a picture).
SELECT
    EXISTS (SELECT 1 FROM creator_totals WHERE project_id = :project AND creator_id = :creator)
    OR EXISTS (SELECT 1 FROM contents WHERE project_id = :project AND creator_id = :creator)
    OR EXISTS (
        SELECT 1 FROM creator_profiles
        WHERE project_id = :project AND creator_id = :creator AND coalesce(name, picture) IS NOT NULL
    )
