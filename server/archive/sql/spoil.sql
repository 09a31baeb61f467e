-- Some days are written again.
INSERT INTO archive_stale (project_id, day)
SELECT * FROM unnest(:projects::integer[], :days::date[]) ORDER BY 1, 2
ON CONFLICT (project_id, day) DO NOTHING
