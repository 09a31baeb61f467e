-- Makes a workspace due at once, and some of its accounts written again from a day on, or as far as their series are kept. The
-- workspace is locked first, as aggregations do.
WITH asked AS (
    UPDATE social_workspaces SET day_due_at = now()
    WHERE project_id = :project AND workspace_id = :workspace
    RETURNING {include: social_workspace}
), wanted AS (
    UPDATE social_accounts
    SET folded_on = CASE WHEN :since::date IS NOT NULL AND folded_on IS NOT NULL THEN least(folded_on, :since::date) END
    WHERE project_id = :project AND workspace_id IN (SELECT workspace_id FROM asked)
        AND (:accounts::text[] IS NULL OR account_id = ANY (:accounts::text[]))
)
SELECT {include: social_workspace} FROM asked
