"""Requests with a value that is nested more deeply than a JSON library writes."""

import json
from typing import Any

DEEP = "a value nested deeply"
LEVELS = 5_000
FORMS = {"lists": ("[", "]"), "objects": ('{"a":', "}"), "both": ('[{"a":', "}]")}


def written(request: Any, form: str = "lists", levels: int = LEVELS) -> str:
    """A request as JSON, with a value of so many levels wherever it has ``DEEP``."""
    opened, closed = FORMS[form]
    return json.dumps(request).replace(json.dumps(DEEP), opened * levels + "1" + closed * levels)
