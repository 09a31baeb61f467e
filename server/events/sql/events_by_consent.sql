-- The events of a group as they may be stored, for a group with events of projects that require consent. Each row has what
-- decides about it (server/events/consent.py); viewer_id is null for projects that require nothing.
--
-- What an event says and what its viewer's last entry says must both agree; if only one of them is known, that one decides. The
-- statement's own snapshot has every entry that was answered before the event was sent, whatever process took it.
--
-- The limit makes PostgreSQL look up each viewer by its key.
SELECT {stored}, is_strict AND NOT is_named AS lacks_consent
FROM (
    SELECT
        sent.*,
        sent.viewer_id IS NULL OR coalesce(says_analytics AND agreed.analytics, says_analytics, agreed.analytics, false) AS is_named,
        sent.viewer_id IS NULL OR coalesce(says_precise AND agreed.precise, says_precise, agreed.precise, false) AS is_precise
    FROM unnest(:events::{asked}[]) AS sent
    LEFT JOIN LATERAL (
        SELECT 'analytics' = ANY (entry.purposes) AS analytics, 'precise_location' = ANY (entry.purposes) AS precise
        FROM consent_entries AS entry
        WHERE entry.project_id = sent.project_id AND entry.viewer_id = sent.viewer_id
        ORDER BY entry.number DESC
        LIMIT 1
    ) AS agreed ON true
) AS decided
