"""``viewpulse dev`` through the real command: it starts, prints addresses, keeps its children running, and stops."""

import asyncio
import json
import os
import shlex
import signal
import socket
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import httpx
import jwt
import psutil
import pytest
import redis.asyncio
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from server.embedded import free_port
from server.unprivileged import unprivileged_account
from tests.products import Product, is_alive, wait_until

CHILDREN = ("api", "aggregator", "worker", "postgres", "redis")


def is_answering(product: Product) -> bool:
    """Whether the API says that it is ready."""
    return httpx.get(f"http://127.0.0.1:{product.port}/health/ready", timeout=60).status_code == httpx.codes.OK


def track(product: Product, content: str) -> dict[str, object]:
    """Sends one view of a content of creator-1."""
    mutation = "mutation($event: EventInput!) { trackEvent(event: $event) { accepted } }"
    event = {"type": "VIEW_START", "contentId": content, "creatorId": "creator-1", "userId": "ada"}
    headers = {"X-Viewpulse-Key": product.facts.write_key}
    body = {"query": mutation, "variables": {"event": event}}
    answer: dict[str, object] = httpx.post(product.facts.url, json=body, headers=headers, timeout=60).json()
    return answer


def has_views(product: Product, content: str, views: int) -> bool:
    """Whether the creator sees that many views of a content."""
    query = "query($id: ID!) { contentAnalytics(contentId: $id) { views { total } } }"
    headers = {"Authorization": f"Bearer {product.facts.creator_token}"}
    body = {"query": query, "variables": {"id": content}}
    answer = httpx.post(product.facts.url, json=body, headers=headers, timeout=60).json()
    return bool(answer.get("data") == {"contentAnalytics": {"views": {"total": views}}})


ACCEPTED = {"trackEvent": {"accepted": 1}}


def everything_left(pids: dict[str, int]) -> dict[str, int]:
    """Children that still run."""
    return {name: pid for name, pid in pids.items() if is_alive(pid)}


def test_dev_starts_in_an_empty_folder_and_prints_how_to_use_it(product: Product) -> None:
    facts = product.facts

    assert facts.url == f"http://127.0.0.1:{product.port}/graphql"
    assert facts.ws_url == f"ws://127.0.0.1:{product.port}/graphql"
    assert sorted(facts.pids) == sorted(CHILDREN)
    assert all(is_alive(pid) for pid in facts.pids.values())
    assert track(product, "first")["data"] == ACCEPTED
    wait_until(lambda: has_views(product, "first", 1), what="a counted view")

    async def connect() -> tuple[str, bool]:
        connection = await asyncpg.connect(facts.database_url)
        version = await connection.fetchval("SHOW server_version")
        await connection.close()
        async with redis.asyncio.from_url(facts.redis_url) as client:
            return version, await client.ping()

    version, pong = asyncio.run(connect())
    assert version.startswith("18")
    assert pong


def test_the_tokens_name_a_creator_and_an_admin_for_weeks(product: Product) -> None:
    creator = jwt.decode(product.facts.creator_token, options={"verify_signature": False})
    admin = jwt.decode(product.facts.admin_token, options={"verify_signature": False})

    assert (creator["sub"], creator["role"], admin["role"]) == ("creator-1", "creator", "admin")
    assert min(creator["exp"], admin["exp"]) - datetime.now(UTC).timestamp() > 29 * 86400


def printed_line(product: Product, beginning: str) -> str:
    """The one line of the banner that begins so; the terminal shows it as it stands here."""
    (line,) = (line for line in product.output.splitlines() if line.startswith(beginning))
    return line


def test_the_keys_and_tokens_are_printed(product: Product) -> None:
    facts = product.facts

    for needed in (facts.url, facts.write_key, facts.creator_token, facts.admin_token):
        assert needed in product.output


def test_the_printed_shell_line_tracks_an_event(product: Product) -> None:
    words = shlex.split(printed_line(product, "curl "))
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    body = words[words.index("-d") + 1]

    answer = httpx.post(words[1], content=body, headers=headers, timeout=60).json()

    assert answer["data"]["trackEvent"]["accepted"] == 1
    assert len(words) == 2 + 2 * len(headers) + 2, "all of it was understood"


