-- A workspace to which nobody else connects accounts until the end of the transaction; no row if there is none of that id.
SELECT workspace_id FROM social_workspaces WHERE project_id = :project AND workspace_id = :workspace FOR NO KEY UPDATE
