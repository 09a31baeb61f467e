-- Expires the closed days of the projects $1: from now on their raw events are ignored, and their daily summaries are final.
UPDATE rollup_state SET raw_since = accepts_since WHERE project_id = ANY ($1::integer[])
