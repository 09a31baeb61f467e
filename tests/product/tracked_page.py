"""A page of another origin that tracks, with a strict Content-Security-Policy."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.clients.typescript import library
from tests.product.pages import served_folder

PAGE = """<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; connect-src http://127.0.0.1:*">
<title>A page that tracks</title>
<script type="module" src="app.js"></script>
"""
APP = """import { createTracker } from "./dist/index.js";

const { contentId, ...options } = Object.fromEntries(new URLSearchParams(location.search));
window.tracker = createTracker(options);
window.track = (type, more) => tracker.track({ type, contentId, playId: crypto.randomUUID(), ...more });

window.startWorker = () => {
  window.worker = new Worker("worker.js" + location.search, { type: "module" });
};
window.inWorker = (method, ...given) =>
  new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage([method, ...given]);
  });
"""
WORKER = """import { createTracker } from "./dist/index.js";

const { contentId, ...options } = Object.fromEntries(new URLSearchParams(location.search));
const tracker = createTracker({ ...options, queue: "worker" });
const methods = {
  track: (count) => Array.from({ length: count }, () => tracker.track({ type: "VIEW_START", contentId })),
  waiting: () => tracker.waiting(),
};
onmessage = async ({ data: [method, ...given] }) => postMessage(await methods[method](...given));
"""


@contextmanager
def tracked_page(folder: Path) -> Iterator[str]:
    """The address of the page, which is served until the block is left."""
    shutil.copytree(library().parent, folder / "dist")
    for name, text in (("index.html", PAGE), ("app.js", APP), ("worker.js", WORKER), ("favicon.ico", "")):
        (folder / name).write_text(text)
    with served_folder(folder) as address:
        yield address
