"""The previous release, whose processes and data an upgrade begins with."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

PREVIOUS = "90c20ac1c349bbaf890ce8c94c529fdafde30bd6"
"""The code of revision 0043, which knows the rule of ADR 73; the tag of the last release, once there is one."""
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
