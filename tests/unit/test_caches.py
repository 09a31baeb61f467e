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
from server.transport.negotiation import HTML, JSON, preferred, preferred_encoding, sent_media_type
from server.transport.origins import Origins
from tests.integration.transport.api import served
from tests.unit.known_caches import CACHES
from tests.unit.transport.schemas import nested_schema

SETTINGS = Settings(jwt_secret=SecretStr("s" * 32))
ROOT = Path(__file__).parents[2]
FEW, MANY = 400, 50_000
"""Distinct values; many are five times as much as most caches hold."""
KEEPERS = ("cache", "lru_cache", "keep_short_texts")
EMPTY = ("{}", "[]", "bytearray()")
CONTAINERS = (
    "dict(", "set(", "list(", "OrderedDict(", "Counter(", "defaultdict(", "deque(", "field(default_factory=dict",
    "field(default_factory=list", "Queue(", "asyncio.Queue(", "SimpleQueue(", "lru_cache(", "keep_short_texts(",
)  # fmt: skip


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


def grown_by(work: Callable[[int], object]) -> int:
    """Bytes that are held after much work, which were not before; a little was done before, for what is loaded once."""
    kept = [work(FEW)]
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept.append(work(MANY))
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


def large(many: int, start: str = "", characters: int = 60_000) -> Iterator[str]:
    """Distinct large texts, others for each number."""
    for index in range(max(2, many // 500)):
        yield f"{start}{many} {index}".ljust(characters, "x")


def short(many: int, start: str = "", characters: int = 20) -> Iterator[str]:
    """Very many distinct short texts, others for each number."""
    for index in range(many):
        yield f"{start}{many} {index}".ljust(len(start) + characters, "x")


def both(many: int, start: str = "") -> Iterator[str]:
    yield from large(many, start)
    yield from short(many, start)


def read_documents(many: int) -> Documents:
    documents = Documents(nested_schema(), Limits(), hide_suggestions=True)
    for text in (*short(many // 40, "{ __typename } # "), *large(many // 2, "{ __typename } # ")):
        documents.find(text, None, may_introspect=True)
    for text in (*short(many // 40, "{ a"), *large(many // 2, "{ a")):
        with pytest.raises(OperationRefused):
            documents.find(text, None, may_introspect=True)
    return documents


async def _authenticate(many: int) -> Authenticator:
    empty: Any = Empty()
    authenticator = Authenticator(SETTINGS, empty)

    async def refused(key: str | None, token: str | None) -> None:
        with pytest.raises(ViewpulseError) as caught:
            await authenticator.authenticate(token, key, ClientInfo(None, hash((key, token))))
        assert caught.value.code is (ErrorCode.WRITE_KEY_INVALID if key else ErrorCode.TOKEN_INVALID)

    for text in large(many):
        for key, token in ((text, None), (None, f"Bearer {text}"), (None, f"Bearer a.{text[:5000]}.b")):
            await refused(key, token)
    for start in range(0, many, many // 4):  # looked up together
        await asyncio.gather(*(refused(text, None) for text in short(many // 4, f"{start} ", 250)))
    return authenticator


def look_at_addresses(many: int) -> ClientClassifier:
    classifier = ClientClassifier(SETTINGS.model_copy(update={"client_address_header": "x-real-ip"}))
    for text in both(many):
        classifier.classify({"headers": [(b"x-real-ip", text.encode())]})
    return classifier


def limit_many(many: int) -> LocalPots:
    pots = LocalPots()
    for number in range(many):
        pots.take([Draw(f"batches:{number:024x}", 1.0), Draw(f"tracking:{number:024x}", 1.0)])
    return pots


def view_as_many(many: int) -> ViewRates:
    rates = ViewRates(10)
    for number in range(2 * many):
        rates.take(RateKey(1, (f"s:{number:0128}", number), number), f"{number:036}")
    return rates


def answer_many(many: int) -> KeptAnswers:
    kept = KeptAnswers(2**20)
    for number in range(many):
        kept.keep("funnel", f"{number:0200}".encode(), 1, f"{number:0200}", 200)
    return kept


def each(look: Callable[[str], object], start: str) -> Callable[[int], None]:
    def work(many: int) -> None:
        for text in both(many, start):
            look(text)

    return work


def accept_longer(many: int) -> None:
    for text in short(many // 10, "a/b;", 500):
        preferred(text, (JSON, HTML))


DRIVEN: dict[str, tuple[Callable[[int], object], int]] = {
    "Accept": (each(lambda text: preferred(text, (JSON, HTML)), "text/html;a="), 2),
    "Accept, of 500 characters": (accept_longer, 1),
    "Accept-Encoding": (each(preferred_encoding, "gzip;a="), 2),
    "Content-Type": (each(sent_media_type, f"{JSON};a="), 2),
    "User-Agent": (each(is_crawler, ""), 3),
    "Origin": (each(lambda text: Origins.of_api(SETTINGS).allow(text, "h"), "https://"), 2),
    "address": (look_at_addresses, 3),
    "document": (read_documents, 2),
    "subjects of limits": (limit_many, 6),
    "credentials": (lambda many: asyncio.run(_authenticate(many)), 9),
    "senders of views": (view_as_many, 40),
    "questions to a worker": (answer_many, 3),
}
"""What a client sends, and the mebibytes that may be kept of it."""


@pytest.mark.parametrize("sent", DRIVEN)
def test_what_clients_send_is_not_kept_without_bound(sent: str) -> None:
    work, most = DRIVEN[sent]
    assert grown_by(work) < most * 2**20


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
