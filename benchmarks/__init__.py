"""What docs/performance.md quotes: each figure beside a baseline measured in the same command."""
