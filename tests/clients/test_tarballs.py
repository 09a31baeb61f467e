"""The packages of the TypeScript workspace as an app has them: what they hold, and that they can be used from there."""

import gzip
import json
import re
from pathlib import Path

import pytest

from tests.clients.tarballs import app, entry, files_of, packages
from tests.clients.typescript import SCOPE, WORKSPACE, node

MAX_BYTES = {"live": 4_000, "react": 1_000}
USES = """
import { createTracker } from "@viewpulse/core";
import { createLive, type State, ViewpulseError } from "@viewpulse/live";
import { ContentAnalyticsDocument, ContentAnalyticsLiveDocument, SeriesLiveDocument } from "@viewpulse/live/documents";
import { useLive, useTracker, ViewpulseProvider } from "@viewpulse/react";
import { createElement } from "react";

const tracker = createTracker({ url: "https://api.example.org/v1/in", writeKey: "vp_write_key" });
const live = createLive({ url: "https://api.example.org/graphql", token: async () => "token" });

const answer = await live.query(ContentAnalyticsDocument, { contentId: "video-1" });
const total: number = answer.contentAnalytics!.views.total;
const stop: () => void = live.live(ContentAnalyticsLiveDocument, { contentId: "video-1", every: "2s" }, {
  onData: (data) => console.log(data.contentAnalytics?.views.total satisfies number | undefined),
  onState: ({ status, asOf }: State) => console.log(status === "stale", asOf),
  onError: (error: ViewpulseError) => console.log(error.code, error.path, error.retryable),
});
live.live("subscription { definitions { name } }", {}, { onData: (data) => console.log(data.definitions) });
// @ts-expect-error the library resumes by itself
live.live(ContentAnalyticsLiveDocument, { contentId: "video-1", afterRevision: 5 }, {});
// @ts-expect-error no such variable
live.live(ContentAnalyticsLiveDocument, { contentID: "video-1" }, {});
// @ts-expect-error no content
await live.query(ContentAnalyticsDocument, {});

export function Views({ contentId }: { contentId: string }) {
  const { data, status } = useLive(ContentAnalyticsLiveDocument, { contentId });
  const { data: series } = useLive(SeriesLiveDocument, { of: { contentId }, by: "DAY" });
  useTracker().track({ type: "VIEW", contentId });
  // @ts-expect-error no such field
  data?.contentAnalytics?.view;
  const days: number | undefined = series?.series?.points.length;
  return createElement("p", null, status, data?.contentAnalytics?.views.total, days);
}
export const page = createElement(ViewpulseProvider, { live, tracker }, createElement(Views, { contentId: "video-1" }));
export { stop, total };
"""


def test_the_documents_are_those_of_the_schema(tmp_path: Path) -> None:
    done = node("documents.mjs", tmp_path / "documents.ts")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "documents.ts").read_text()
    assert written == (WORKSPACE / "packages" / "live" / "src" / "documents.ts").read_text(), "run `make format`"
    assert 'export const SeriesLiveDocument = "# ' in written


@pytest.mark.parametrize("name", packages())
def test_a_tarball_holds_what_an_app_needs_and_nothing_else(name: str) -> None:
    modules = {path.stem for path in (WORKSPACE / "packages" / name / "src").glob("*.ts")}
    built = {f"dist/{module}{ending}" for module in modules for ending in (".js", ".d.ts")}
    assert files_of(name) == {"package.json", "README.md", "LICENSE", *built}
    package = json.loads((app() / "node_modules" / SCOPE / name / "package.json").read_text())
    assert package["license"] == "Apache-2.0"
    assert set(package.get("dependencies", {})) <= {f"{SCOPE}/core"}


