-- All days that there were are noted.
UPDATE archive_state SET next_run = 1 WHERE next_run = 0
