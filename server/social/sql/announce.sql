-- Announces that numbers of an account changed: the aggregator's next run notifies subscribers.
INSERT INTO social_changes (project_id, kind, id)
VALUES (:project, 'social_account', :account), (:project, 'social_workspace', :workspace)
