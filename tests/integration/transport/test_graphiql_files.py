"""GraphiQL's page and files, as they are served and as they are vendored."""

import hashlib
import json
import re

import pytest
from graphql import OperationDefinitionNode, parse, validate

from resolvers.schema import build_schema
from server.app import create_app
from server.settings import Settings
from server.transport.graphiql import FOLDER
from tests.integration.transport.api import Api, served

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


async def test_graphiql_loads_no_files_from_other_hosts(api: Api) -> None:
    page = await api.client.get("/graphql", headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert "script-src 'self';" in page.headers["content-security-policy"]
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    files = [address for address in addresses if not address.startswith("data:")]
    assert len(files) == 7
    for file in files:
        assert file.startswith("/graphiql/")
        response = await api.client.get(file)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]


async def test_a_program_gets_no_page(api: Api) -> None:
    response = await api.client.get("/graphql")
    assert response.headers["content-type"].startswith("application/json")


async def test_without_the_dashboard_the_root_path_redirects_to_graphiql(settings: Settings) -> None:
    alone = settings.model_copy(update={"dashboard": False})
    async with served(create_app(alone), alone) as api:
        response = await api.client.get("/", headers=BROWSER)
        assert (response.status_code, response.headers["location"]) == (307, "/graphql")
        assert (await api.client.post("/")).status_code == 405


async def test_outside_development_there_is_no_page(settings: Settings) -> None:
    production = settings.model_copy(update={"development": False, "dashboard": False})
    async with served(create_app(production), production) as api:
        assert (await api.client.get("/", headers=BROWSER)).status_code == 404
        assert "text/html" not in (await api.client.get("/graphql", headers=BROWSER)).headers["content-type"]


@pytest.mark.parametrize("path", ["/graphiql/../../http.py", "/graphiql/%2e%2e/%2e%2e/http.py", "/graphiql/nothing.js"])
async def test_nothing_else_is_served(api: Api, path: str) -> None:
    assert (await api.client.get(path)).status_code == 404


def test_the_first_tabs_are_a_valid_mutation_query_and_subscription() -> None:
    schema = build_schema()._schema
    tabs = json.loads((FOLDER / "tabs.json").read_text())
    kinds = []
    for tab in tabs:
        document = parse(tab["query"])
        assert validate(schema, document) == []
        headers = json.loads(tab["headers"])
        assert set(headers.values()) <= {"", "Bearer "}, "a placeholder would be sent to the server"
        kinds += [node.operation.value for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    assert kinds == ["mutation", "query", "subscription"]


def test_the_vendored_files_are_those_that_the_readme_names() -> None:
    rows = re.findall(
        r"^\| (\S+\.(?:js|css)) \|.*\| MIT \| ([0-9a-f]{64}) \|$", (FOLDER / "README.md").read_text(), re.MULTILINE
    )
    assert len(rows) == 5
    for name, digest in rows:
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name
