"""Which media type an answer gets."""

import pytest

from server.transport.negotiation import (
    BROTLI,
    GRAPHQL_RESPONSE,
    GZIP,
    HTML,
    JSON,
    preferred,
    preferred_encoding,
    sent_media_type,
)

OFFERED = (JSON, GRAPHQL_RESPONSE)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (GRAPHQL_RESPONSE, GRAPHQL_RESPONSE),
        (JSON, JSON),
        ("application/graphql-response+json, application/json;q=0.9", GRAPHQL_RESPONSE),
        ("application/json;q=0.9, application/graphql-response+json", GRAPHQL_RESPONSE),
        ("application/json, application/graphql-response+json", JSON),
        ("application/graphql-response+json, application/json", GRAPHQL_RESPONSE),
        ("application/graphql-response+json, application/json, text/event-stream, multipart/mixed", GRAPHQL_RESPONSE),
        ("application/json; charset=utf-8", JSON),
        ("APPLICATION/JSON", JSON),
        ("application/json;q=0, */*", GRAPHQL_RESPONSE),
        ("text/event-stream", None),
        ("text/html", None),
        ("application/json;q=0", None),
        ("application/json;q=nan", None),
        ("application/json;q=2", None),
        (",,;;=,", None),
    ],
)
def test_the_preferred_media_type_is_chosen(accept: str | None, chosen: str | None) -> None:
    assert preferred(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", True),
        ("text/html", True),
        ("*/*", False),
        ("application/json, text/html;q=0.5", False),
        (None, False),
    ],
)
def test_browsers_get_a_page_and_programs_do_not(accept: str | None, page: bool) -> None:
    assert (preferred(accept, (JSON, GRAPHQL_RESPONSE, HTML)) == HTML) is page


@pytest.mark.parametrize(
    ("content_type", "good"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ('Application/JSON;charset="UTF-8"', True),
        ("application/json; charset=latin-1", False),
        ("application/graphql+json", False),
        ("text/plain", False),
        ("application/x-www-form-urlencoded", False),
        ("", False),
        (None, False),
    ],
)
def test_only_json_in_utf8_is_read(content_type: str | None, good: bool) -> None:
    assert (sent_media_type(content_type) == JSON) is good


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, None),
        ("", None),
        ("gzip", GZIP),
        ("br", BROTLI),
        ("gzip, deflate, br, zstd", BROTLI),
        ("gzip, deflate", GZIP),
        ("GZIP;Q=0.5", GZIP),
        ("br;q=0.5, gzip", GZIP),
        ("br;q=0, *", GZIP),
        ("*", BROTLI),
        ("*;q=0", None),
        ("gzip;q=0", None),
        ("identity", None),
        ("identity, gzip;q=0.9", None),
        ("identity;q=0.5, gzip;q=0.9", GZIP),
        ("identity, gzip", GZIP),
        ("deflate, zstd", None),
        ("gzip;q=nan, br;q=2", None),
        (",,;;=,", None),
    ],
)
def test_the_preferred_encoding_is_chosen(accept: str | None, chosen: str | None) -> None:
    assert preferred_encoding(accept) == chosen
