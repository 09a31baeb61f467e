"""What `viewpulse dev` prints once everything runs: addresses, keys, and first steps."""

import json
from pathlib import Path
from urllib.parse import urlencode

from rich.console import Group, RenderableType
from rich.text import Text

from server.dev.folder import Facts

FIRST_MUTATION = (
    'mutation { trackEvent(event: {type: VIEW_START, contentId: "video-1", creatorId: "creator-1"}) '
    "{ accepted results { status code eventId counted notCountedBecause } } }"
)  # names no user: with a token, only the token's own user is allowed
FIRST_SUBSCRIPTION = 'subscription { contentAnalytics(contentId: "video-1") { revision views { total unique } } }'
DEMO_SUBSCRIPTION = (
    'subscription { creatorAnalytics(creatorId: "creator-1") '
    "{ revision views { total } watchTime { total } sessions } }"
)

SOCIAL_SUBSCRIPTION = (
    'subscription { socialAccount(accountId: "instagram:17841400000000001") '
    "{ handle collectedAt metrics { followers { value provenance } reach { value } } } }"
)


def curl_line(facts: Facts) -> str:
    """The first mutation, as a shell command."""
    body = json.dumps({"query": FIRST_MUTATION})
    return f"curl {facts.url} -H 'Content-Type: application/json' -H 'X-Viewpulse-Key: {facts.write_key}' -d '{body}'"


def graphiql_headers(facts: Facts) -> str:
    """The content of GraphiQL's Headers tab, with an admin token, which can read every content."""
    return json.dumps({"X-Viewpulse-Key": facts.write_key, "Authorization": f"Bearer {facts.admin_token}"})


def graphiql_link(facts: Facts) -> str:
    """Link to GraphiQL with the keys filled in. They are in the fragment, which browsers do not send."""
    return f"{facts.url}#{urlencode({'writeKey': facts.write_key, 'token': facts.admin_token})}"


def dashboard_link(facts: Facts) -> str:
    """Link to the dashboard, signed in as an admin."""
    return f"{facts.url.removesuffix('graphql')}#{urlencode({'token': facts.admin_token})}"


def banner(facts: Facts, folder: Path, seconds: float, subscription: str = FIRST_SUBSCRIPTION) -> RenderableType:
    """The whole message; text to paste is on lines of its own."""
    rows = {
        "GraphiQL": Text(facts.url),
        "Write key": Text(facts.write_key),
        "Creator token": Text(facts.creator_token),
        "Admin token": Text(facts.admin_token),
        "Metrics": Text(facts.metrics_urls["api"]),
        "Full list": Text(str(folder / "dev.json")),
    }
    width = max(map(len, rows)) + 2
    moving = ", and send more events" if subscription == FIRST_SUBSCRIPTION else ""
    lines = [
        Text.assemble("\n", (f"Viewpulse is ready after {seconds:.1f} s.", "bold green"), " Ctrl-C stops it.\n"),
        *(Text.assemble("  ", (f"{name:<{width}}", "dim"), value) for name, value in rows.items()),
        Text("\nWatch the numbers: the dashboard opens, signed in, at:\n", "bold"),
        Text(dashboard_link(facts)),
        Text("\nGraphiQL opens with the keys filled in at:\n", "bold"),
        Text(graphiql_link(facts)),
        Text("\nSend a first event from a shell:\n", "bold"),
        Text(curl_line(facts)),
        Text(f"\nSee the numbers move: run this in GraphiQL, with these headers{moving}.\n", "bold"),
        Text(subscription),
        Text(graphiql_headers(facts)),
        Text("\nThe same event as a mutation for GraphiQL:\n", "bold"),
        Text(FIRST_MUTATION),
        Text(""),
    ]
    return Group(*lines)
