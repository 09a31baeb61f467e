"""Writes the typed parts of ``viewpulse_client`` from the schema, the vocabulary of events and the documents."""
