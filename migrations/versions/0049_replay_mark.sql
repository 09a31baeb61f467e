-- One row, which names the transaction that wrote it. pg_dump copies the name, and another transaction writes the copy: so a
-- restored backup is known, in which erased viewers may be back, until their erasures are done again. Without a key, because tools
-- that write tables anew, such as pg_repack, leave those without one alone.
CREATE TABLE replay_mark (written_in xid NOT NULL);
INSERT INTO replay_mark (written_in) VALUES (pg_current_xact_id()::xid);
