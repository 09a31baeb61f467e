-- Metrics that a project defines for itself: formulas over those that all networks share.
CREATE TABLE social_formulas (
    project_id integer NOT NULL,
    name       text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('account', 'post')),  -- whose numbers it is computed from
    formula    text NOT NULL,
    title      text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (project_id, name)
);
