-- Marks which days of the batch have a daily summary now.
MERGE INTO summarized_days AS known
USING days_to_summarize AS worked_off
    ON known.project_id = worked_off.project_id AND known.content_id = worked_off.content_id
    AND known.day = worked_off.day
WHEN MATCHED AND NOT pays THEN DELETE
WHEN NOT MATCHED AND pays THEN INSERT (project_id, content_id, day)
    VALUES (worked_off.project_id, worked_off.content_id, worked_off.day)
