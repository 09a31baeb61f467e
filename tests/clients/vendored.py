"""Writes the libraries of the dashboard from the pinned packages."""

from pathlib import Path

from tests.clients.node import run_node

FOLDER = Path(__file__).parents[2] / "dashboard" / "vendor"

if __name__ == "__main__":
    run_node("vendor.mjs", {"folder": str(FOLDER)})
