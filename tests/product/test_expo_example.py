"""The Expo example by the types of React Native, Expo and our own packages, and the adapters by Expo's own player.

The whole of React Native is 450 MB; this takes the sources of the few packages that the example uses, as its lock has
them.
"""

import base64
import hashlib
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.clients.node import run_npm
from tests.clients.tarballs import app
from tests.clients.typescript import SCOPE, WORKSPACE, node

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "expo"
LOCKED = (
    "@react-native-async-storage/async-storage",
    "@react-native/virtualized-lists",
    "@types/react",
    "csstype",
    "expo",
    "expo-asset",
    "expo-modules-core",
    "expo-video",
    "react-native",
)
NOT_LOCKED = {
    "react-native-video": {
        "version": "6.19.3",
        "integrity": "sha512-hI0YhEH6NdkfbFfMoZTZizEmLIm13rLlMf6KyWlGSe0+6If7/gvhapR2j/BMKBEwmlAIZjU4A6ax4Qn7yssjLQ==",
    }
}
"""The example has another player; its ``<Video>`` has to take our props."""
USES = """
import { createTracker } from "@viewpulse/core";
import { watchReactNativeVideo } from "@viewpulse/media";
import Video from "react-native-video";

const tracker = createTracker({ url: "https://api.example.org/v1/in", writeKey: "k" });
const watched = watchReactNativeVideo(tracker, () => ({ contentId: "c" }), { repeat: true });
export const shown = <Video source={{ uri: "https://example.org/clip.mp4" }} repeat {...watched.props} />;
// @ts-expect-error it has no such callback
export const wrong = <Video onProgres={watched.props.onProgress} />;
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, with our packages and the sources of those that it uses, without what these need to run."""
    folder = tmp_path_factory.mktemp("expo")
    for name in ("App.tsx", "tsconfig.json"):
        shutil.copy(EXAMPLE / name, folder)
    modules = folder / "node_modules"
    shutil.copytree(app() / "node_modules" / SCOPE, modules / SCOPE)
    lock = json.loads((EXAMPLE / "package-lock.json").read_text())["packages"]
    wanted = {name: lock[f"node_modules/{name}"] for name in LOCKED} | NOT_LOCKED
    (folder / "package.json").write_text("{}")
    run_npm(folder, "pack", *(f"{name}@{about['version']}" for name, about in wanted.items()))
    for name, about in wanted.items():
        tarball = folder / f"{name.removeprefix('@').replace('/', '-')}-{about['version']}.tgz"
        digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
        assert f"sha512-{digest}" == about["integrity"], name
        with tarfile.open(tarball) as packed:
            for member in packed:
                _, _, path = member.name.partition("/")
                if path.endswith((".ts", ".tsx", "package.json")):
                    member.name = path
                    packed.extract(member, modules / name, filter="data")
        tarball.unlink()
    return folder


def test_a_compiler_accepts_it(project: Path) -> None:
    (project / "uses.tsx").write_text(USES)
    about = json.loads((project / "tsconfig.json").read_text())
    (project / "tsconfig.json").write_text(json.dumps(about | {"files": ["App.tsx", "uses.tsx"]}))
    compiler = WORKSPACE / "node_modules" / "typescript" / "bin" / "tsc"
    done = node(compiler, "--listFiles", folder=project)
    assert done.returncode == 0, done.stdout
    read = done.stdout.splitlines()
    for package in (*LOCKED, *NOT_LOCKED, "@viewpulse/live"):
        assert any(f"node_modules/{package}/" in file for file in read), package


def test_what_the_player_of_expo_plays_is_followed(project: Path) -> None:
    shutil.copy(HERE / "expo_player.mjs", project)
    esbuild = WORKSPACE / "node_modules" / "esbuild" / "bin" / "esbuild"
    built = node(
        esbuild, "expo_player.mjs", "--bundle", "--format=esm", "--platform=node", "--outfile=test.mjs", folder=project
    )
    assert built.returncode == 0, built.stderr
    done = node("test.mjs", folder=project)
    assert done.returncode == 0, done.stdout
    assert "pass 1" in done.stdout
