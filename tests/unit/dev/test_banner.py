"""What is printed after the start fits any terminal and survives a copy."""

import io
import json
import shlex
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from graphql import parse, validate
from rich.console import Console

from resolvers.schema import build_schema
from server.demo.display import TRENDING
from server.dev.banner import (
    DEMO_SUBSCRIPTION,
    FIRST_MUTATION,
    FIRST_SUBSCRIPTION,
    SOCIAL_SUBSCRIPTION,
    banner,
    curl_line,
    dashboard_link,
    graphiql_headers,
    graphiql_link,
)
from tests.unit.dev.test_folder import FACTS


def printed(width: int, *subscription: str) -> list[str]:
    output = io.StringIO()
    shown = banner(FACTS, Path("/data/.viewpulse"), 1.94, *subscription)
    Console(file=output, width=width).print(shown, soft_wrap=True)
    return output.getvalue().splitlines()


def test_the_documents_are_what_the_schema_understands() -> None:
    schema = build_schema()._schema

    for document in (FIRST_MUTATION, FIRST_SUBSCRIPTION, DEMO_SUBSCRIPTION, SOCIAL_SUBSCRIPTION, TRENDING):
        assert validate(schema, parse(document)) == []


def test_the_shell_line_sends_the_mutation() -> None:
    words = shlex.split(curl_line(FACTS))

    assert words[:2] == ["curl", FACTS.url]
    assert json.loads(words[words.index("-d") + 1]) == {"query": FIRST_MUTATION}
    assert f"X-Viewpulse-Key: {FACTS.write_key}" in words


def test_no_line_to_paste_is_broken_by_a_narrow_terminal() -> None:
    lines = printed(width=40)

    links = (dashboard_link(FACTS), graphiql_link(FACTS))
    for line in (FIRST_MUTATION, FIRST_SUBSCRIPTION, curl_line(FACTS), graphiql_headers(FACTS), *links):
        assert line in lines


def test_where_numbers_move_by_themselves_no_event_is_asked_for() -> None:
    assert any(line.endswith("with these headers, and send more events.") for line in printed(width=120))
    for moving in (DEMO_SUBSCRIPTION, SOCIAL_SUBSCRIPTION):
        assert any(line.endswith("in GraphiQL, with these headers.") for line in printed(120, moving))


def test_the_banner_names_the_start_time_and_stays_short() -> None:
    lines = printed(width=120)

    assert "Viewpulse is ready after 1.9 s. Ctrl-C stops it." in lines
    assert len(lines) <= 31


def test_the_link_keeps_the_keys_in_the_fragment() -> None:
    link = urlsplit(graphiql_link(FACTS))

    assert (link.path, link.query) == ("/graphql", "")
    assert parse_qs(link.fragment) == {"writeKey": [FACTS.write_key], "token": [FACTS.admin_token]}


def test_the_link_to_the_dashboard_keeps_the_token_in_the_fragment() -> None:
    link = urlsplit(dashboard_link(FACTS))

    assert (link.path, link.query) == ("/", "")
    assert parse_qs(link.fragment) == {"token": [FACTS.admin_token]}
