"""What `viewpulse dev` prints once everything runs: where, with which keys, and what to try first."""

import json
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from server.dev.folder import Facts

FIRST_MUTATION = (
    'mutation { trackEvent(event: {type: VIEW_START, contentId: "hello", creatorId: "creator-1", '
    'userId: "ada"}) { accepted results { status eventId } } }'
)
FIRST_SUBSCRIPTION = 'subscription { contentAnalytics(contentId: "hello") { revision views { total unique } } }'


def curl_line(facts: Facts) -> str:
    """The first mutation, ready for a shell."""
    body = json.dumps({"query": FIRST_MUTATION})
    return f"curl {facts.url} -H 'Content-Type: application/json' -H 'X-Viewpulse-Key: {facts.write_key}' -d '{body}'"


def graphiql_headers(facts: Facts) -> str:
    """What to put into GraphiQL's Headers tab, for both."""
    return json.dumps({"Authorization": f"Bearer {facts.creator_token}", "X-Viewpulse-Key": facts.write_key})


def banner(facts: Facts, folder: Path, seconds: float) -> RenderableType:
    """The whole message; lines to paste stand alone on theirs."""
    rows = {
        "GraphiQL": facts.url,
        "Write key": facts.write_key,
        "Creator token": facts.creator_token,
        "Admin token": facts.admin_token,
    }
    width = max(map(len, rows)) + 2
    lines = [
        Text.assemble("\n", (f"Viewpulse is ready after {seconds:.1f} s.", "bold green"), " Ctrl-C stops it.\n"),
        *(Text.assemble("  ", (f"{name:<{width}}", "dim"), value) for name, value in rows.items()),
        Text(f"\nThe same facts are in {folder / 'dev.json'}, the logs beside it.", "dim"),
        Text("\nOpen GraphiQL, put this into its Headers tab …\n", "bold"),
        Text(graphiql_headers(facts)),
        Text("\n… run this, and keep it open …\n", "bold"),
        Text(FIRST_SUBSCRIPTION),
        Text("\n… then run this there too, or the line below it in a shell, and watch the numbers move:\n", "bold"),
        Text(FIRST_MUTATION),
        Text(""),
        Text(curl_line(facts)),
        Text(""),
    ]
    return Group(*lines)
