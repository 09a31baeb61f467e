-- Whether a creator is known: an event names it, or the catalogue assigns a content to it.
-- $1 project, $2 creator
SELECT
    EXISTS (SELECT FROM creator_totals WHERE project_id = $1 AND creator_id = $2)
    OR EXISTS (SELECT FROM contents WHERE project_id = $1 AND creator_id = $2)
