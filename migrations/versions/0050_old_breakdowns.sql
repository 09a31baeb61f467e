-- Breakdowns of the days before breakdowns_since are added up to one row of each value, as day 1900-01-01.
ALTER TABLE rollup_state
    ADD breakdowns_since timestamptz NOT NULL DEFAULT '-infinity' CHECK (breakdowns_since <= days_since);
