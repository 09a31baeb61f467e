"""The TypeScript libraries for tracking: their types, their sizes, what is packed, and the conformance vectors."""

import gzip
import json
import re
import tarfile
from pathlib import Path

import pytest

from tests.clients.typescript import (
    CORE,
    EXAMPLE,
    MEDIA,
    STORAGE,
    WORKSPACE,
    bundled,
    installed,
    library,
    node,
    write_example,
)

VECTORS = WORKSPACE.parent / "vectors"
USES = """
import { createTracker, type EventType, type Problem } from "@viewpulse/core";
import { watchMedia } from "@viewpulse/media";

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
tracker.track({ type: "VIEW", contentId: id, id });
// @ts-expect-error a view is of a content
tracker.track({ type: "VIEW" });
// @ts-expect-error a session is of none
tracker.track({ type: "SESSION_START", contentId: id });
// @ts-expect-error only a custom event has a name
tracker.track({ type: "LIKE", contentId: id, name: "liked" });
// @ts-expect-error money has a currency
tracker.track({ type: "PURCHASE", properties: { productId: "p", amount: "12.50" } });
tracker.track({ type: "PURCHASE", properties: { productId: "p", amount: "12.50", currency: "EUR", shelf: 7 } });
tracker.track({ type: "SHARE", contentId: id, properties: { sharedTo: "chat" } });
tracker.track({ type: "CUSTOM", name: "level", schemaVersion: "1.0.0", properties: { level: 3 } });
const stop = watchMedia(document.querySelector("video")!, tracker, { contentId: id, contentType: "VIDEO" });
// @ts-expect-error what is played has an id
watchMedia(document.querySelector("video")!, tracker, { contentType: "VIDEO" });
stop();
export { tracker };
"""


def test_its_types_are_those_of_the_schema(tmp_path: Path) -> None:
    done = node("types.mjs", tmp_path / "schema.ts")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "schema.ts").read_text()
    assert written == (CORE / "src" / "schema.ts").read_text(), "run `make format`"
    assert "export type EventInput = {" in written


@pytest.mark.parametrize(
    ("source", "needs"), [(CORE, {}), (MEDIA, {"@viewpulse/core": "^0.1.0"})], ids=["core", "media"]
)
def test_a_package_holds_what_an_app_needs_and_depends_on_nothing_else(source: Path, needs: dict[str, str]) -> None:
    [tarball] = installed().glob(f"viewpulse-{source.name}-*.tgz")
    with tarfile.open(tarball) as packed:
        names = {name.removeprefix("package/") for name in packed.getnames()}
    modules = {path.stem for path in (source / "src").glob("*.ts")}
    built = {f"dist/{module}{ending}" for module in modules for ending in (".js", ".d.ts")}
    assert names == {"package.json", "README.md", "LICENSE", *built}
    package = json.loads((library(source.name).parents[1] / "package.json").read_text())
    assert {name: package[name] for name in package if "ependencies" in name} == (
        {"peerDependencies": needs} if needs else {}
    )
    assert [path.name for path in (installed() / "node_modules").iterdir() if not path.name.startswith(".")] == [
        "@viewpulse"
    ]


@pytest.mark.parametrize(("package", "most"), [("core", 4_096), ("media", 2_500)])
def test_a_library_is_small(package: str, most: int) -> None:
    # 4 KB of the core are 1,024 bytes each: it bears storages that fail and promises that never come
    external = () if package == "core" else ("--external:@viewpulse/core",)
    text = bundled(f'export * from "@viewpulse/{package}";', "--minify", *external)
    assert "export{" in text
    assert len(gzip.compress(text.encode(), 9)) <= most


def test_the_example_page_has_the_built_libraries(tmp_path: Path) -> None:
    write_example(tmp_path)
    for name in ("core.js", "media.js"):
        assert (EXAMPLE / name).read_text() == (tmp_path / name).read_text(), "run `make format`"


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


@pytest.mark.parametrize(("source", "vectors"), [(CORE, "delivery"), (MEDIA, "media")], ids=["core", "media"])
def test_a_library_passes_every_conformance_vector(source: Path, vectors: str, tmp_path: Path) -> None:
    installed()
    storage = f"--localstorage-file={tmp_path / 'storage.sqlite'}"
    done = node(*STORAGE, storage, "--test-reporter=tap", source / "test" / "vectors.test.mjs")
    assert done.returncode == 0, done.stdout
    passed = re.findall(r"^ok \d+ - (.*)$", done.stdout, re.MULTILINE)
    wanted = [case["name"] for case in json.loads((VECTORS / f"{vectors}.json").read_text())["cases"]]
    assert [name.replace("\\", "") for name in passed] == wanted


def test_it_works_in_apps_and_workers() -> None:
    installed()
    done = node("--no-experimental-webstorage", "--test-reporter=tap", CORE / "test" / "environments.test.mjs")
    assert done.returncode == 0, done.stdout
    assert len(re.findall(r"^ok ", done.stdout, re.MULTILINE)) == 8


def test_players_are_followed() -> None:
    installed()
    done = node("--test-reporter=tap", MEDIA / "test" / "players.test.mjs")
    assert done.returncode == 0, done.stdout
    assert len(re.findall(r"^ok ", done.stdout, re.MULTILINE)) == 5


def test_ten_thousand_events_can_wait_and_what_one_more_costs_is_printed(tmp_path: Path) -> None:
    installed()
    done = node(*STORAGE, f"--localstorage-file={tmp_path / 'storage.sqlite'}", CORE / "test" / "cost.mjs")
    assert done.returncode == 0, done.stderr
    costs = json.loads(done.stdout)
    assert {kept: cost["waiting"] for kept, cost in costs.items()} == {"memory": 10_000, "localStorage": 10_000}
    print(f"track() with 10,000 waiting, in ms: {costs}")
