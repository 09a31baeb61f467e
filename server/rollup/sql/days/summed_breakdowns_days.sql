-- Notes that the breakdowns of some contents of :project are added up to :beginning.
INSERT INTO summarized_days (project_id, content_id, day)
SELECT :project, content_id, :beginning::date FROM unnest(:contents::text[]) AS content_id ORDER BY content_id
ON CONFLICT DO NOTHING
