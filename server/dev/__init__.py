"""``viewpulse dev``: everything on one machine, including a real PostgreSQL and a real Redis."""
