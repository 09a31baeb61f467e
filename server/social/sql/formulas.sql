-- The formulas of a project, by name.
SELECT name, kind, formula, title, created_at FROM social_formulas WHERE project_id = :project ORDER BY name
