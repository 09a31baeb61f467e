"""Whatever grows with what clients send is known, and bounded in bytes."""

import ast
import asyncio
import gc
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from server.analytics.kept_answers import KeptAnswers
from server.app import create_app
from server.errors import ErrorCode, ViewpulseError
from server.events.bots import is_crawler
from server.events.view_rates import RateKey, ViewRates
from server.limits.pots import Draw, LocalPots
from server.settings import Settings
from server.transport.auth import Authenticator
from server.transport.budget import Limits
from server.transport.client_classifier import ClientClassifier, ClientInfo
from server.transport.documents import Documents
from server.transport.failures import OperationRefused
from server.transport.negotiation import HTML, JSON, is_json, preferred, preferred_encoding
from server.transport.origins import origin_allowed
from tests.integration.transport.api import served
from tests.unit.transport.schemas import nested_schema

SETTINGS = Settings(jwt_secret=SecretStr("s" * 32))
ROOT = Path(__file__).parents[2]
MANY = 100_000
"""Distinct values of what is cheap to look at."""
KEEPERS = ("cache", "lru_cache", "keep_short_texts")
EMPTY = ("{}", "[]", "bytearray()")
CONTAINERS = (
    "dict(", "set(", "list(", "OrderedDict(", "Counter(", "defaultdict(", "deque(", "field(default_factory=dict",
    "field(default_factory=list", "Queue(", "asyncio.Queue(", "SimpleQueue(", "lru_cache(", "keep_short_texts(",
)  # fmt: skip

