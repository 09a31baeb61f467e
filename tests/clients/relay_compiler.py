"""relay-compiler, as an app runs it: over its documents and our schema."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse

from tests.clients.node import FOLDER, node_environment, node_executable, node_modules

SCHEMA = FOLDER.parents[1] / "schema.graphql"
DOCUMENTS = FOLDER / "relay"


def compile_documents(folder: Path, documents: Path = DOCUMENTS) -> Path:
    """Compiles documents; returns the folder of the artefacts.

    Args:
        folder: A folder without `artefacts`, `src` and the schema, which are made in it.
        documents: A folder of modules with documents; those of our Relay script unless others are given.

    Raises:
        AssertionError: The compiler refused a document or the schema.
    """
    artefacts = folder / "artefacts"
    artefacts.mkdir()
    (artefacts / "package.json").write_text('{"type": "commonjs"}')
    shutil.copytree(documents, folder / "src")
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


def write_modules(folder: Path, documents: Mapping[str, str]) -> None:
    """Writes a module for each document, as a Relay app has it: its operation has the ending that Relay demands.

    Args:
        folder: An empty folder.
        documents: The documents by their paths, whose last part names the module.
    """
    for path, text in documents.items():
        module = folder / Path(path).with_suffix(".js").name
        module.write_text("".join(f"graphql`{definition}`;\n" for definition in _definitions(text)))


def _definitions(text: str) -> Iterator[str]:
    for node in parse(text).definitions:
        assert isinstance(node, OperationDefinitionNode | FragmentDefinitionNode)
        assert node.loc
        assert node.name
        assert node.name.loc
        end = node.name.loc.end
        ending = node.operation.value.capitalize() if isinstance(node, OperationDefinitionNode) else ""
        yield text[node.loc.start : end] + ending + text[end : node.loc.end]
