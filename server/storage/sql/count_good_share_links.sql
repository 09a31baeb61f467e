-- How many links of a project open something.
SELECT count(*) FROM share_links WHERE project_id = :project AND revoked_at IS NULL AND expires_at > now()
