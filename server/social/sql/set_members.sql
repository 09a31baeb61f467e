-- Makes some users the members of a workspace, and nobody else.
WITH gone AS (
    DELETE FROM social_members
    WHERE project_id = :project AND workspace_id = :workspace AND user_id <> ALL (:users::text[])
)
INSERT INTO social_members (project_id, workspace_id, user_id)
SELECT DISTINCT :project, :workspace, user_id FROM unnest(:users::text[]) AS named (user_id)
ON CONFLICT DO NOTHING