CACHES = {
    # By texts that clients send; `test_what_clients_send_is_not_kept_without_bound` drives them.
    "server/transport/negotiation.py preferred": "Accept, to 512 characters: 256",
    "server/transport/negotiation.py preferred_encoding": "Accept-Encoding, to 512 characters: 256",
    "server/transport/negotiation.py is_json": "Content-Type, to 512 characters: 64",
    "server/events/bots.py _is_known": "user agent, to 384 characters: 10,000",
    "server/transport/client_classifier.py ClientClassifier._place_of": "address, to 64 characters: 10,000",
    "server/transport/documents.py Documents._kept": "document: 500, and 262,144 characters together",
    "server/transport/documents.py Documents._named": "hash of a document that _kept has",
    "server/storage/tombstones.py Tombstones._kept": "project with a key or token: 1,000, with its erased viewers",
    "server/storage/tombstones.py Tombstones._reading": "project that is being read",
    "server/transport/look_ups.py LookUps._found": "hash of a write key, or a project's number: 10,000",
    "server/transport/look_ups.py LookUps._unknown": "the same, of what is not there: 10,000, for 5 s",
    "server/transport/look_ups.py LookUps._waiting": "the same, that an open request waits for: max_connections",
    "server/events/schemas/registry.py SchemaRegistry._kept": "project with a key or token: 1,000",
    "server/events/schemas/registry.py SchemaRegistry._reading": "project that is being read",
    "server/events/schemas/json_schema.py _compiled": "schema that an admin registered, to 16 KiB: 1,000",
    "server/events/view_rates.py ViewRates._holders": "sender, to 128 characters, and minute: 50,000 views",
    "server/events/view_rates.py ViewRates._exceeded": "sender and minute that _holders has",
    "server/limits/pots.py LocalPots._full_at": "subject of a limit, or network of failed log-ins, hashed: 20,000",
    "server/storage/shared_cache.py SharedCache._kept": "hash of a question: 256 answers",
    "server/storage/shared_cache.py SharedCache._computing": "hash of a question: those being answered",
    # Per connection or operation: gone with it.
    "server/transport/connections.py Connections._slots": "connection: max_connections",
    "server/transport/connections.py Connections._per_address": "address of an open connection",
    "server/transport/connections.py Connections._lingering": "refused connection: 100",
    "server/transport/socket_watch.py SocketWatch._sockets": "open socket or event stream",
    "server/transport/socket_watch.py SocketWatch._of_user": "signed-in user of an open socket or event stream",
    "server/transport/socket_connection.py SocketConnection._operations": "operation: live_max_subscriptions a socket",
    "server/transport/socket_connection.py SocketConnection._tasks": "operation: live_max_subscriptions a socket",
    "server/transport/documents.py Operation.compiled": "what our modules compute: lives as long as its document",
    "server/transport/budget.py _Meter.measured": "fragment of one document, and the arguments around it",
    "server/transport/budget.py _Meter.asked": "deciding argument of the fields around one",
    "server/live/shared_subscription.py SharedSubscription.subscriptions": "live_max_subscriptions a socket",
    "server/live/shared_subscription.py SharedSubscription.users": "user of an open subscription",
    "server/live/operation.py Delivery.left": "two names",
    "server/transport/socket_operation.py SocketOperation.left": "two names",
    "server/transport/event_stream.py EventStream._left": "two names",
    "server/live/hub.py Hub._shared": "distinct live subscription: live_max_shared",
    "server/live/shares.py Shares._held": "user, network of guests or project: live_max_shared",
    "server/live/hub.py Hub._by_subject": "subject of a shared subscription",
    "server/live/hub.py Hub._by_channel": "channel: live_channels",
    "server/live/hub.py Hub._followers": "channel: live_channels",
    "server/transport/frames.py FrameProtocol.frames": "frame of one message: max_body_bytes together",
    "server/transport/request_body.py _Body._chunks": "part of one body: max_body_bytes together",
    "server/transport/failures.py OperationRefused.errors": "error of one operation",
    "server/analytics/funnels/question.py FunnelForm.exclusions": "exclusion of one question: its limit",
    # Waiting lines.
    "server/limits/address_key.py AddressKey._forget": "what to call when the key changes: one",
    "server/rollup/sketches.py AllTimeDrafts._drawn": "content or creator of one removal",
    "server/rollup/sketches.py AllTimeDrafts._rows": "content or creator of one removal",
    "server/rollup/sketches.py AllTimeDrafts._asked": "content or creator of one removal",
    "server/rollup/erasing.py Slices._seen": "slice of one erasure: 4",
    "server/rollup/on_demand.py OnDemand._waiting": "open request of an admin: max_connections",
    "server/social/client.py AccountCalls.kept": "answer of one collection, until it is stored",
    "server/social/model.py FoundPost.numbers": "metric of one post",
    "server/social/model.py Profile.details": "what further calls about one account need",
    "server/social/networks/instagram.py _Reading.gone": "post of one request",
    "server/social/networks/instagram.py _Reading.missed": "post of one request",
    "server/social/networks/pinterest.py _Reading.gone": "post of one request",
    "server/social/pauses.py Pauses._own": "network, app or account that asked to wait, until the wait is over",
    "server/social/working.py _CellWorker._running": "account that is collected: ten",
    "server/limits/shared_pots.py SharedPots._waiting": "open request that waits for Redis: max_connections",
    "server/live/runner.py Runner._workers": "execution at a time: live_concurrency",
    "server/live/backend.py RedisBackend._leaving": "channel: live_channels",
    "server/analytics/funnels/tally.py Tally._viewers": "viewers of one question, by numbers",
    "server/analytics/funnels/tally.py Tally._done": "the same",
    "server/analytics/funnels/tally.py Tally._open": "the same",
    "server/analytics/funnels/times.py Times._kept": "duration of one question, up to a number",
    "server/rollup/anonymizing.py Anonymizer._waiting": "viewer to anonymize: 20,000 a project, in parts",
    "server/worker/asking.py Asker._waiting": "question: worker_queue, and those that workers are answering",
    "server/worker/asking.py Asker._leaving": "question that nobody waits for any more, for 2 s",
    "server/worker/asking.py Asker._tasks": "two",
    "server/worker/working.py Worker._running": "question: worker_questions",
    "server/analytics/kept_answers.py KeptAnswers._kept": "question and revision: worker_cache_bytes",
    "server/analytics/events/dashboard.py PlatformActivity._types": "range of one answer, and the one before",
    "server/analytics/funnels/by_value.py ByValue.counts": "value of a dimension: 10,000, of one question",
    "server/events/group_commit.py GroupCommit._waiting": "event: ingest_queue_events",
    "server/events/group_commit.py GroupCommit._writers": "writer: ingest_writers",
    "server/events/rejected_log.py RejectedLog._items": "rejected item, cut to 8 KiB: 2,000",
    "server/events/view_rates.py ViewRates._idle": "sender and minute with a view that is remembered",
    "server/events/rejected_log.py RejectedLog._sending": "rejected item that is being stored: 2,000",
    "server/events/rejected_log.py RejectedLog._counts": "project, day and code until the next flush",
    "server/live/backend.py RedisBackend._wanted": "channel: live_channels",
    "server/live/backend.py RedisBackend._confirmed": "channel: live_channels",
    "server/live/backend.py RedisBackend._commands": "channel: live_channels",
    "server/live/backend.py RedisBackend._events": "message of Redis: a bounded queue",
    "server/storage/redis_servers.py RedisServers._nodes": "node of the cluster",
    "server/open_cells.py OpenCells._cell_of": "project: 10,000",
    "server/events/daily_usage.py DailyUsage._of": "project with a quota and a request in the last seconds",
    "server/events/consent_salts.py ConsentSalts._kept": "project that requires consent, with a request on the day",
    "server/limits/failed_logins.py FailedLogins._unlogged": "code of a failed log-in",
    # By what is ours: files, types, projects, the provider's keys.
    "resolvers/schema.py build_schema": "one",
    "resolvers/live_dependencies.py dependencies_of": "schema: 4",
    "resolvers/live_dependencies.py moving_fields": "schema: 4",
    "resolvers/access.py _parameters": "access rule",
    "resolvers/root_fields.py _arguments": "root field",
    "resolvers/context.py Context._found": "what a field reads, for one operation",
    "server/storage/sql.py load_sql": "SQL file and its few variants",
    "server/storage/metric_columns.py _filled": "SQL file and its few variants",
    "server/analytics/metrics_sql.py load_metrics_sql": "SQL file, definition and direction",
    "server/events/faults.py spellings_of": "type of an input",
    "server/events/known_fields.py _fields": "one",
    "server/exporting/described_columns.py _fields": "one",
    "server/exporting/described_columns.py _sent": "one",
    "server/importing/columns.py event_columns": "one",
    "server/zones.py zone_names": "one",
    "server/analytics/breakdowns/labels.py country_names": "one",
    "server/transport/jwks.py KeySet._keys": "key of the identity provider",
    "server/analytics/worker_answers.py WorkerAnswers._pools": "cell",
    "server/open_cells.py OpenCells._open": "cell with requests in the last half hour",
    "server/open_cells.py OpenCells._unread": "cell",
    "server/open_cells.py OpenCells._moving": "project that moves",
    "server/events/admission.py Admission._stores": "look of the last 6 s, one a second at most",
    "server/events/admission.py Admission._runs": "run of the last 20 s",
    "server/live/hub.py Hub._as_of_quarters": "project",
    "server/live/revision_tracker.py RevisionTracker._committed": "project",
    "server/live/revision_tracker.py RevisionTracker._read": "project",
    "server/live/revision_tracker.py RevisionTracker._complete": "project",
    "server/rollup/housekeeping.py Housekeeping._due": "job",
    "server/rollup/state.py StateReader._sizes": "database of a cell that is open",
    "server/monitoring/samples.py Counts._counted": "labels, whose values are ours: 100, of operations 600",
    "server/monitoring/samples.py Observations._exemplars": "bucket of a histogram",
    "server/monitoring/exposition.py _Collected._by_name": "instrument, of one scrape",
    "server/rollup/pace.py Pace._latest": "run: 8",
    "server/rollup/tombstone_files.py TombstoneKeeper._kept": "project of a cell",
    "server/storage/tombstone_folder.py TombstoneFolder._known": "project with erased viewers",
    "server/rollup/fold.py Fold._plans": "SQL file of the fold",
    "server/demo/reports.py SessionReports._plays": "play of one simulated session",
    "server/rollup/run_counts.py RunCounts.checkpoints": "aggregator of a cell that leads",
    "server/rollup/report.py RunReport.revisions": "project",
    "server/rollup/report.py RunReport.projects": "project",
    "server/rollup/sketches.py _Work._sketches": "viewers of one run",
    "server/rollup/sketches.py _Work._merged": "sketches of one run",
    "server/events/context.py _context_of": "type of an input",
    "server/importing/report.py Report.warnings": "code of a warning, of one import",
    "server/importing/report.py Report.examples": "reason of a rejection, of one import",
    "server/importing/records.py _RowLines._returned": "line of a file that is being read",
    "server/rollup/run_log.py RunLog._untold": "run of the last minute, without what it changed",
    "server/rollup/rebuild.py _Rebuild._compared": "roll-up table",
    "server/metrics/columns.py EVENTS": "type of event that a metric counts",
    "server/transport/client_classifier.py Networks._spans": "network of the settings",
    "server/monitoring/shared_samples.py SharedSamples._inherited": "worker of one command",
    "server/workers.py _Workers._workers": "worker of one command",
    "server/dev/supervisor.py Supervisor.children": "process of `viewpulse dev`",
    "server/dev/folder.py Facts.social_urls": "setting with the address of a local network",
    "server/dev/console.py DevConsole._logs": "process of `viewpulse dev`",
    "server/dev/console.py DevConsole._said": "line that is not printed yet",
    "server/exporting/person.py Writer.files": "file of one export",
    "server/importing/feed.py Feed._ready": "batch that is read ahead: a few",
    "server/importing/items.py Batch.items": "item of one batch",
    "server/importing/items.py Batch.lines": "line of one batch",
    "server/importing/records.py _RowLines.row": "line of one row",
    "server/demo/playback.py _Player.sections": "part of one simulated play",
    "server/demo/session.py Session._watched": "play of one simulated session",
    "server/demo/trends.py Trends._order": "content of the demonstration",
    "server/embedded.py EmbeddedPostgres.options": "option of the embedded PostgreSQL",
    "server/demo/session.py Session._order": "field of one order",
    "server/demo/display.py DemoDisplay._recent": "event of the demonstration, the newest",
    "server/demo/traffic.py Traffic._made": "viewer of the demonstration",
}
"""Everything that keeps something beyond a call: its key, and what bounds it."""


