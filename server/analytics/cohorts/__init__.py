"""Cohorts of viewers and their retention, answered by a worker."""
