"""Everything that /metrics shows, declared once: the page docs/monitoring.md is printed from this list.

An instrument is what Prometheus calls a metric; the word metric is taken by what the API counts for its users.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LONG_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0)
GROUP_EVENTS = (1, 5, 10, 25, 50, 100, 250, 500, 1000, 2000)


class Kind(StrEnum):
    """What Prometheus calls the type of a metric."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Combine(StrEnum):
    """What several processes of one command make of their values."""

    SUM = "sum"
    MIN = "min"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One name of /metrics.

    Attributes:
        name: As it is shown, with its unit; that of a histogram without ``_bucket``, ``_sum`` and ``_count``.
        kind: Its type.
        help: One sentence.
        labels: Names of its labels. Values of labels are ours: never what a client sends.
        buckets: Upper bounds of a histogram's buckets.
        combine: How values of several processes become one.
    """

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    combine: Combine = Combine.SUM


def _counter(name: str, text: str, *labels: str) -> Instrument:
    return Instrument(f"viewpulse_{name}_total", Kind.COUNTER, text, labels)


def _gauge(name: str, text: str, *labels: str, combine: Combine = Combine.SUM) -> Instrument:
    return Instrument(f"viewpulse_{name}", Kind.GAUGE, text, labels, combine=combine)


def _histogram(name: str, text: str, buckets: Sequence[float], *labels: str) -> Instrument:
    return Instrument(f"viewpulse_{name}", Kind.HISTOGRAM, text, labels, tuple(map(float, buckets)))


# ---- requests
OPERATIONS = _counter(
    "operations",
    "Operations, by their name in the manifest (others: `other`) and code; `OK` if nothing failed, else the gravest "
    "code of the answer.",
    "operation",
    "code",
)
OPERATION_TIME = _counter(
    "operation_time_seconds", "Seconds spent on operations that were executed, by their name in the manifest.",
    "operation",
)  # fmt: skip
OPERATION_SECONDS = _histogram(
    "operation_seconds", "Seconds from the document to the answer; of a subscription, to its start.", SECONDS, "type"
)
REFUSED = _counter(
    "requests_refused", "Requests that did not become an operation: credentials, HTTP, or an invalid document.",
    "code",
)  # fmt: skip
LIMIT_DECISIONS = _counter(
    "limit_decisions",
    "Requests that a rate limit allowed or refused, by what is limited; executions that wait count as refused.",
    "kind",
    "decision",
)
LIMITS_SHARED = _gauge(
    "limits_shared", "0 while Redis is unavailable and each process limits by itself.", combine=Combine.MIN
)
CACHED_ANSWERS = _counter(
    "cached_answers",
    "Queries whose answers are cached, by what was found: `hit`, or `miss`, which is also every one without Redis.",
    "result",
)
SOCKETS = _gauge("sockets", "Open WebSockets with an authenticated client.")
EVENT_STREAMS = _gauge("event_streams", "Open streams of server-sent events.")

# ---- ingest
ITEMS = _counter("ingest_items", "Items sent by clients, by result and, if rejected, by reason.", "status", "reason")
GROUP_SIZE = _histogram("ingest_group_events", "Events of one group commit.", GROUP_EVENTS)
COMMIT_SECONDS = _histogram("ingest_commit_seconds", "Seconds that one group commit took.", SECONDS)
WAIT_SECONDS = _histogram("ingest_wait_seconds", "Seconds that a request waited for its commit.", SECONDS)
QUEUE = _gauge("ingest_queue_events", "Events that wait for a writer.")
DROPPED = _counter(
    "ingest_dropped_by_clients",
    "Events that client libraries dropped unsent and told the tracking path of; not shown before one has.",
)
COMMITS_FAILED = _counter("ingest_commits_failed", "Group commits that failed; clients send the events again.")
INGEST_UP = _gauge(
    "ingest_up", "0 while the last commits of events failed, as `ingest` of /health/ready.", combine=Combine.MIN
)
SLOWED = _gauge("ingest_slowed", "Processes that slow tracking down to the rate that is counted.")

# ---- live
SUBSCRIPTIONS = _gauge("live_subscriptions", "Open subscriptions.")
SHARED = _gauge("live_shared_subscriptions", "Distinct subscriptions: each is executed once for all its subscribers.")
EXECUTIONS = _counter("live_executions", "Executions of shared subscriptions.")
EXECUTIONS_FAILED = _counter("live_executions_failed", "Executions that failed, by code; most are tried again.", "code")
PUSHES = _counter("live_pushes", "Answers written to subscribers.")
COALESCED = _counter(
    "live_coalesced", "Answers held back since the subscriber was slow or rested; a newer one follows."
)
RESNAPSHOTS = _counter("live_resnapshots", "Shared subscriptions read again since hints were lost.")
PUSH_SECONDS = _histogram(
    "live_push_seconds", "Seconds from the hint that something changed to the last write to a subscriber.", SECONDS
)

# ---- questions of workers, as the API sees them
QUESTIONS = _counter(
    "questions", "Questions handed to workers, by code of the answer; `OK` if it was answered.", "code"
)
QUESTION_SECONDS = _histogram("question_seconds", "Seconds from the question to the worker's answer.", LONG_SECONDS)
QUESTIONS_OPEN = _gauge("questions_open", "Questions of this command without an answer yet.")
QUESTIONS_WAITING = _gauge("questions_waiting", "Questions that no worker has taken yet.")
WORKERS_UP = _gauge("workers_up", "1 if a worker runs, as `worker` of /health/ready.")

# ---- what all processes share
DATABASE_UP = _gauge("database_up", "1 if PostgreSQL answers with the right schema and can be written to.")
CELLS_FAILING = _gauge(
    "cells_failing", "Cells in use, other than the default one, that do not work, as `cells` of /health/ready."
)
POOL_IN_USE = _gauge("database_connections_in_use", "Connections of the pools in use.")
POOL_SIZE = _gauge("database_connections", "Open connections of the pools.")
POOL_WAITING = _gauge("database_waiting", "Operations that wait for a connection of a pool.")
REDIS_UP = _gauge("redis_up", "1 if hints arrive over Redis, as `redis` of /health/ready.", combine=Combine.MIN)
LAG = _gauge("rollup_lag_seconds", "Age of the slowest project's numbers, as `aggregator.seconds` of /health/ready.")
BATCHES_WAITING = _gauge("rollup_batches_waiting", "Ingest transactions that are not counted yet.")
EVENTS_WAITING = _gauge("rollup_events_waiting", "Events in those transactions.")
OLDEST_WAITING = _gauge("rollup_oldest_waiting_seconds", "Age of the oldest of those transactions; 0 without any.")
LEADERS = _gauge("rollup_leaders", "Aggregators that lead, in the cell that has fewest: 1, or 0 if none runs.")
PARTITIONS_AHEAD = _gauge("partitions_ahead_days", "Days after today (UTC) that have a partition for raw events.")
OLDEST_RAW_DAY = _gauge(
    "raw_oldest_day_timestamp_seconds", "Oldest day that has a partition for raw events, in Unix time."
)
ERASURE_WAITING = _gauge(
    "erasure_oldest_waiting_seconds", "Age of the oldest erasure of a viewer that is not done; 0 without any."
)
DATABASE_BYTES = _gauge("database_bytes", "Size of the databases, read once a minute.")
WAL_BYTES = _gauge(
    "database_wal_bytes",
    "Size of the write-ahead logs of their servers, read once a minute; not shown unless the user has pg_monitor.",
)
DATABASE_CAPACITY = _gauge("database_capacity_bytes", "VIEWPULSE_DATABASE_CAPACITY_BYTES; not shown if it is 0.")

# ---- the aggregator
LEADING = _gauge("aggregator_leading", "Cells that this aggregator leads.")
RUNS = _counter("aggregator_runs", "Runs, also those without events.")
RUNS_FAILED = _counter("aggregator_runs_failed", "Runs that failed and were rolled back.")
RUN_EVENTS = _counter("aggregator_events", "Events counted.")
RUN_SECONDS = _histogram("aggregator_run_seconds", "Seconds of a run with events.", SECONDS)
RUN_LAG = _histogram(
    "aggregator_run_lag_seconds", "Seconds from the commit of a run's oldest event to the end of the run.", LONG_SECONDS
)

AUDIT_CHECKPOINT = _gauge(
    "audit_checkpoint_timestamp_seconds",
    "When the leader last wrote checkpoints of the audit trails to its log, in Unix time; of several cells the oldest; "
    "0: not yet. Not shown without VIEWPULSE_PRIVACY_SECRET.",
    combine=Combine.MIN,
)

# ---- a worker
ANSWERING = _gauge("worker_answering", "Questions that this worker is answering.")
ANSWERS = _counter("worker_answers", "Answers of this worker, by code; `OK` if it could answer.", "code")
WORKER_SECONDS = _histogram("worker_answer_seconds", "Seconds that this worker took for an answer.", LONG_SECONDS)

# ---- every process
PROCESSES = _gauge("processes", "Processes of the command whose numbers are in this answer.")
CPU = Instrument("process_cpu_seconds_total", Kind.COUNTER, "Seconds of processor time.")
MEMORY = Instrument("process_resident_memory_bytes", Kind.GAUGE, "Memory in use.")
OPEN_FILES = Instrument("process_open_fds", Kind.GAUGE, "Open files and connections.")

SECTIONS: dict[str, tuple[Instrument, ...]] = {
    "Requests": (
        *(OPERATIONS, OPERATION_TIME, OPERATION_SECONDS, REFUSED),
        *(LIMIT_DECISIONS, LIMITS_SHARED, CACHED_ANSWERS, SOCKETS, EVENT_STREAMS),
    ),
    "Ingest": (
        *(ITEMS, DROPPED, GROUP_SIZE, COMMIT_SECONDS, WAIT_SECONDS, QUEUE, COMMITS_FAILED),
        *(INGEST_UP, SLOWED),
    ),
    "Live": (SUBSCRIPTIONS, SHARED, EXECUTIONS, EXECUTIONS_FAILED, PUSHES, COALESCED, RESNAPSHOTS, PUSH_SECONDS),
    "Questions of workers": (QUESTIONS, QUESTION_SECONDS, QUESTIONS_OPEN, QUESTIONS_WAITING, WORKERS_UP),
    "Database and Redis": (
        *(DATABASE_UP, CELLS_FAILING, POOL_IN_USE, POOL_SIZE, POOL_WAITING, REDIS_UP, LAG),
        *(BATCHES_WAITING, EVENTS_WAITING),
        *(OLDEST_WAITING, LEADERS, PARTITIONS_AHEAD, OLDEST_RAW_DAY, ERASURE_WAITING, DATABASE_BYTES, WAL_BYTES),
        DATABASE_CAPACITY,
    ),
    "Aggregator": (LEADING, RUNS, RUNS_FAILED, RUN_EVENTS, RUN_SECONDS, RUN_LAG, AUDIT_CHECKPOINT),
    "Worker": (ANSWERING, ANSWERS, WORKER_SECONDS),
    "Every process": (PROCESSES, CPU, MEMORY, OPEN_FILES),
}
"""All instruments, by the headings of docs/monitoring.md: five sections of the API, one each of the other commands."""

INSTRUMENTS = {instrument.name: instrument for section in SECTIONS.values() for instrument in section}
