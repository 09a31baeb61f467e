"""Cohorts: what viewers who started in the same period do in the periods after it."""
