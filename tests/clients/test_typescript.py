"""The TypeScript core library: its types, its size, what is packed, and the conformance vectors."""

import gzip
import json
import re
import tarfile
from pathlib import Path

from tests.clients.typescript import CORE, STORAGE, WORKSPACE, installed, library, node

MAX_BYTES = 4_000
VECTORS = WORKSPACE.parent / "vectors" / "delivery.json"
USES = """
import { createTracker, type EventType, type Problem } from "@viewpulse/core";

const tracker = createTracker({
  url: "https://api.example.org/v1/in",
  writeKey: "vp_write_key",
  context: { device: { type: "DESKTOP", platform: "WEB" } },
  onProblem: (problem: Problem) => console.log(problem.code),
});
const kind: EventType = "VIEW_START";
const id: string = tracker.track({ type: kind, contentId: "video-1", viewData: { watchTime: 1.5 } });
// @ts-expect-error no such type
tracker.track({ type: "VIEWED" });
// @ts-expect-error no such field
tracker.track({ type: "VIEW", contentID: id });
// @ts-expect-error the tracker makes the id
tracker.track({ type: "VIEW", id });
export { tracker };
"""


def test_its_types_are_those_of_the_schema(tmp_path: Path) -> None:
    done = node("types.mjs", tmp_path / "schema.ts")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "schema.ts").read_text()
    assert written == (CORE / "src" / "schema.ts").read_text(), "run `make format`"
    assert "export type EventInput = {" in written


def test_the_package_holds_what_an_app_needs_and_depends_on_nothing() -> None:
    [tarball] = installed().glob("*.tgz")
    with tarfile.open(tarball) as packed:
        names = {name.removeprefix("package/") for name in packed.getnames()}
    modules = {path.stem for path in (CORE / "src").glob("*.ts")}
    built = {f"dist/{module}{ending}" for module in modules for ending in (".js", ".d.ts")}
    assert names == {"package.json", "README.md", "LICENSE", *built}
    package = json.loads((library().parents[1] / "package.json").read_text())
    assert {name for name in package if "ependencies" in name} == set()
    assert [path.name for path in (installed() / "node_modules").iterdir() if not path.name.startswith(".")] == [
        "@viewpulse"
    ]


def test_it_is_small() -> None:
    options = ("--bundle", "--minify", "--format=esm", "--target=es2022")
    done = node(WORKSPACE / "node_modules" / "esbuild" / "bin" / "esbuild", library(), *options)
    assert done.returncode == 0, done.stderr
    assert "createTracker" in done.stdout
    assert len(gzip.compress(done.stdout.encode(), 9)) <= MAX_BYTES


def test_a_compiler_knows_which_events_there_are(tmp_path: Path) -> None:
    project = installed()
    (project / "uses.ts").write_text(USES)
    compiler = WORKSPACE / "node_modules" / "typescript" / "bin" / "tsc"
    options = ("--strict", "--noEmit", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler")
    done = node(compiler, *options, "--lib", "es2022,dom", "uses.ts", folder=project)
    assert done.returncode == 0, done.stdout


def test_it_can_be_imported_and_used_where_there_is_no_browser() -> None:
    script = """
    const { createTracker } = await import("@viewpulse/core");
    const tracker = createTracker({ url: "http://127.0.0.1:1/v1/in", writeKey: "k" });
    const id = tracker.track({ type: "VIEW", contentId: "c", properties: { text: 1n } });
    tracker.track({ type: "VIEW", contentId: "c" });
    console.log(JSON.stringify([id, await tracker.waiting()]));
    """
    done = node("--input-type=module", "--no-experimental-webstorage", "-e", script, folder=installed())
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["", 1]
    assert "NOT_TRACKED" in done.stderr, "what cannot be written is reported, not thrown"


def test_it_passes_every_conformance_vector(tmp_path: Path) -> None:
    installed()
    storage = f"--localstorage-file={tmp_path / 'storage.sqlite'}"
    done = node(*STORAGE, storage, "--test-reporter=tap", CORE / "test" / "vectors.test.mjs")
    assert done.returncode == 0, done.stdout
    passed = re.findall(r"^ok \d+ - (.*)$", done.stdout, re.MULTILINE)
    wanted = [case["name"] for case in json.loads(VECTORS.read_text())["cases"]]
    assert [name.replace("\\", "") for name in passed] == wanted
