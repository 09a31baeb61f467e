-- When numbers of posts were read: rows of social_values span times in which nothing was read.
CREATE TABLE social_reads (
    project_id integer NOT NULL,
    account_id text NOT NULL,
    at         timestamptz NOT NULL,     -- when numbers of some posts of the account were stored
    PRIMARY KEY (project_id, account_id, at)
);
INSERT INTO social_reads (project_id, account_id, at)
SELECT project_id, account_id, at FROM social_values WHERE post_id <> '' AND grain = 'moment'
UNION
SELECT project_id, account_id, collected_at FROM social_values WHERE post_id <> '' AND grain = 'moment';
