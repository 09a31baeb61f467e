-- Profiles of viewers: as declared, else according to their events. The viewer that stands for suspicious events is a bot,
-- unless the viewer that they name was declared not to be one; its age group and gender are those of its own events.
-- reclassified lists the viewers that became bots or no longer are, profile_changes those whose age group or gender changed.
WITH suspects AS (
    SELECT DISTINCT project_id, viewer_id FROM claimed_events WHERE is_suspect(viewer_id)
), profiled AS (
    SELECT project_id, viewer_id FROM claimed_profiles
    UNION ALL
    SELECT project_id, known.viewer_id
    FROM claimed_profiles AS claimed, LATERAL (
        SELECT viewer_id FROM viewers
        WHERE viewers.project_id = claimed.project_id AND viewers.viewer_id = 'b' || claimed.viewer_id
        LIMIT 1
    ) AS known
), aged AS (
    SELECT DISTINCT ON (project_id, viewer_id)
        project_id, viewer_id, age_group AS sent_age_group, occurred_at AS age_group_at, event_key AS age_group_event
    FROM claimed_events
    WHERE viewer_id IS NOT NULL AND age_group IS NOT NULL
    ORDER BY project_id, viewer_id, occurred_at DESC, event_key DESC
), gendered AS (
    SELECT DISTINCT ON (project_id, viewer_id)
        project_id, viewer_id, gender AS sent_gender, occurred_at AS gender_at, event_key AS gender_event
    FROM claimed_events
    WHERE viewer_id IS NOT NULL AND gender IS NOT NULL
    ORDER BY project_id, viewer_id, occurred_at DESC, event_key DESC
), incoming AS MATERIALIZED (
    SELECT *
    FROM suspects
        FULL JOIN aged USING (project_id, viewer_id)
        FULL JOIN gendered USING (project_id, viewer_id)
        FULL JOIN profiled USING (project_id, viewer_id)
), compared AS (
    SELECT
        project_id, viewer_id, coalesce(known.is_bot, is_suspect(viewer_id)) AS was_bot,
        known.age_group AS was_age_group, known.gender AS was_gender,
        declared.age_group AS declared_age_group, declared.gender AS declared_gender, declared.is_bot AS declared_bot,
        known.sent_age_group, known.age_group_at, known.age_group_event,
        known.sent_gender, known.gender_at, known.gender_event,
        is_later(incoming.age_group_at, incoming.age_group_event, known.age_group_at, known.age_group_event) AS new_age,
        is_later(incoming.gender_at, incoming.gender_event, known.gender_at, known.gender_event) AS new_gender
    FROM incoming
        LEFT JOIN LATERAL (
            SELECT * FROM viewers
            WHERE viewers.project_id = incoming.project_id AND viewers.viewer_id = incoming.viewer_id
            LIMIT 1
        ) AS known USING (project_id, viewer_id)
        LEFT JOIN (SELECT project_id AS in_project, viewer_id AS person FROM claimed_profiles) AS claimed
            ON in_project = project_id AND person = person_of(viewer_id)
        LEFT JOIN LATERAL (
            SELECT age_group, gender, is_bot FROM viewer_profiles
            WHERE viewer_profiles.project_id = in_project AND viewer_profiles.viewer_id = person
            LIMIT 1
        ) AS profile ON true
        LEFT JOIN LATERAL (
            SELECT declared_age_group AS age_group, declared_gender AS gender, declared_bot AS is_bot FROM viewers
            WHERE viewers.project_id = incoming.project_id AND viewers.viewer_id = person_of(incoming.viewer_id)
                AND person IS NULL
            LIMIT 1
        ) AS taken_in ON true
        CROSS JOIN LATERAL (
            SELECT
                CASE WHEN NOT is_suspect(incoming.viewer_id) THEN coalesce(profile.age_group, taken_in.age_group) END
                    AS age_group,
                CASE WHEN NOT is_suspect(incoming.viewer_id) THEN coalesce(profile.gender, taken_in.gender) END AS gender,
                coalesce(profile.is_bot, taken_in.is_bot) AS is_bot
        ) AS declared
), merged AS (
    SELECT
        project_id, viewer_id, was_bot, was_age_group, was_gender, declared_age_group, declared_gender, declared_bot,
        CASE WHEN new_age THEN incoming.sent_age_group ELSE compared.sent_age_group END AS sent_age_group,
        CASE WHEN new_age THEN incoming.age_group_at ELSE compared.age_group_at END AS age_group_at,
        CASE WHEN new_age THEN incoming.age_group_event ELSE compared.age_group_event END AS age_group_event,
        CASE WHEN new_gender THEN incoming.sent_gender ELSE compared.sent_gender END AS sent_gender,
        CASE WHEN new_gender THEN incoming.gender_at ELSE compared.gender_at END AS gender_at,
        CASE WHEN new_gender THEN incoming.gender_event ELSE compared.gender_event END AS gender_event
    FROM compared JOIN incoming USING (project_id, viewer_id)
), in_force AS MATERIALIZED (
    SELECT
        project_id, viewer_id, coalesce(declared_age_group, sent_age_group) AS age_group,
        coalesce(declared_gender, sent_gender) AS gender, coalesce(declared_bot, is_suspect(viewer_id)) AS is_bot,
        declared_age_group, declared_gender, declared_bot,
        sent_age_group, age_group_at, age_group_event, sent_gender, gender_at, gender_event,
        was_bot, was_age_group, was_gender
    FROM merged
), kept AS (
    INSERT INTO viewers (
        project_id, viewer_id, age_group, gender, is_bot, declared_age_group, declared_gender, declared_bot,
        sent_age_group, age_group_at, age_group_event, sent_gender, gender_at, gender_event)
    SELECT
        project_id, viewer_id, age_group, gender, is_bot, declared_age_group, declared_gender, declared_bot,
        sent_age_group, age_group_at, age_group_event, sent_gender, gender_at, gender_event
    FROM in_force
    ORDER BY project_id, viewer_id
    ON CONFLICT (project_id, viewer_id) DO UPDATE SET
        age_group = excluded.age_group,
        gender = excluded.gender,
        is_bot = excluded.is_bot,
        declared_age_group = excluded.declared_age_group,
        declared_gender = excluded.declared_gender,
        declared_bot = excluded.declared_bot,
        sent_age_group = excluded.sent_age_group,
        age_group_at = excluded.age_group_at,
        age_group_event = excluded.age_group_event,
        sent_gender = excluded.sent_gender,
        gender_at = excluded.gender_at,
        gender_event = excluded.gender_event
), changed AS (
    INSERT INTO reclassified_viewers (project_id, viewer_id, was_bot, is_bot)
    SELECT project_id, viewer_id, was_bot, is_bot FROM in_force WHERE was_bot <> is_bot
)
INSERT INTO profile_changes (project_id, viewer_id)
SELECT project_id, viewer_id FROM in_force
WHERE (was_age_group, was_gender) IS DISTINCT FROM (age_group, gender)