@pytest.mark.parametrize("name", MAX_BYTES)
def test_a_package_is_small(name: str) -> None:
    options = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--external:react", f"--external:{SCOPE}/*")
    done = node(WORKSPACE / "node_modules" / "esbuild" / "bin" / "esbuild", entry(name), *options)
    assert done.returncode == 0, done.stderr
    assert "export{" in done.stdout
    assert len(gzip.compress(done.stdout.encode(), 9)) <= MAX_BYTES[name]


def test_an_app_pays_only_for_the_documents_that_it_uses(tmp_path: Path) -> None:
    (app() / "one.js").write_text('export { RealtimeLiveDocument } from "@viewpulse/live/documents";')
    esbuild = WORKSPACE / "node_modules" / "esbuild" / "bin" / "esbuild"
    done = node(esbuild, "one.js", "--bundle", "--minify", "--format=esm", folder=app())
    assert done.returncode == 0, done.stderr
    assert re.findall(r"subscription (\w+)", done.stdout) == ["RealtimeLive"]


def test_a_strict_compiler_accepts_an_app_and_finds_its_mistakes() -> None:
    (app() / "uses.ts").write_text(USES)
    compiler = WORKSPACE / "node_modules" / "typescript" / "bin" / "tsc"
    options = ("--strict", "--exactOptionalPropertyTypes", "--noEmit", "--target", "es2022", "--module", "esnext")
    done = node(compiler, *options, "--moduleResolution", "bundler", "--lib", "es2022,dom", "uses.ts", folder=app())
    assert done.returncode == 0, done.stdout


def test_the_page_of_the_docs_compiles() -> None:
    guide = (WORKSPACE.parents[1] / "docs" / "clients.md").read_text()
    [shown] = re.findall(r"^```tsx\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert "useLive(" in shown
    assert "createTracker(" in shown
    (app() / "docs.tsx").write_text(shown)
    compiler = WORKSPACE / "node_modules" / "typescript" / "bin" / "tsc"
    options = ("--strict", "--noEmit", "--jsx", "react-jsx", "--target", "es2022", "--module", "esnext")
    done = node(compiler, *options, "--moduleResolution", "bundler", "--lib", "es2022,dom", "docs.tsx", folder=app())
    assert done.returncode == 0, done.stdout


def test_an_app_can_be_bundled() -> None:
    (app() / "uses.ts").write_text(USES)
    esbuild = WORKSPACE / "node_modules" / "esbuild" / "bin" / "esbuild"
    done = node(esbuild, "uses.ts", "--bundle", "--format=esm", "--target=es2022", "--outfile=bundle.js", folder=app())
    assert done.returncode == 0, done.stderr
    assert (app() / "bundle.js").stat().st_size > 10_000


def test_pages_are_rendered_where_there_is_no_browser() -> None:
    script = """
    import { createTracker } from "@viewpulse/core";
    import { createLive } from "@viewpulse/live";
    import { RealtimeLiveDocument } from "@viewpulse/live/documents";
    import { useLive, useTracker, ViewpulseProvider } from "@viewpulse/react";
    import { createElement } from "react";
    import { renderToString } from "react-dom/server";

    globalThis.WebSocket = class { constructor() { throw new Error("A page that is rendered connects."); } };
    globalThis.fetch = () => { throw new Error("A page that is rendered sends."); };
    const live = createLive({ url: "http://127.0.0.1:1/graphql" });
    const tracker = createTracker({ url: "http://127.0.0.1:1/v1/in", writeKey: "k" });
    function Now() {
      const { status, data } = useLive(RealtimeLiveDocument, { of: { contentId: "c" } });
      return createElement("p", { title: typeof useTracker().track }, status, String(data));
    }
    const page = renderToString(createElement(ViewpulseProvider, { live, tracker }, createElement(Now)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    console.log(JSON.stringify(page));
    let refusal;
    try { renderToString(createElement(Now)); } catch (error) { refusal = error.message; }
    console.log(JSON.stringify(refusal));
    """
    done = node("--input-type=module", "-e", script, folder=app())
    assert done.returncode == 0, done.stderr
    page, refusal = map(json.loads, done.stdout.splitlines())
    assert page == '<p title="function">connecting<!-- -->undefined</p>'
    assert refusal == "There is no <ViewpulseProvider live={…}> around this component."


def test_the_live_client_passes_every_conformance_vector() -> None:
    app()
    done = node("--test-reporter=tap", WORKSPACE / "packages" / "live" / "test" / "vectors.test.mjs")
    assert done.returncode == 0, done.stdout
    passed = re.findall(r"^ok \d+ - (.*)$", done.stdout, re.MULTILINE)
    cases = json.loads((WORKSPACE.parent / "vectors" / "live.json").read_text())["cases"]
    assert [name.replace("\\", "") for name in passed] == [case["name"] for case in cases]
