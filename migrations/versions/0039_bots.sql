-- The bots of a project, which questions that read many events read once, and which are few.
CREATE INDEX viewers_bots ON viewers (project_id, viewer_id) WHERE is_bot;
