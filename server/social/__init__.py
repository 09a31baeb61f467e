"""Social networks: connects accounts, collects their numbers, and keeps them as series with their provenance."""
