"""A run of the aggregator on request of an admin, whichever process leads."""

import asyncio
import time
from dataclasses import replace

from server.rollup.aggregator import Aggregator
from server.rollup.hints import Publish
from server.rollup.report import RunReport
from server.settings import Settings

PAUSE_SECONDS = 0.05
"""Seconds between attempts while another run, or a rebuild, holds the tables."""


async def process_events(settings: Settings, publish: Publish, seconds: float) -> RunReport:
    """Folds everything that was ingested before the call, on a connection of its own.

    Args:
        settings: The settings of the aggregator.
        publish: Notifies subscribers of what changed.
        seconds: No run starts after this many seconds. The aggregator folds what is left; the report says so.

    Returns:
        All runs as one report: their sums, and the greatest lag. ``paused`` when the tables were never free.
    """
    deadline = time.monotonic() + seconds
    aggregator = Aggregator(settings, publish=publish)
    done = RunReport(paused=True)
    try:
        while True:
            report = await aggregator.run_once()
            if not report.paused:
                done = _joined(done, report)
            if not (report.paused or report.backlog) or time.monotonic() >= deadline:
                return done
            if report.paused:
                await asyncio.sleep(PAUSE_SECONDS)
    finally:
        await aggregator.close()


def _joined(done: RunReport, run: RunReport) -> RunReport:
    return replace(
        run,
        batches=done.batches + run.batches,
        events=done.events + run.events,
        seconds=done.seconds + run.seconds,
        lag=max(done.lag, run.lag),
        revisions={**done.revisions, **run.revisions},
        subjects=(*done.subjects, *run.subjects),
    )
