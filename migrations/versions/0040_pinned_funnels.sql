-- Funnels that admins pinned to the dashboard of a project.
CREATE TABLE pinned_funnels (
    project_id integer NOT NULL,
    name       text NOT NULL,
    question   jsonb NOT NULL,  -- its order, window, steps and exclusions, and the names of the steps
    pinned_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, name)
);
