"""Content negotiation (RFC 9110, sections 12.5.1 and 12.5.3; GraphQL over HTTP, "Media Types")."""

from server.text_cache import keep_short_texts

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"
TEXT = "text/plain"
EVENT_STREAM = "text/event-stream"
BROTLI = "br"
GZIP = "gzip"
ENCODINGS = (BROTLI, GZIP)
"""The one that is better first."""


@keep_short_texts(entries=256)
def preferred(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """The offered type that an ``Accept`` header prefers; the first of equals in the order of the header.

    Args:
        accept: The header; if missing, the first offer is used.
        offered: Media types; for wildcards the earlier ones are preferred.

    Returns:
        None if the header accepts none of them.
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [_parsed(part) for part in accept.split(",")]
    best: tuple[float, int, int] | None = None
    choice = None
    for place, offer in enumerate(offered):
        wildcard = f"{offer.partition('/')[0]}/*"
        exact = [(quality, -index) for index, (name, quality) in enumerate(ranges) if name == offer]
        broad = [(quality, -len(ranges)) for name, quality in ranges if name in (wildcard, "*/*")]
        found = exact or broad
        if not found:
            continue
        quality, order = max(found)
        rank = (quality, order, -place)
        if quality > 0 and (best is None or rank > best):
            best, choice = rank, offer
    return choice


@keep_short_texts(entries=256)
def preferred_encoding(accept: str | None) -> str | None:
    """The content coding that an ``Accept-Encoding`` header prefers; None: none of ours, or that of the answer itself.

    Args:
        accept: The header.
    """
    if not accept:
        return None
    qualities = dict(_parsed(part) for part in accept.split(","))
    others = qualities.get("*", 0.0)
    quality, place = max((qualities.get(name, others), -place) for place, name in enumerate(ENCODINGS))
    return ENCODINGS[-place] if quality > 0 and quality >= qualities.get("identity", 0.0) else None


def _parsed(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                quality = 0.0
    return name, quality if 0 <= quality <= 1 else 0.0


@keep_short_texts(entries=64)
def sent_media_type(content_type: str | None) -> str | None:
    """The media type that a ``Content-Type`` names, empty if there is none; None: not in UTF-8."""
    name, *parameters = (piece.strip().lower() for piece in (content_type or "").split(";"))
    charsets = [value.strip('"') for key, _, value in (p.partition("=") for p in parameters) if key == "charset"]
    return name if all(charset in ("utf-8", "utf8") for charset in charsets) else None
