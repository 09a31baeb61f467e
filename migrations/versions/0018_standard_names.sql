-- The table and the kind of subject get the names that the rest of the product uses. Functions follow a renamed table.
ALTER TABLE digested_days RENAME TO summarized_days;
ALTER INDEX digested_days_pkey RENAME TO summarized_days_pkey;

ALTER TABLE changed_subjects DROP CONSTRAINT changed_subjects_kind_check;
UPDATE changed_subjects SET kind = 'rankings' WHERE kind = 'standings';
ALTER TABLE changed_subjects
    ADD CONSTRAINT changed_subjects_kind_check CHECK (kind IN ('content', 'creator', 'platform', 'rankings', 'catalogue'));
