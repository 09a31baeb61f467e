-- The days that have a daily summary get the name that the rest of the product uses. Functions follow a renamed table.
ALTER TABLE digested_days RENAME TO summarized_days;
ALTER INDEX digested_days_pkey RENAME TO summarized_days_pkey;
