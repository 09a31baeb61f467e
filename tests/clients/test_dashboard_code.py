"""The code of the dashboard: its types, the libraries in it, and what a wheel has of it."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.clients.node import FOLDER, node_environment, node_executable, node_modules, run_node

ROOT = Path(__file__).parents[2]
DASHBOARD = ROOT / "dashboard"


def compiled(project: Path) -> str:
    """What the TypeScript compiler says of a project."""
    compiler = node_modules() / "typescript" / "bin" / "tsc"
    command = [str(part) for part in (node_executable(), compiler, "--project", project)]
    done = subprocess.run(command, env=node_environment(), capture_output=True, text=True, timeout=120, check=False)
    return done.stdout


def test_its_types_are_right() -> None:
    assert compiled(DASHBOARD) == ""


def test_a_wrong_type_is_found(tmp_path: Path) -> None:
    """What the test above stands on: that the files are looked at, with the types of the libraries."""
    config = json.loads((DASHBOARD / "tsconfig.json").read_text())
    options = config["compilerOptions"] | {"paths": {"*": [f"{FOLDER}/node_modules/*"]}}
    (tmp_path / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": options, "files": [f"{DASHBOARD}/types.d.ts", str(tmp_path / "wrong.js")]})
    )
    (tmp_path / "wrong.js").write_text(
        f'import {{ html }} from "{DASHBOARD}/vendor/lit-3.3.3.js";\n'
        f'import {{ shown }} from "{DASHBOARD}/format.js";\n'
        'html(1);\nshown(1, "no such kind");\n'
    )
    said = compiled(tmp_path)
    assert "wrong.js(3,6)" in said
    assert "wrong.js(4,10)" in said


def test_the_libraries_are_those_of_the_pinned_packages(tmp_path: Path) -> None:
    written = [Path(path).name for path in run_node("vendor.mjs", {"folder": str(tmp_path)})]
    pinned = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    assert sorted(written) == sorted(
        f"{name}-{pinned[name]}.js" for name in ("graphql-ws", "lit", "uplot", "world-atlas")
    )
    for name in written:
        assert (DASHBOARD / "vendor" / name).read_bytes() == (tmp_path / name).read_bytes(), "run `make format`"
    licences = (DASHBOARD / "vendor" / "LICENCES.txt").read_text()
    for package in ("lit/LICENSE", "uplot/LICENSE", "graphql-ws/LICENSE.md", "world-atlas/LICENSE"):
        assert (node_modules() / package).read_text() in licences


def test_a_wheel_has_all_of_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        files = {path for path in DASHBOARD.rglob("*") if path.is_file()}
        assert len(files) > 30
        for path in files:
            assert packed.read(path.relative_to(ROOT).as_posix()) == path.read_bytes()
    assert "server/transport/dashboard.py" in names


INITIAL = {
    "page": "now",
    "content": "",
    "creator": "",
    "workspace": "",
    "account": "",
    "range": "28d",
    "traffic": "",
    "metric": "views",
    "steps": "VIEW_START,VIEW_COMPLETE,LIKE",
    "window": "7d",
    "order": "ORDERED",
    "start": "",
    "returns": "",
    "by": "WEEK",
    "number": "rate",
    "currency": "",
    "split": "CONTENT",
    "exclusions": "",
    "sources": "SOURCE",
    "audience": "COUNTRY",
    "sort": "",
    "search": "",
    "after": "",
    "before": "",
    "tables": "",
    "definition": "start@1",
    "compare": True,
    "theme": "",
}
ADDRESSES: dict[str, dict[str, object]] = {
    "": {},
    "?page=content&content=a%20%26%3D%2B%C3%A9&range=7d&compare=no": {
        "page": "content",
        "content": "a &=+é",
        "range": "7d",
        "compare": False,
    },
    "?tz=Europe/Berlin&theme=dark&definition=engaged@1&metric=watchTime": {
        "tz": "Europe/Berlin",
        "theme": "dark",
        "definition": "engaged@1",
        "metric": "watchTime",
    },
    "?range=2026-11-01_2026-11-30&account=x:1&workspace=w": {
        "range": "2026-11-01_2026-11-30",
        "account": "x:1",
        "workspace": "w",
    },
    "?page=events&steps=.quiz%2Cwatched50%3Aa%252Cb&window=1h&order=ANY&start=LIKE&by=DAY&currency=EUR": {
        "page": "events",
        "steps": ".quiz,watched50:a%2Cb",
        "window": "1h",
        "order": "ANY",
        "start": "LIKE",
        "by": "DAY",
        "currency": "EUR",
    },
    "?page=creator&sort=WATCH_TIME&search=a%2Cb&after=x%3D&audience=OS&sources=REFERRER&tables=series%2Caudience": {
        "page": "creator",
        "sort": "WATCH_TIME",
        "search": "a,b",
        "after": "x=",
        "audience": "OS",
        "sources": "REFERRER",
        "tables": "series,audience",
    },
    "?page=events&exclusions=SKIP%3Bafter%3D1": {"page": "events", "exclusions": "SKIP;after=1"},
    "?page=events&steps=&split=PRODUCT&number=revenue": {
        "page": "events",
        "steps": "",
        "split": "PRODUCT",
        "number": "revenue",
    },
    "?traffic=bots": {"traffic": "bots"},
    "?traffic=toString&page=../x&range=9d&tz=Mars/Base&theme=pink&definition=no&metric=a-b&compare=": {},
    "?range=2026-11-30_2026-11-01": {},
    "?range=1926-11-01_2026-11-01": {},
}
RANGES: dict[str, object] = {
    "today": [{"calendar": {"unit": "DAY"}}, "HOUR"],
    "24h": [{"last": "24h"}, "HOUR"],
    "28d": [{"days": 28}, "DAY"],
    "12m": [{"months": 12}, "WEEK"],
    "2026-02-28_2026-02-28": [{"between": {"start": "2026-02-28", "end": "2026-03-01"}}, "HOUR"],
    "2021-12-02_2026-11-30": [{"between": {"start": "2021-12-02", "end": "2026-12-01"}}, "MONTH"],
    "2026-02-30_2026-03-01": None,
    "constructor": None,
    "": None,
}


STEPS: dict[str, tuple[dict[str, object], str]] = {
    "VIEW_START": ({"types": ["VIEW_START"]}, "View start"),
    "LIKE:a%3Bb%3Ac": ({"types": ["LIKE"], "contentId": "a;b:c"}, "Like of a;b:c"),
    "watched50:v;optional": ({"watched": {"percent": 50, "contentId": "v"}, "optional": True}, "Watched 50 % of v"),
    ".quiz;within=1h;.answer=yes;.n=3;.ok=true;.id=%2242%22": (
        {"names": ["quiz"], "within": "1h", "properties": {"answer": "yes", "n": 3, "ok": True, "id": "42"}},
        'quiz, answer yes, n 3, ok true, id "42"',
    ),
    ".quiz;.a%3D%2C=%7B%7D;.none=null": (
        {"names": ["quiz"], "properties": {"a=,": "{}", "none": None}},
        "quiz, a=, {}, none null",
    ),
}


def test_a_step_says_what_the_api_takes() -> None:
    said = run_node("dashboard_state.mjs", {"addresses": [], "ranges": [], "steps": [*STEPS, "SKIP;after=1;before=3"]})
    *steps, exclusion = said["steps"]
    assert [(one["step"], one["label"]) for one in steps] == list(STEPS.values())
    assert [one["again"] for one in said["steps"]] == [*STEPS, "SKIP;after=1;before=3"]
    assert exclusion["exclusion"] == {"types": ["SKIP"], "after": 1, "before": 3}


def test_an_address_says_the_state_and_what_it_says_wrongly_is_left_out() -> None:
    facts = run_node("dashboard_state.mjs", {"addresses": list(ADDRESSES), "ranges": list(RANGES), "steps": []})
    zone = facts["states"][0]["tz"]
    assert facts["states"] == [{**INITIAL, "tz": zone, **said} for said in ADDRESSES.values()]
    assert facts["again"] == [True] * len(ADDRESSES)
    assert facts["ranges"] == RANGES
