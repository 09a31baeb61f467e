"""The demo: a lifelike, reproducible stream of events, and its sender over the public API."""
