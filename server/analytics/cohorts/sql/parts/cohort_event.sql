-- A row of an event: whose it is, when it was, where it stands among events of the same moment, and what it is.
hashtextextended(events.viewer_id, 0) AS viewer, events.occurred_at,
        event_key(events.id, events.client_id) COLLATE "C" AS key, {steps} AS steps
