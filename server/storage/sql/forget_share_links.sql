-- Deletes the links of a project that ended or were revoked a while ago.
DELETE FROM share_links
WHERE project_id = :project AND least(expires_at, coalesce(revoked_at, 'infinity')) < now() - :kept::interval