def test_the_printed_mutation_moves_the_printed_subscription_with_the_printed_headers(product: Product) -> None:
    headers = json.loads(printed_line(product, '{"X-Viewpulse-Key"'))
    subscription = printed_line(product, "subscription {")
    mutation = printed_line(product, "mutation {")
    ws_url = product.facts.url.replace("http://", "ws://")
    with connect(ws_url, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket_:
        socket_.send(json.dumps({"type": "connection_init", "payload": headers}))
        assert json.loads(socket_.recv(timeout=60))["type"] == "connection_ack"
        socket_.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": subscription}}))

        def views() -> int:
            message = json.loads(socket_.recv(timeout=60))
            return int(message["payload"]["data"]["contentAnalytics"]["views"]["total"])

        before = views()
        answer = httpx.post(product.facts.url, json={"query": mutation}, headers=headers, timeout=60).json()
        assert answer["data"]["trackEvent"]["accepted"] == 1, answer
        wait_until(lambda: views() > before, what="a push with the new view")


def test_the_printed_link_opens_graphiql_with_the_printed_keys(product: Product) -> None:
    link = urlsplit(printed_line(product, f"{product.facts.url}#"))

    assert parse_qs(link.fragment) == {"writeKey": [product.facts.write_key], "token": [product.facts.admin_token]}
    page = httpx.get(link._replace(fragment="").geturl(), headers={"Accept": "text/html"}, timeout=60)
    assert "GraphiQL" in page.text


def test_the_aggregators_runs_are_in_its_log_and_not_on_the_terminal(product: Product) -> None:
    assert track(product, "quiet")["data"] == ACCEPTED
    wait_until(lambda: has_views(product, "quiet", 1), what="a counted view")
    log = product.data / "aggregator.log"
    wait_until(lambda: "[info] runs " in log.read_text(), what="a line about the run")

    product.wait_restarted("redis", product.kill_child("redis"))  # its lines come later than any of the run's
    wait_until(lambda: "redis runs again" in product.output, what="a line that says so")

    assert "[info] runs " not in product.output


def test_files_with_secrets_are_readable_by_their_owner_only(product: Product) -> None:
    for name in ("dev.json", "secrets.json", "password"):
        assert stat.S_IMODE((product.data / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE((product.data / "data").stat().st_mode) == 0o700


@pytest.mark.parametrize("name", CHILDREN)
def test_a_child_that_is_killed_is_started_again_on_the_same_port(product: Product, name: str) -> None:
    before = product.facts

    new_pid = product.wait_restarted(name, product.kill_child(name))

    after = product.facts
    assert is_alive(new_pid)
    assert (after.url, after.database_url, after.redis_url) == (before.url, before.database_url, before.redis_url)
    assert {key: pid for key, pid in after.pids.items() if key != name} == {
        key: pid for key, pid in before.pids.items() if key != name
    }
    assert f"{name} was killed by SIGKILL" in product.output
    wait_until(lambda: f"{name} runs again as process {new_pid}" in product.output, what="a line that says so")
    content = f"after {name}"
    wait_until(lambda: is_answering(product) and track(product, content).get("data") == ACCEPTED, what="a working API")
    wait_until(lambda: has_views(product, f"after {name}", 1), what="a counted view")


def assert_all_is_gone(product: Product, pids: dict[str, int]) -> None:
    """Nothing runs, and no file says so."""
    assert everything_left(pids) == {}
    assert not (product.data / "dev.json").exists()
    assert list(product.data.glob("*.pid")) == []


def test_a_signal_stops_everything_and_data_and_keys_stay_for_the_next_start(folder: Path) -> None:
    """Even if PostgreSQL's lock file names a stranger: it takes a living process of its own user for itself, and pids
    return after a reboot.
    """
    product = Product(folder)
    first = product.start()
    track(product, "kept")
    wait_until(lambda: has_views(product, "kept", 1), what="a counted view")

    assert product.stop(signal.SIGINT) == 0

    assert_all_is_gone(product, first.pids)
    account = unprivileged_account()
    with subprocess.Popen(["sleep", "60"], user=account.user, group=account.group, cwd="/") as stranger:
        (product.data / "data" / "postmaster.pid").write_text(
            f"{stranger.pid}\n{product.data}/data\n0\n1\n\n127.0.0.1\n\n\n"
        )
        second = product.start()
        try:
            assert second.write_key == first.write_key
            assert has_views(product, "kept", 1)
            assert stranger.poll() is None
        finally:
            stranger.kill()
            stopped = product.stop()
    assert stopped == 0


def test_a_killed_parent_leaves_nothing_that_blocks_the_next_start(folder: Path) -> None:
    product = Product(folder)
    first = product.start()
    track(product, "kept")
    os.kill(product.pid, signal.SIGKILL)
    product.stop()
    assert (product.data / "dev.json").exists()
    listing = Product(folder, "key", "list")
    listing.output_file = folder / "listing.txt"
    listing.launch()
    wait_until(lambda: listing.returncode is not None, what="the end of the command")
    assert (listing.returncode, listing.output) == (
        1,
        "viewpulse: Nothing runs in .viewpulse any more; start it with `make run`, or set VIEWPULSE_DATABASE_URL.\n",
    )

    second = product.start()
    try:
        assert second.url == first.url
        assert everything_left(first.pids) == {}
        wait_until(lambda: has_views(product, "kept", 1), what="the view acknowledged before")
    finally:
        product.stop()
    assert everything_left(second.pids) == {}


def test_a_taken_port_is_one_clear_line(folder: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        product = Product(folder, VIEWPULSE_PORT=str(port))
        product.launch()
        wait_until(lambda: product.returncode is not None, what="the end of the command")

    assert product.returncode == 1
    assert product.output == (
        f"viewpulse: Port {port} of 127.0.0.1 cannot be used (Address already in use): "
        "stop the process that uses it, or set VIEWPULSE_PORT.\n"
    )


def test_a_folder_in_use_is_one_clear_line_and_its_user_is_not_disturbed(product: Product) -> None:
    before = product.facts
    second = Product(product.folder, VIEWPULSE_PORT=str(free_port()), VIEWPULSE_DATA_DIR=str(product.data))
    second.output_file = product.folder / "second.txt"
    second.launch()
    wait_until(lambda: second.returncode is not None, what="the end of the second command")

    assert second.returncode == 1
    assert second.output == (
        f"viewpulse: The data folder {product.data} is in use by process {product.pid}: "
        "stop that one, or set VIEWPULSE_DATA_DIR to another folder.\n"
    )
    assert product.facts == before
    assert is_answering(product)


def test_a_command_finds_the_database_of_a_running_dev(product: Product) -> None:
    listing = Product(product.folder, "key", "list", VIEWPULSE_DATA_DIR=str(product.data))
    listing.output_file = product.folder / "listing.txt"
    listing.launch()
    wait_until(lambda: listing.returncode is not None, what="the end of the command")

    assert listing.returncode == 0, listing.output
    assert "viewpulse dev" in listing.output


def test_the_doctor_finds_nothing_wrong_with_a_running_dev(product: Product) -> None:
    doctor = Product(product.folder, "doctor", VIEWPULSE_DATA_DIR=str(product.data))
    doctor.output_file = product.folder / "doctor.txt"

    def is_well() -> bool:
        doctor.launch()
        wait_until(lambda: doctor.returncode is not None, what="the end of the doctor")
        return doctor.returncode == 0

    wait_until(is_well, what="a clean bill of health")
    assert "All is well." in doctor.output


def test_a_start_that_is_interrupted_leaves_nothing_behind(folder: Path) -> None:
    product = Product(folder)
    product.launch()
    wait_until((product.data / "postgres.pid").exists, what="the start of PostgreSQL")

    assert product.stop() == 0

    assert [pid for pid in psutil.pids() if str(folder) in _command_line(pid)] == []
    product.start()
    assert product.stop() == 0


def _command_line(pid: int) -> str:
    try:
        return " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return ""


def test_the_demo_moves_the_numbers_of_the_creator_whose_token_is_printed(folder: Path) -> None:
    product = Product(folder, "demo", "--rate", "200", "--seed", "7", "--past", "0")
    facts = product.start()
    headers = {"Authorization": f"Bearer {facts.creator_token}"}
    query = {"query": "{ creatorAnalytics { views { total } } }"}

    def views() -> int:
        answer = httpx.post(facts.url, json=query, headers=headers, timeout=60).json()
        return int(answer["data"]["creatorAnalytics"]["views"]["total"])

    try:
        wait_until(lambda: views() > 10, seconds=60, what="views of creator-1")
        assert "creatorAnalytics" in product.output
        assert set(product.facts.pids) >= set(CHILDREN)
    finally:
        assert product.stop() == 0
    assert everything_left(facts.pids) == {}


def test_an_open_subscription_does_not_hold_up_the_stop_when_the_terminal_closes(folder: Path) -> None:
    product = Product(folder)
    facts = product.start()
    subscribe = {"query": 'subscription { contentAnalytics(contentId: "any") { views { total } } }'}
    with connect(facts.ws_url, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket_:
        init = {"type": "connection_init", "payload": {"authorization": f"Bearer {facts.admin_token}"}}
        socket_.send(json.dumps(init))
        socket_.send(json.dumps({"type": "subscribe", "id": "1", "payload": subscribe}))
        wait_until(lambda: '"next"' in str(socket_.recv(timeout=60)), what="the snapshot")

        assert product.stop(signal.SIGHUP) == 0

    assert "was killed" not in product.output
    assert_all_is_gone(product, facts.pids)
