-- Some days are written again.
INSERT INTO archive_stale (project_id, day)
SELECT * FROM unnest(:projects::integer[], :days::date[])
ON CONFLICT (project_id, day) DO NOTHING
