-- What answers show of an account, or of a workspace itself, gets a new stamp whenever it changes: a cached answer is good for the
-- stamps that it was read with. Null: nothing changed since there are stamps.
ALTER TABLE social_workspaces ADD stamp uuid;
ALTER TABLE social_accounts ADD stamp uuid;
