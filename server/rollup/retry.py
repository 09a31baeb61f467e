"""How long the aggregator waits after a run that failed."""

from tenacity import RetryCallState, wait_exponential_jitter

from server.storage.outage import is_outage

OUTAGE_SECONDS = 2.0
"""Longest pause while the database is unavailable: it may be back at any moment, and a try costs it little."""
FAULT_SECONDS = 30.0
"""Longest pause after any other failure: the same events will probably fail again."""

_outage = wait_exponential_jitter(multiplier=0.2, max=OUTAGE_SECONDS)
_fault = wait_exponential_jitter(multiplier=0.2, max=FAULT_SECONDS)


def pause_after(state: RetryCallState) -> float:
    """Seconds until a run is tried again; they grow with each attempt, and are random."""
    error = state.outcome.exception() if state.outcome else None
    return (_outage if error is not None and is_outage(error) else _fault)(state)
