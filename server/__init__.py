"""Viewpulse's server."""

import sys

# Where OpenTelemetry is installed, redis-py would import a part of it, whether traces are on or not.
sys.modules.setdefault("opentelemetry", None)  # type: ignore[arg-type]  # None: not to be found
