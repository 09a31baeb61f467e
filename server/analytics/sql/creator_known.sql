-- Whether anything is known of a creator: an event that names it, or a content that the catalogue gives it.
-- $1 project, $2 creator
SELECT
    EXISTS (SELECT FROM creator_totals WHERE project_id = $1 AND creator_id = $2)
    OR EXISTS (SELECT FROM contents WHERE project_id = $1 AND creator_id = $2)
