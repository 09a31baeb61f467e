-- Profiles of viewers without the existing raw events: from older events and declarations. {which}: of which viewers.
INSERT INTO pg_temp.viewers (
    project_id, viewer_id, age_group, gender, is_bot, declared_age_group, declared_gender, declared_bot,
    sent_age_group, age_group_at, age_group_event, sent_gender, gender_at, gender_event)
SELECT
    project_id, viewer_id, coalesce(declared.age_group, aged.sent_age_group),
    coalesce(declared.gender, gendered.sent_gender), coalesce(person.is_bot, is_suspect(viewer_id)),
    declared.age_group, declared.gender, person.is_bot, aged.sent_age_group, aged.age_group_at, aged.age_group_event,
    gendered.sent_gender, gendered.gender_at, gendered.gender_event
FROM {schema}.viewers AS known
    JOIN expired_until USING (project_id)
    LEFT JOIN pg_temp.viewer_profiles AS declared USING (project_id, viewer_id)
    LEFT JOIN (SELECT project_id AS in_project, viewer_id AS id, is_bot FROM pg_temp.viewer_profiles) AS person
        ON in_project = project_id AND id = person_of(viewer_id)
    LEFT JOIN LATERAL (
        SELECT known.sent_age_group, known.age_group_at, known.age_group_event WHERE known.age_group_at < moment
    ) AS aged ON true
    LEFT JOIN LATERAL (
        SELECT known.sent_gender, known.gender_at, known.gender_event WHERE known.gender_at < moment
    ) AS gendered ON true
WHERE {which}
    AND (is_suspect(viewer_id) OR aged.age_group_at IS NOT NULL OR gendered.gender_at IS NOT NULL)
