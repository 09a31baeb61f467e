-- The guests that an erased user was before it signed in have tombstones, too. They are parts of the erasure of the user: part_of is
-- its number, and null for an erasure that was requested itself.
--
-- Rows that stay, since they count in expired days, get other ids, which are made with alias_key until the erasure is finished: one
-- that is interrupted continues with the same ids.
ALTER TABLE erasures
    ADD part_of   bigint,
    ADD alias_key bytea;
