"""The documents that the dashboard sends are those of graphql/, also where an app has a manifest of its own."""

import json
from pathlib import Path

import pytest

from resolvers.dashboard_documents import FOLDER, USED, print_modules, read_modules
from resolvers.documents import load_documents
from server.settings import Settings
from server.transport.persisted import ManifestDocuments

DOCUMENTS = load_documents()


def test_they_are_current() -> None:
    for name, text in print_modules(DOCUMENTS).items():
        assert (FOLDER / f"{name}.js").read_text() == text, "run `python -m resolvers.documents`"
    sent = read_modules()
    assert sent["SeriesLive"] == DOCUMENTS["live/SeriesLive.graphql"]
    assert len(sent) == sum(map(len, USED.values()))


@pytest.mark.parametrize("dashboard", [True, False])
def test_an_apps_own_manifest_allows_them_while_there_is_a_dashboard(tmp_path: Path, dashboard: bool) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"own": "query Own { me { userId } }"}))
    settings = Settings(documents="manifest", documents_manifest=manifest, dashboard=dashboard)
    allowed = ManifestDocuments.from_settings(settings).allowed
    assert allowed is not None
    assert "query Own { me { userId } }" in allowed
    assert (DOCUMENTS["live/SeriesLive.graphql"] in allowed) == dashboard
