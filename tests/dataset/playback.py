"""One viewing: what is watched, and the different ways in which apps report it."""

from random import Random

from tests.dataset.delivery import Fields
from tests.dataset.entities import Content
from tests.dataset.recorder import Recorder

Segment = tuple[float, float]
RATES = (None, None, 0.5, 1.0, 1.0, 1.25, 1.75, 2.0)
STYLES = ("total", "increments", "increments", "sections", "cumulative sections", "position", "percent", "both")


def watch(recorder: Recorder, content: Content, source: Fields, *, play_id: str | None, again: bool = False) -> bool:
    """Watches a content from its start event on.

    Args:
        recorder: The viewer's recorder.
        content: The content.
        source: Where it was found.
        play_id: Id of the play; None: the app sends none.
        again: Whether the app flags the view as a rewatch.

    Returns:
        Whether it was watched to the end.
    """
    random = recorder.random
    length = content.duration or 25.0
    style = random.choice(STYLES)
    data = _rate(recorder) | ({"isRewatch": True} if again else {})
    if not content.in_catalogue and content.duration is not None:
        data["duration"] = content.duration
    common: Fields = {"source": source, "playId": play_id}
    kind = "VIEW" if random.random() < 0.1 else "VIEW_START"
    if random.random() < 0.97:  # a few apps forget to send VIEW_START
        recorder.do(kind, content, viewData=dict(data), **common)
    path = _path(recorder, length)
    watched: list[Segment] = []
    unreported: list[Segment] = []
    for number, (start, end) in enumerate(path):
        if number and start != path[number - 1][1]:
            recorder.do("SEEK", content, viewData={"position": start}, **common)
        recorder.pass_time(end - start + random.choice([0.0, 0.0, 0.4]))
        watched.append((start, end))
        unreported.append((start, end))
        if random.random() < 0.5:
            recorder.do("VIEW_PROGRESS", content, viewData=data | _report(style, watched, unreported, length), **common)
            unreported = []
        if random.random() < 0.06:
            recorder.do("PAUSE", content, viewData={"position": end}, **common)
            recorder.pass_time(random.uniform(1, 400))
            recorder.do("RESUME", content, **common)
    reached = max(end for _, end in path)
    loops = random.choice([1, 2, 5]) if reached >= length and random.random() < 0.15 else 0
    finished = reached >= length and random.random() < 0.8
    last = data | _report(style, watched, unreported, length)
    if loops:
        last["loopCount"] = loops
    if finished:
        recorder.do("COMPLETE" if random.random() < 0.2 else "VIEW_COMPLETE", content, viewData=last, **common)
    elif random.random() < 0.8:
        recorder.do(
            random.choice(["VIEW_PROGRESS", "VIEW_PROGRESS", "SWIPE_AWAY", "SKIP"]), content, viewData=last, **common
        )
    return finished


def _rate(recorder: Recorder) -> Fields:
    """What the app reports of the playback rate; chance of its own, so that all else stays as it was."""
    rate = Random(f"{recorder.now}{recorder.session_id}").choice(RATES)
    return {} if rate is None else {"playbackRate": rate}


def _path(recorder: Recorder, length: float) -> list[Segment]:
    """The watched sections, in order; a few viewers jump ahead, a few jump back and watch a section twice."""
    random = recorder.random
    end = length if random.random() < 0.4 else _tenths(length * random.betavariate(1.1, 1.6) + 0.1)
    end = min(end, length)
    if random.random() < 0.3:
        middle = _tenths(end * random.random())
        parts = [(0.0, middle), (middle, end)]
    else:
        parts = [(0.0, end)]
    if random.random() < 0.12:
        back = _tenths(end * random.random())
        parts.append((back, _tenths(back + (end - back) * random.random())))
    elif random.random() < 0.08 and end < length:
        ahead = _tenths(end + (length - end) * random.random())
        parts.append((ahead, min(length, _tenths(ahead + 2.0))))
    return [(start, stop) for start, stop in parts if stop > start] or [(0.0, min(0.1, length))]


def _report(style: str, watched: list[Segment], unreported: list[Segment], length: float) -> Fields:
    """The watch time reported so far by an app of that style."""
    total = _tenths(sum(end - start for start, end in watched))
    new = _tenths(sum(end - start for start, end in unreported))
    position = watched[-1][1]
    match style:
        case "total":
            return {"totalWatchTime": total, "position": position}
        case "increments":
            return {"watchTime": new, "position": position}
        case "sections":
            return {"watchTime": new, "sections": _sections(unreported)}
        case "cumulative sections":
            return {"totalWatchTime": total, "sections": _sections(watched)}
        case "position":
            return {"position": position}
        case "percent":
            return {"completionPercent": round(100 * min(1.0, max(end for _, end in watched) / length), 1)}
        case _:
            return {"watchTime": new, "totalWatchTime": total, "sections": _sections(watched), "position": position}


def _sections(segments: list[Segment]) -> list[Fields]:
    return [{"start": start, "end": end} for start, end in segments]


def _tenths(seconds: float) -> float:
    return round(seconds, 1)
