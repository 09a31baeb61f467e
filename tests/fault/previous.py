"""The previous release, whose processes and data an upgrade begins with."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

PREVIOUS = "95cb02621827074f6facef6ecabb8fe11685d933"
"""A commit; the tag of the last release, once there is one."""
FOLDERS = ("server", "resolvers", "migrations", "graphql")
ROOT = Path(__file__).parents[2]


def unpack(folder: Path) -> Path:
    """Writes the code of the previous release to a new folder in ``folder``; it runs with the libraries of this one.

    Returns:
        What to put into PYTHONPATH.
    """
    command = ["git", "-C", str(ROOT), "archive", "--format=tar", PREVIOUS, *FOLDERS]
    packed = subprocess.run(command, capture_output=True, check=False)
    assert packed.returncode == 0, f"the history of this repository is needed: {packed.stderr.decode()}"
    code = folder / "previous"
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(code, filter="data")
    return code
