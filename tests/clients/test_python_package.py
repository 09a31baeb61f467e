"""The Python package, as an app has it: built, installed into an empty environment, and used from there."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.server import Server

PACKAGE = Path(__file__).parents[2] / "clients" / "python"
EXAMPLE = PACKAGE.parents[1] / "examples" / "backend" / "app.py"
SECONDS = 120
USES = """
from viewpulse_client import AsyncClient, Client, Tracker
from viewpulse_client.documents.content_analytics import ContentAnalytics, ContentAnalyticsLive
from viewpulse_client.documents.me import Me

tracker = Tracker("https://api.example.org/v1/in", "key", context={"device": {"platform": "WEB"}})
event_id: str = tracker.track("VIEW_START", content_id="video-1", view_data={"watchTime": 1.5})
tracker.track("VIEWED", content_id="video-1")  # wrong: no such type
tracker.track("VIEW_START")  # wrong: without a content
tracker.track("VIEW_START", contentID="video-1")  # wrong: no such field
tracker.track("FOLLOW", creator_id="k", view_data={"watchTime": 1})  # wrong: nobody watches a follow
tracker.track("VIEW_START", content_id="c", view_data={"watched": 1})  # wrong: no such field of the group
tracker.track("PURCHASE", properties={"productId": "p", "amount": 12.5})  # wrong: without a currency
tracker.track_purchase(amount="1", currency="EUR", product_id="p", source={"type": "FEED"})
tracker.track_purchase(amount=1, currency="EUR")  # wrong: an amount is a text
client = Client("https://api.example.org/graphql", "token")
answer = client.query(ContentAnalytics({"contentId": "video-1"}))["contentAnalytics"]
print(answer["plays"])  # wrong: it may be None
if answer:
    total: int = answer["views"]["total"]
    answer["viewz"]  # wrong: no such field
client.query(ContentAnalytics({"content": "video-1"}))  # wrong: no such variable
client.query(ContentAnalyticsLive({"contentId": "video-1"}))  # wrong: that is live
client.query(Me())
"""
RUNS = """
import json, sys
import viewpulse_client
from viewpulse_client import Client, Tracker
from viewpulse_client.documents.content_analytics import ContentAnalytics, ContentAnalyticsLive

given = json.loads(sys.argv[1])
has_websockets_only_if_needed = "websockets" not in sys.modules
with Tracker(given["url"].removesuffix("/graphql") + "/v1/in", given["writeKey"]) as tracker:
    tracker.track_view(content_id=given["contentId"], user_id="ada")
with Client(given["url"], given["token"]) as client:
    for answer in client.subscribe(ContentAnalyticsLive({"contentId": given["contentId"]})):
        if answer["contentAnalytics"]["views"]["total"]:
            break
    asked = client.query(ContentAnalytics({"contentId": given["contentId"]}))
print(json.dumps([viewpulse_client.__file__, tracker.waiting, asked["contentAnalytics"]["views"]["total"],
                  has_websockets_only_if_needed]))
"""


def run(*command: str | Path, folder: Path) -> str:
    """What a command prints."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(folder: Path, target: Path) -> list[Path]:
    """The wheel and the archive of a source folder."""
    run(sys.executable, "-m", "hatchling", "build", "-d", target, folder=folder)
    return sorted(target.iterdir())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What is built: the archive is the second one."""
    wheel, archive = sorted(build(PACKAGE, tmp_path_factory.mktemp("dist")), key=lambda file: file.suffix, reverse=True)
    return [wheel, archive]


@pytest.fixture(scope="module")
def python(built: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of an environment with the wheel; what it depends on comes from ours."""
    folder = tmp_path_factory.mktemp("app") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    options = ("install", "--quiet", "--no-index", "--no-deps", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "--python", python, *options, built[0], folder=folder)
    [installed] = folder.glob("lib/python*/site-packages")
    (installed / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return python


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as files:
        return set(files.namelist())


def sources() -> Iterator[str]:
    listed = ("*.py", "py.typed")
    return (
        file.relative_to(PACKAGE).as_posix() for like in listed for file in PACKAGE.glob(f"viewpulse_client/**/{like}")
    )


def test_the_wheel_has_the_package_and_nothing_else(built: list[Path]) -> None:
    about = {name for name in names_in(built[0]) if not name.startswith("viewpulse_client/")}
    assert names_in(built[0]) - about == set(sources())
    prefix = "viewpulse_client-0.1.0.dist-info"
    assert about == {f"{prefix}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "licenses/LICENSE")}
    with zipfile.ZipFile(built[0]) as files:
        metadata = files.read(f"{prefix}/METADATA").decode()
    requires = re.findall(r"^Requires-Dist: (.*)$", metadata, re.MULTILINE)
    assert [re.split(r"[<>=;]", each)[0] for each in requires] == ["httpx", "websockets"]
    assert "extra == 'live'" in requires[1]
    assert "Tracker(" in metadata, "the README is shown where packages are listed"


def test_the_archive_builds_the_same_wheel(built: list[Path], tmp_path: Path) -> None:
    with tarfile.open(built[1]) as files:
        files.extractall(tmp_path / "unpacked", filter="data")
    [source] = (tmp_path / "unpacked").iterdir()
    [again] = [file for file in build(source, tmp_path / "dist") if file.suffix == ".whl"]
    assert names_in(again) == names_in(built[0])


def test_an_app_uses_what_is_installed(server: Server, python: Path, tmp_path: Path) -> None:
    printed = run(python, "-c", RUNS, json.dumps(server.as_json(server.new_content())), folder=tmp_path)
    place, waiting, views, is_thrifty = json.loads(printed)
    assert Path(place).is_relative_to(python.parents[1])
    assert (waiting, views, is_thrifty) == (0, 1, True)


def checked(python: Path, file: Path, tmp_path: Path) -> str:
    """What mypy says of a file, strictly, with the installed package."""
    options = ("--strict", "--no-error-summary", "--cache-dir", tmp_path / "cache", "--python-executable", python)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, file],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MYPYPATH")},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return done.stdout + done.stderr


def test_a_type_checker_knows_which_events_and_answers_there_are(python: Path, tmp_path: Path) -> None:
    (tmp_path / "uses.py").write_text(USES)
    said = checked(python, tmp_path / "uses.py", tmp_path)
    wrong = {int(number) for number in re.findall(r"uses\.py:(\d+): error", said)}
    assert wrong == {at for at, line in enumerate(USES.splitlines(), 1) if "# wrong" in line}, said
    assert "import-untyped" not in said


def test_the_example_of_a_backend_has_no_wrong_type(python: Path, tmp_path: Path) -> None:
    assert checked(python, EXAMPLE, tmp_path) == ""
