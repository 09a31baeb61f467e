"""Faults that the product survives: each scenario is played for some rounds, and then the ledger is compared."""

from tests.fault.scenarios import (
    clocks,
    collecting,
    database,
    disk,
    killed,
    listening,
    network,
    redis,
    repeated,
    restored,
    stopping,
    upgraded,
)

__all__ = [
    "clocks",
    "collecting",
    "database",
    "disk",
    "killed",
    "listening",
    "network",
    "redis",
    "repeated",
    "restored",
    "stopping",
    "upgraded",
]
