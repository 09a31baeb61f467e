-- The guests that an erased user was before it signed in have tombstones, too. They are part of the erasure of the user.
-- Rows that stay, since they count in expired days, get other ids; an erasure that is interrupted continues with the same ones.
ALTER TABLE erasures
    ADD part_of   bigint,  -- number of the erasure that this one is a part of; null: it was requested itself
    ADD alias_key bytea;   -- what these other ids are made with, until the erasure is finished
