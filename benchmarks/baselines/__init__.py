"""The baselines of the benchmarks: raw drivers, stock Strawberry, the naive design."""
