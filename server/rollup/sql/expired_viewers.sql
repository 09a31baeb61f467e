-- What is known of viewers without the raw events that are still there: what they said before those, and what was declared.
-- When somebody was accused of being a bot is not kept, so that stays. {which}: of which viewers.
INSERT INTO pg_temp.viewers (
    project_id, viewer_id, age_group, gender, is_bot, bot_reason,
    sent_age_group, age_group_at, age_group_event, sent_gender, gender_at, gender_event)
SELECT
    project_id, viewer_id, coalesce(declared.age_group, aged.sent_age_group),
    coalesce(declared.gender, gendered.sent_gender), coalesce(declared.is_bot, known.bot_reason IS NOT NULL),
    known.bot_reason, aged.sent_age_group, aged.age_group_at, aged.age_group_event,
    gendered.sent_gender, gendered.gender_at, gendered.gender_event
FROM {schema}.viewers AS known
    JOIN expired_until USING (project_id)
    LEFT JOIN pg_temp.viewer_profiles AS declared USING (project_id, viewer_id)
    LEFT JOIN LATERAL (
        SELECT known.sent_age_group, known.age_group_at, known.age_group_event WHERE known.age_group_at < moment
    ) AS aged ON true
    LEFT JOIN LATERAL (
        SELECT known.sent_gender, known.gender_at, known.gender_event WHERE known.gender_at < moment
    ) AS gendered ON true
WHERE {which}
    AND (known.bot_reason IS NOT NULL OR aged.age_group_at IS NOT NULL OR gendered.gender_at IS NOT NULL)
