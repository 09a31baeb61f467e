"""The Expo example: a compiler accepts it with the types of React Native, expo-video and our own packages."""

from pathlib import Path

from tests.clients.node import node_modules
from tests.clients.tarballs import app
from tests.clients.typescript import node

EXAMPLE = Path(__file__).parents[2] / "examples" / "expo"


def test_a_compiler_accepts_it() -> None:
    app()  # builds the packages
    node_modules(EXAMPLE)
    done = node(EXAMPLE / "node_modules" / "typescript" / "bin" / "tsc", "--listFiles", folder=EXAMPLE)
    assert done.returncode == 0, done.stdout
    read = done.stdout.splitlines()
    for package in ("expo-video", "react-native", "@viewpulse/live"):
        assert any(f"node_modules/{package}/" in file for file in read), package