class Finder(ast.NodeVisitor):
    """Finds what keeps things: decorators, and containers that begin empty outside of local variables."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._classes: list[str] = []
        self._functions = 0

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        names = {ast.unparse(one).partition("(")[0].rpartition(".")[2] for one in node.decorator_list}
        if names & set(KEEPERS):
            self._add(node.name)
        self._functions += 1
        self.generic_visit(node)
        self._functions -= 1

    visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment] # noqa: N815 - ast's name

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._look(target, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._look(node.target, node.value)

    def _look(self, target: ast.expr, value: ast.expr) -> None:
        is_local = self._functions > 0 and not isinstance(target, ast.Attribute)
        text = ast.unparse(value)
        begins_empty = text in EMPTY or text.startswith("{}") or (text.startswith(CONTAINERS) and "(data" not in text)
        if begins_empty and not is_local:
            self._add(target.attr if isinstance(target, ast.Attribute) else ast.unparse(target))

    def _add(self, name: str) -> None:
        self.found.add(".".join((*self._classes, name)))


OF_OTHERS = ROOT / "server/demo/networks"
"""Networks that the demo stands in for: what they hold is made up, and they forget requests each second."""


def keepers() -> Iterator[str]:
    for folder in ("server", "resolvers"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if OF_OTHERS in file.parents:
                continue
            finder = Finder()
            finder.visit(ast.parse(file.read_text()))
            yield from (f"{file.relative_to(ROOT)} {name}" for name in finder.found)


def test_every_cache_is_known_with_its_key_and_its_bound() -> None:
    found = set(keepers())
    assert found - set(CACHES) == set(), "say in CACHES what the key is, and what bounds it"
    assert set(CACHES) - found == set(), "these are gone"


def grown_by(work: Callable[[], object]) -> int:
    """Bytes that are held after a piece of work and were not before."""
    work()  # what is loaded once
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        work()
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


class Empty:
    """A database that holds nothing."""

    async def fetchrow(self, *_arguments: object) -> None:
        return None

    async def fetch(self, *_arguments: object) -> list[object]:
        return []


def texts(number: int, start: str = "", characters: int = 60_000) -> Iterator[str]:
    """Distinct large texts."""
    for index in range(number):
        yield f"{start}{index}".ljust(characters, "x")


def read_documents() -> Documents:
    documents = Documents(nested_schema(), Limits(), hide_suggestions=True)
    for text in (*texts(20, "{ __typename } # "), *texts(3000, "{ __typename } # ", 20)):
        documents.find(text, None, may_introspect=True)
    for text in (*texts(20, "{ a"), *texts(3000, "{ a", 20)):
        with pytest.raises(OperationRefused):
            documents.find(text, None, may_introspect=True)
    return documents


async def _authenticate(settings: Settings) -> Authenticator:
    empty: Any = Empty()
    authenticator = Authenticator(settings, empty)

    async def refused(key: str | None, token: str | None) -> None:
        with pytest.raises(ViewpulseError) as caught:
            await authenticator.authenticate(token, key, ClientInfo(None, hash((key, token))))
        assert caught.value.code is (ErrorCode.WRITE_KEY_INVALID if key else ErrorCode.TOKEN_INVALID)

    for text in texts(1000):
        for key, token in ((text, None), (None, f"Bearer {text}"), (None, f"Bearer a.{text[:5000]}.b")):
            await refused(key, token)
    for start in range(0, MANY, 20_000):  # looked up together
        await asyncio.gather(*(refused(f"{start} {text}", None) for text in texts(20_000, characters=250)))
    return authenticator


def look_at_addresses() -> ClientClassifier:
    classifier = ClientClassifier(SETTINGS.model_copy(update={"client_address_header": "x-real-ip"}))
    for text in (*texts(1000), *map(str, range(MANY))):
        classifier.classify({"headers": [(b"x-real-ip", text.encode())]})
    return classifier


def limit_many() -> LocalPots:
    pots = LocalPots()
    for number in range(MANY):
        pots.take([Draw(f"batches:{number:024x}", 1.0), Draw(f"tracking:{number:024x}", 1.0)])
    return pots


def view_as_many() -> ViewRates:
    rates = ViewRates(10)
    for number in range(MANY):
        rates.take(RateKey(1, (f"s:{number:0128}", number), number), f"{number:036}")
    return rates


def answer_many() -> KeptAnswers:
    kept = KeptAnswers(2**20)
    for number in range(MANY):
        kept.keep("funnel", f"{number:0200}".encode(), 1, f"{number:0200}", 200)
    return kept


def both(start: str, characters: int = 60_000) -> Iterator[str]:
    """Some large texts, and very many short ones."""
    yield from texts(1000, start, characters)
    yield from texts(MANY, start, len(start) + 12)


DRIVEN: dict[str, tuple[Callable[[], object], int]] = {
    "Accept": (lambda: [preferred(text, (JSON, HTML)) and None for text in both("text/html;a=")], 2),
    "Accept, of 500 characters": (lambda: [preferred(text, (JSON, HTML)) for text in texts(3000, "a/b;", 500)], 1),
    "Accept-Encoding": (lambda: [preferred_encoding(text) and None for text in both("gzip;a=")], 2),
    "Content-Type": (lambda: [is_json(text) for text in both(f"{JSON};a=")], 2),
    "User-Agent": (lambda: [is_crawler(text) for text in both("")], 4),
    "Origin": (lambda: [origin_allowed(text, "h", SETTINGS) for text in both("https://")], 2),
    "address": (look_at_addresses, 3),
    "document": (read_documents, 4),
    "subjects of limits": (limit_many, 6),
    "credentials": (lambda: asyncio.run(_authenticate(SETTINGS)), 9),
    "senders of views": (view_as_many, 40),
    "questions to a worker": (answer_many, 3),
}
"""What a client sends, and the mebibytes that may be kept of it."""


@pytest.mark.parametrize("sent", DRIVEN)
def test_what_clients_send_is_not_kept_without_bound(sent: str) -> None:
    work, most = DRIVEN[sent]
    kept: list[object] = []
    assert grown_by(lambda: kept.append(work())) < most * 2**20


async def test_a_server_keeps_nothing_of_large_headers(redis_url: str) -> None:
    settings = Settings(database_url="postgresql://viewpulse@127.0.0.1:1/none", redis_url=redis_url)
    async with served(create_app(settings), settings) as api:

        async def send(start: int) -> None:
            for index in range(start, start + 50):
                large = f"{index}".ljust(20_000, "x")
                headers = {"accept": f"*/*;a={large}", "origin": f"https://{large}", "x-request-id": large}
                await api.client.get("/graphql", params={"query": "{ __typename }"}, headers=headers)

        await send(0)
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            await send(50)
            gc.collect()
            assert tracemalloc.get_traced_memory()[0] - before < 2**21, "the texts of 50 requests take 3 MB"
        finally:
            tracemalloc.stop()
