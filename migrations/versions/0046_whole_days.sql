-- Counters by quarter-hour before quarters_since are added up to whole days (UTC): each day has one row, at its midnight. Those of days
-- before days_since are added up to one row, at the beginning of 1900, for sums over all time.
ALTER TABLE rollup_state
    ADD quarters_since timestamptz NOT NULL DEFAULT '-infinity' CHECK (quarters_since <= raw_since),
    ADD days_since     timestamptz NOT NULL DEFAULT '-infinity' CHECK (days_since <= quarters_since);
