"""The measurements of docs/performance.md: each figure next to a baseline measured by the same command."""
