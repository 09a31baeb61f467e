-- Contents are kept by the creator who is named first, and sessions are bounded.
--
-- Both follow from the raw events. What is left of these is taken here, so that nobody loses a content with the upgrade;
-- `viewpulse rebuild` moves the sessions of earlier versions that lasted longer than two days to where they belong.

-- Whose a content is, by its events: of the creator that the first one to arrive names. Arrival is by the server's clock, so
-- nobody comes first by dating an event back.
ALTER TABLE content_states ALTER owner_id DROP EXPRESSION;  -- '': several at once, which is no creator's id
ALTER TABLE content_states
    ADD owner_at timestamptz,
    DROP creator_least,
    DROP creator_most;

-- The creator that both of two claims name; '' when they differ.
CREATE FUNCTION only_one(creator_id text, other_id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN creator_id = other_id THEN creator_id WHEN creator_id IS NOT NULL THEN '' END;

UPDATE content_states AS states
SET owner_id = first.owner_id, owner_at = first.owner_at
FROM (
    SELECT project_id, content_id, received_at AS owner_at, only_one(min(creator_id), max(creator_id)) AS owner_id
    FROM (
        SELECT
            project_id, content_id, creator_id, received_at,
            min(received_at) OVER (PARTITION BY project_id, content_id) AS first_at
        FROM events
        WHERE content_id IS NOT NULL AND creator_id IS NOT NULL
    ) AS naming
    WHERE received_at = first_at
    GROUP BY project_id, content_id, received_at
) AS first
WHERE states.project_id = first.project_id AND states.content_id = first.content_id;

-- A session reaches from its last event back to the first on the same day (UTC) or the day before. So an event that a
-- wrong clock dates years back does not stretch it, and the order of arrival does not matter.
ALTER TABLE sessions ADD day_first_at timestamptz;          -- the first event on the day of the last
ALTER TABLE creator_sessions ADD day_first_at timestamptz;

-- A moment, when it lies on the day (UTC) of a session's last event or at most so many days before.
CREATE FUNCTION within_days(days integer, moment timestamptz, last_event_at timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN date_bin('1 day', last_event_at, '1970-01-01 00:00:00+00') - date_bin('1 day', moment, '1970-01-01 00:00:00+00')
            <= days * interval '1 day'
        THEN moment
    END;

UPDATE sessions SET day_first_at = coalesce(within_days(0, first_event_at, last_event_at), last_event_at);
UPDATE creator_sessions SET day_first_at = coalesce(within_days(0, first_event_at, last_event_at), last_event_at);
