"""relay-compiler, as an app runs it: over its documents and our schema."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.clients.node import FOLDER, node_environment, node_executable, node_modules

SCHEMA = FOLDER.parents[1] / "schema.graphql"
DOCUMENTS = FOLDER / "relay"


def compile_documents(folder: Path) -> Path:
    """Compiles the documents of our Relay script; returns the folder of the artefacts.

    Args:
        folder: An empty folder.

    Raises:
        AssertionError: The compiler refused a document or the schema.
    """
    artefacts = folder / "artefacts"
    artefacts.mkdir()
    (artefacts / "package.json").write_text('{"type": "commonjs"}')
    shutil.copytree(DOCUMENTS, folder / "src")
    shutil.copy(SCHEMA, folder)
    config = {
        "src": "./src",
        "schema": f"./{SCHEMA.name}",
        "language": "javascript",
        "artifactDirectory": f"./{artefacts.name}",
        "eagerEsModules": False,  # Node finds modules of that kind by their full names only
    }
    (folder / "relay.config.json").write_text(json.dumps(config))
    done = subprocess.run(
        [node_executable(), node_modules() / "relay-compiler" / "cli.js", "relay.config.json"],
        cwd=folder,
        env=node_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return artefacts
