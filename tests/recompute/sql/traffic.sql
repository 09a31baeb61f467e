-- Whose numbers count by default. Class 1: of a bot, as an admin declared, else of the namesakes that suspicious events are
-- of. Class 2: of the creator of the content, or of a creator that does something to itself. It belongs to a viewer and a
-- content; both at once is 3.
CREATE TABLE viewers AS
WITH said AS (
    SELECT *, starts_with(viewer_id, 'b') AS is_suspect, regexp_replace(viewer_id, '^b?[us]:', '') AS known_as FROM events
)
SELECT
    said.viewer_id,
    coalesce(any_value(classified.bot), any_value(is_suspect)) AS is_bot,
    coalesce(
        any_value(declared.ageGroup), arg_max(said.age_group, (occurred_at, id)) FILTER (WHERE age_group IS NOT NULL)
    ) AS age_group,
    coalesce(
        any_value(declared.gender), arg_max(said.gender, (occurred_at, id)) FILTER (WHERE said.gender IS NOT NULL)
    ) AS gender
FROM said
LEFT JOIN classified ON classified.viewer_id = known_as
LEFT JOIN declared ON declared.viewer_id = known_as AND NOT is_suspect
GROUP BY said.viewer_id;

CREATE TABLE pairs AS
SELECT content_id, viewer_id, is_bot::INTEGER + 2 * coalesce(bool_or(user_id = creator_id), false)::INTEGER AS traffic
FROM events JOIN viewers USING (viewer_id)
WHERE content_id IS NOT NULL
GROUP BY content_id, viewer_id, is_bot;

-- Events with their class; what names no content is its creator's own doing, or has the class of its viewer alone.
CREATE TABLE classed AS
SELECT
    events.*,
    coalesce(pairs.traffic, viewers.is_bot::INTEGER + 2 * coalesce(user_id = creator_id, false)::INTEGER) AS traffic
FROM events JOIN viewers USING (viewer_id)
LEFT JOIN pairs ON pairs.content_id = events.content_id AND pairs.viewer_id = events.viewer_id;
