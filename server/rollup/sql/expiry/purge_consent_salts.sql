-- Deletes the salts of days before :day.
DELETE FROM consent_salts WHERE day < :day
