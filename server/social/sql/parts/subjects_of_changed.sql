-- The subjects of the accounts in `changed`.
SELECT changed.project_id, subject.kind, subject.id
FROM changed CROSS JOIN LATERAL (
    VALUES ('social_account', changed.account_id), ('social_workspace', changed.workspace_id)
) AS subject (kind, id)
