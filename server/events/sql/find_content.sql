-- One content: its catalogue entry, or, if the catalogue does not have it, what its events tell.
SELECT asked.content_id, {include: catalogue_entry}
FROM (VALUES (:project::integer, :content::text)) AS asked (project_id, content_id)
LEFT JOIN contents AS catalogue USING (project_id, content_id)
LEFT JOIN content_states AS states USING (project_id, content_id)
WHERE catalogue.content_id IS NOT NULL OR states.content_id IS NOT NULL
