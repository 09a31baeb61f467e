"""Faults that the product survives: each scenario is played for some rounds, and then the ledger is compared."""

from tests.fault.scenarios import clocks, database, killed, network, redis, repeated, restored, stopping

__all__ = ["clocks", "database", "killed", "network", "redis", "repeated", "restored", "stopping"]
