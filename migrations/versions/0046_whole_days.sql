-- Counters by quarter-hour before this time are added up to whole days (UTC): each day has one row, at its midnight.
ALTER TABLE rollup_state
    ADD quarters_since timestamptz NOT NULL DEFAULT '-infinity' CHECK (quarters_since <= raw_since);
