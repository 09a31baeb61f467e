-- Marks which days of the batch have a daily summary now.
WITH gone AS (
    DELETE FROM summarized_days AS known USING days_to_summarize AS worked_off
    WHERE known.project_id = worked_off.project_id AND known.content_id = worked_off.content_id
        AND known.day = worked_off.day AND NOT worked_off.pays
)
INSERT INTO summarized_days (project_id, content_id, day)
SELECT project_id, content_id, day FROM days_to_summarize WHERE pays ORDER BY project_id, content_id, day
ON CONFLICT DO NOTHING
