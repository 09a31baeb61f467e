-- Who sees a workspace, besides the admins of the project.
CREATE TABLE social_members (
    project_id   integer NOT NULL,
    workspace_id text NOT NULL,
    user_id      text NOT NULL,
    PRIMARY KEY (project_id, workspace_id, user_id)
);
CREATE INDEX social_members_of_user ON social_members (project_id, user_id, workspace_id);

-- The last collections of each account, also the one that is under way.
CREATE TABLE social_collections (
    project_id integer NOT NULL,
    account_id text NOT NULL,
    started_at timestamptz NOT NULL,
    collection uuid NOT NULL,
    ended_at   timestamptz,              -- null: it is under way
    outcome    text,                     -- done, the code of a failure, or abandoned: its worker gave no sign of life
    detail     text,                     -- what the failure says
    calls      integer NOT NULL,         -- requests to the network so far
    posts      integer NOT NULL,         -- posts whose numbers were read so far
    posts_due  integer,                  -- posts whose numbers it reads; null before it knows them
    PRIMARY KEY (project_id, account_id, started_at)
);

-- An account may be disconnected, with its numbers kept.
-- squawk-ignore ban-drop-constraint
ALTER TABLE social_accounts DROP CONSTRAINT social_accounts_state_check;
ALTER TABLE social_accounts
    ADD CONSTRAINT social_accounts_state_check
    CHECK (state IN ('connected', 'needs_reconnect', 'paused', 'billing_stop', 'disconnected'))
    NOT VALID;
