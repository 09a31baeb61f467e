-- Expires the closed days of some projects: from now on their raw events are ignored, and their daily summaries are final.
UPDATE rollup_state SET raw_since = accepts_since WHERE project_id = ANY (:projects::integer[])
