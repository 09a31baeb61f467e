-- Contents are kept by the creator who is named first, and sessions are bounded.
--
-- Both follow from the raw events, which 0010 has announced to be folded anew.

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

-- A session reaches from its last event back to the first on the same day (UTC) or the day before. So an event that a
-- wrong clock dates years back does not stretch it, and the order of arrival does not matter.
ALTER TABLE sessions
    ADD day_first_at timestamptz NOT NULL,     -- the first event on the day of the last
    ADD oldest_event_at timestamptz NOT NULL;  -- the first of all
ALTER TABLE session_spans ADD day_first_at timestamptz NOT NULL;

-- A moment, when it lies on the day (UTC) of a session's last event or at most so many days before.
CREATE FUNCTION within_days(days integer, moment timestamptz, last_event_at timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN date_bin('1 day', last_event_at, '1970-01-01 00:00:00+00') - date_bin('1 day', moment, '1970-01-01 00:00:00+00')
            <= days * interval '1 day'
        THEN moment
    END;

-- A session's first event, from what is kept of it, when its last event is that one.
CREATE FUNCTION begin_within(first_event_at timestamptz, day_first_at timestamptz, last_event_at timestamptz)
    RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN least(within_days(1, first_event_at, last_event_at), within_days(1, day_first_at, last_event_at));
