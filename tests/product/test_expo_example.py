"""The Expo example: a compiler accepts it with the types of React Native, expo-video and our own packages."""

from pathlib import Path

from tests.clients.node import run_npm
from tests.clients.tarballs import app
from tests.clients.typescript import node

EXAMPLE = Path(__file__).parents[2] / "examples" / "expo"


def test_a_compiler_accepts_it() -> None:
    app()  # builds the packages
    run_npm(EXAMPLE, "install", "--no-save")  # the lock lacks binaries of other platforms, which `npm ci` misses
    done = node(EXAMPLE / "node_modules" / "typescript" / "bin" / "tsc", "--listFiles", folder=EXAMPLE)
    assert done.returncode == 0, done.stdout
    read = done.stdout.splitlines()
    for package in ("expo-video", "react-native", "@viewpulse/live"):
        assert any(f"node_modules/{package}/" in file for file in read), package
