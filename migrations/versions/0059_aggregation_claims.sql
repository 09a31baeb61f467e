-- An aggregation has its workspace by a claim, not by a lock, behind which requests would wait.
ALTER TABLE social_workspaces
    ADD taken_by uuid,                   -- the aggregation that has it
    ADD taken_until timestamptz,         -- until when, unless its worker says so again
    ADD wanted_at timestamptz,           -- when a person last wanted that days are written again; null: that was done
    ADD wanted_accounts text[],          -- of which accounts; null: of all
    ADD wanted_since date;
