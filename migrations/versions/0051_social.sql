-- Social networks: who collects what, and what was collected.

-- A customer, a brand or a team whose accounts are watched together.
CREATE TABLE social_workspaces (
    project_id   integer NOT NULL,
    workspace_id text NOT NULL,
    name         text NOT NULL,
    timezone     text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, workspace_id)
);

-- An account of a workspace. Its id is that of its network and the one it has there, so a project has it once.
CREATE TABLE social_accounts (
    project_id   integer NOT NULL,
    account_id   text NOT NULL,
    workspace_id text NOT NULL,
    network      text NOT NULL,
    external_id  text NOT NULL,
    handle       text NOT NULL,
    state        text NOT NULL CHECK (state IN ('connected', 'needs_reconnect', 'paused', 'billing_stop')),
    reason       text,                   -- why it is in that state; null while it is connected
    since        timestamptz NOT NULL,   -- since when it is in that state
    due_at       timestamptz NOT NULL,   -- when it is collected next
    wanted_at    timestamptz,            -- when a person asked for that collection: then all posts are read
    taken_until  timestamptz,            -- until when a worker has it, unless the worker says so again
    taken_by     uuid,                   -- the collection that has it
    started_at   timestamptz,            -- of the last collection
    collected_at timestamptz,            -- when the last complete collection ended
    outcome      text,                   -- of the last collection: done, or the code of a failure
    detail       text,                   -- what the failure says
    calls        integer,                -- requests of the last collection
    PRIMARY KEY (project_id, account_id)
);
CREATE INDEX social_accounts_of_workspace ON social_accounts (project_id, workspace_id, account_id);
CREATE INDEX social_accounts_due ON social_accounts (due_at) WHERE state = 'connected';

-- What opens an account at its network, encrypted under VIEWPULSE_SOCIAL_KEYS. The reader of a project may not read it.
CREATE TABLE social_tokens (
    project_id integer NOT NULL,
    account_id text NOT NULL,
    token      bytea NOT NULL,
    key_mark   text NOT NULL,            -- of the key that encrypted it, for the rotation
    expires_at timestamptz,
    renewed_at timestamptz NOT NULL,
    PRIMARY KEY (project_id, account_id)
);

CREATE TABLE social_posts (
    project_id   integer NOT NULL,
    account_id   text NOT NULL,
    post_id      text NOT NULL,          -- at the network
    kind         text NOT NULL CHECK (kind IN ('post', 'story', 'reel')),
    form         text NOT NULL,          -- what the network calls its kind
    title        text NOT NULL,
    url          text NOT NULL,
    published_at timestamptz NOT NULL,
    found_at     timestamptz NOT NULL,
    collected_at timestamptz,            -- when its numbers were last read
    gone_at      timestamptz,            -- since when the network no longer has it
    PRIMARY KEY (project_id, account_id, post_id)
);
CREATE INDEX social_posts_by_time ON social_posts (project_id, account_id, published_at, post_id);

-- The numbers as series. A number of a moment has a row for each change: it was so from `at` until `collected_at` at least.
CREATE TABLE social_values (
    project_id   integer NOT NULL,
    account_id   text NOT NULL,
    post_id      text NOT NULL,          -- empty: of the account itself
    metric       text NOT NULL,
    grain        text NOT NULL CHECK (grain IN ('moment', 'day')),
    at           timestamptz NOT NULL,   -- when it was first collected so; of a day its beginning, by the network's clock
    value        double precision,       -- null: there is none, and the reason says why
    provenance   text NOT NULL CHECK (provenance IN ('measured', 'estimated', 'unavailable')),
    reason       text,
    source       text NOT NULL,          -- what the network calls the metric; empty: it has none
    api_version  text NOT NULL,
    collected_at timestamptz NOT NULL,   -- when it was last collected so
    PRIMARY KEY (project_id, account_id, post_id, metric, grain, at),
    CHECK ((value IS NULL) = (provenance = 'unavailable'))
);

-- The newest row of each series: for days, of the newest day with a value.
CREATE TABLE social_latest (
    project_id   integer NOT NULL,
    account_id   text NOT NULL,
    post_id      text NOT NULL,
    metric       text NOT NULL,
    grain        text NOT NULL,
    at           timestamptz NOT NULL,
    value        double precision,
    provenance   text NOT NULL,
    reason       text,
    source       text NOT NULL,
    api_version  text NOT NULL,
    collected_at timestamptz NOT NULL,
    PRIMARY KEY (project_id, account_id, post_id, metric)
);

-- What the networks answered, without tokens, so that numbers can be computed again. Kept for VIEWPULSE_SOCIAL_ANSWERS_DAYS.
CREATE TABLE social_answers (
    project_id integer NOT NULL,
    account_id text NOT NULL,
    answer_id  bigint GENERATED ALWAYS AS IDENTITY,
    at         timestamptz NOT NULL,
    request    text NOT NULL,
    status     integer NOT NULL,
    body       bytea NOT NULL,           -- compressed by zstd
    PRIMARY KEY (project_id, account_id, answer_id)
);
CREATE INDEX social_answers_at ON social_answers (at);

-- What a collection changed, until the aggregator's next run gives it a revision; apart from changed_subjects, since an aggregator of
-- an older version takes everything that is there.
CREATE TABLE social_changes (
    project_id integer NOT NULL,
    note_id    bigint GENERATED ALWAYS AS IDENTITY,
    kind       text NOT NULL CHECK (kind IN ('social_account', 'social_workspace')),
    id         text NOT NULL,
    PRIMARY KEY (project_id, note_id)
);
