"""docs/api.md cannot lie: its examples run against the product, and print what the page shows."""

import asyncio
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from graphql import GraphQLInputObjectType, parse, validate

from resolvers.schema import build_schema
from server.embedded import free_port
from tests.clients.node import node_environment, node_modules
from tests.examples import DOCS, Example, agree, blocks_of, examples_of
from tests.products import PATIENCE, Product, running_product, wait_until
from tests.proxy import proxy_to

ROOT = Path(__file__).parents[2]
EXAMPLES = {example.name: example for example in examples_of("api.md")}
COMMANDS = {"bash": "source {}", "js": "node {}", "python": "python3 {}"}
NEVER_END = ("watch.mjs", "watch-apollo.mjs", "watch.py")
TRACK = "mutation ($event: EventInput!) { trackEvent(event: $event) { accepted } }"


def shell(product: Product, command: str) -> list[str]:
    return ["bash", "-euo", "pipefail", "-c", f"source setup.sh; {command}"]


def environment() -> dict[str, str]:
    """With the Node of the tests, and next to it their Python, first on PATH."""
    inherited = node_environment()
    node, _, others = inherited["PATH"].partition(os.pathsep)
    path = os.pathsep.join([node, str(Path(sys.executable).parent), others])
    return inherited | {"PATH": path, "PYTHONPATH": str(ROOT)}


