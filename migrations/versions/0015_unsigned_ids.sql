-- Which ids a project takes from requests without a token: any; none with what changes a state; none at all.
ALTER TABLE projects
    ADD COLUMN unsigned_ids text NOT NULL DEFAULT 'any' CHECK (unsigned_ids IN ('any', 'stateless', 'none'));
