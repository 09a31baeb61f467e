"""``python -m server`` is the command ``viewpulse``."""

from server.cli import main

main()