def run(product: Product, command: str) -> str:
    """What a command prints; it must not fail."""
    done = subprocess.run(
        shell(product, command),
        cwd=product.folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def command_of(example: Example) -> str:
    return COMMANDS[example.language].format(example.name)


class Lines:
    """The JSON lines that a command prints which does not end by itself."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as output:
            for line in output:
                self._lines.put(line)
        self._lines.put(None)

    def next(self) -> Any:
        """The next line; a minute of patience."""
        line = self._lines.get(timeout=PATIENCE)
        assert line is not None, "the command has ended"
        return json.loads(line)

    def is_connected(self, port: int) -> bool:
        """Whether the command has a connection to a port."""
        connections = psutil.Process(self._process.pid).net_connections("tcp")
        return any(found.raddr and found.raddr.port == port and found.status == "ESTABLISHED" for found in connections)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._reader.join()


@contextmanager
def lines_of(product: Product, command: str) -> Iterator[Lines]:
    """What a command prints, until the block is left."""
    process = subprocess.Popen(
        shell(product, f"exec {command}"),
        cwd=product.folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = Lines(process)
    try:
        yield lines
    finally:
        lines.close()


@pytest.fixture(scope="module")
def guided() -> Iterator[Product]:
    """A product, and every example of the guide as a file; none of them has run yet."""
    assert shutil.which("curl"), "the examples of docs/api.md need curl"
    with running_product() as product:
        (product.folder / "node_modules").symlink_to(node_modules())
        for example in EXAMPLES.values():
            (product.folder / example.name).write_text(example.text)
        yield product


@pytest.fixture(scope="module")
def followed(guided: Product) -> Product:
    """A product on which everything of the guide that ends was run, in its order."""
    for example in EXAMPLES.values():
        if example.name in NEVER_END or example.name == "setup.sh":
            continue
        command = command_of(example)
        printed = [run(guided, command)]

        def is_as_shown(example: Example = example, command: str = command, printed: list[str] = printed) -> bool:
            if example.output is None or agree(example.output, printed[-1]):
                return True
            printed.append(run(guided, command))
            return False

        if "mutation" in example.text:  # sent once; what only asks may have to wait for the next roll-up
            assert is_as_shown(), f"{example.name} printed {printed[0]}"
            continue
        try:
            wait_until(is_as_shown, what=example.name)
        except AssertionError as error:
            raise AssertionError(f"{example.name} printed {printed[-1]}") from error
    return guided


def test_the_examples_print_what_the_page_shows(followed: Product) -> None:
    assert len(EXAMPLES) > 15


def test_the_table_of_ranges_has_every_form_and_each_is_answered(guided: Product) -> None:
    rows = [
        row.group(1) for row in re.finditer(r"^\| `({.+})` \|.*\|.*\|$", (DOCS / "api.md").read_text(), re.MULTILINE)
    ]
    fields = "range { start } compare(to: PREVIOUS_PERIOD) { basis }"
    document = " ".join(
        f'a{number}: contentAnalytics(contentId: "video-1", range: {row}) {{ {fields} }}'
        for number, row in enumerate(rows)
    )
    headers = {"Authorization": f"Bearer {guided.facts.admin_token}"}
    answer = httpx.post(guided.facts.url, json={"query": f"{{ {document} }}"}, headers=headers).json()

    forms = build_schema()._schema.type_map["RangeInput"]
    assert isinstance(forms, GraphQLInputObjectType)
    assert {row[1:].partition(":")[0] for row in rows} == set(forms.fields)
    assert [found["compare"]["basis"] for found in answer["data"].values()] == [
        "EQUAL_LENGTH",
        *["SAME_LOCAL_TIME"] * 4,
        *["WHOLE_PERIOD"] * 2,
        "EQUAL_LENGTH",
    ]


def test_each_kind_of_example_is_run_or_said_not_to_be() -> None:
    languages = {language for language, _ in blocks_of("api.md")}

    assert languages == {*COMMANDS, "json", "swift", "kotlin"}
    named = {language for example in EXAMPLES.values() if (language := example.language)}
    assert named == set(COMMANDS)
    unnamed = [text for language, text in blocks_of("api.md") if language in COMMANDS]
    assert len(unnamed) == len(EXAMPLES), "a block whose first line names no file is not run"


def test_the_documents_of_examples_that_do_not_run_are_valid() -> None:
    schema = build_schema()._schema
    texts = [text.replace("\\$", "$") for language, text in blocks_of("api.md") if language in ("swift", "kotlin")]
    documents = [found for text in texts for found in re.findall(r'"(mutation .*)"$', text, re.MULTILINE)]

    assert len(documents) == 2
    assert [validate(schema, parse(document)) for document in documents] == [[], []]


@pytest.mark.parametrize(
    ("name", "content_id"), [("watch.mjs", "video-3"), ("watch-apollo.mjs", "video-3"), ("watch.py", "video-4")]
)
def test_a_watcher_resumes_after_the_api_has_restarted(followed: Product, name: str, content_id: str) -> None:
    def view(user_id: str) -> None:
        event = {"id": f"{name}-{user_id}", "type": "VIEW_START", "contentId": content_id, "userId": user_id}
        headers = {"X-Viewpulse-Key": followed.facts.write_key}
        body = {"query": TRACK, "variables": {"event": event}}
        wait_until(lambda: httpx.post(followed.facts.url, json=body, headers=headers).json()["data"], what="an answer")

    with lines_of(followed, command_of(EXAMPLES[name])) as lines:
        snapshot = lines.next()
        before = snapshot["views"]["total"]
        view("ada")
        pushed = lines.next()
        assert pushed["views"]["total"] == before + 1
        followed.wait_restarted("api", followed.kill_child("api"))
        wait_until(lambda: lines.is_connected(followed.port), what="a new connection")
        view("ada")  # a duplicate: its answer comes after the snapshot that a watcher without its revision would get
        view("bob")
        resumed = lines.next()
        assert resumed["views"]["total"] == before + 2, "what was seen before is not sent again"
        assert snapshot["revision"] < pushed["revision"] < resumed["revision"]


async def test_a_queue_is_flushed_once_the_server_is_back(followed: Product) -> None:
    port = free_port()
    attempts = followed.folder / "attempts.txt"
    script = EXAMPLES["flush.py"].text.replace("time.sleep(", 'open("attempts.txt", "a").write("x"); time.sleep(')
    (followed.folder / "flush_later.py").write_text(script)
    command = f"export URL=http://127.0.0.1:{port}/graphql; python3 flush_later.py"
    sending = asyncio.create_task(asyncio.to_thread(run, followed, command))
    await asyncio.to_thread(wait_until, lambda: len(attempts.read_text()) >= 2, what="two attempts in vain")
    async with proxy_to("127.0.0.1", followed.port, port):
        assert json.loads(await sending) == ["ACCEPTED", "DUPLICATE"]
