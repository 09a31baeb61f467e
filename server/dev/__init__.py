"""``viewpulse dev``: everything on one machine, with a real PostgreSQL and a real Redis inside."""
