"""Serves the pages of an example, as ``python3 -m http.server`` does."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class _QuietFiles(SimpleHTTPRequestHandler):
    """Without a line for each file."""

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def served_folder(folder: Path, handler: type[SimpleHTTPRequestHandler] = _QuietFiles) -> Iterator[str]:
    """The address of a folder, served until the block is left."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()
