"""The expected answer of ``realtime``."""

from collections import defaultdict
from dataclasses import replace

from tests.recompute.comparison import ANYTHING
from tests.recompute.groups import Answer
from tests.recompute.listed import described
from tests.recompute.minutes import MINUTE, counted, current_end, figures, points
from tests.recompute.truth import Asked, Truth


def realtime(truth: Truth, by: str, name: str, asked: Asked, minutes: int, first: int) -> Answer:
    """The last minutes of a content, a creator or ('') the platform.

    Args:
        truth: What happened.
        by: ``content``, ``creator`` or ``platform``.
        name: Whose.
        asked: The definition of a view and the traffic.
        minutes: How many minutes.
        first: How many of the contents that are viewed most.
    """
    end, until = truth.data.end, current_end(truth)
    start = until - minutes * MINUTE
    happened, viewers = counted(truth, by, name, asked, start, until)
    whole: dict[str, int] = defaultdict(int)
    for sums in happened.values():
        for metric, amount in sums.items():
            whole[metric] += amount
    viewed = truth.rows("viewed_contents", by=by, name=name, **replace(asked, start=start, end=until).parameters)
    viewed.sort(key=lambda row: (-row["views"], row["content_id"]))
    watching = truth.watching("content", asked)
    return {
        "id": ANYTHING,
        "asOf": truth.as_of.isoformat(),
        "revision": ANYTHING,
        "isFinal": False,
        "definition": asked.definition,
        "range": {"start": start.isoformat(), "end": end.isoformat()},
        "points": points(truth, by, name, asked, "UTC", (start, end)),
        "totals": {
            "start": start.isoformat(),
            "end": end.isoformat(),
            "date": start.date().isoformat(),
            "isFinal": end <= truth.as_of,
            **figures(whole, viewers.get(None, 0)),
        },
        "concurrentViewers": truth.watching(by, asked).get(name, 0),
        "top": [
            {
                **described(truth, row["content_id"]),
                "views": row["views"],
                "concurrentViewers": watching.get(row["content_id"], 0),
            }
            for row in viewed[:first]
        ],
    }
