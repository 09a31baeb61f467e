"""Reactions to contents: likes that come and go, comments, shares, contacts, complaints."""

from tests.dataset.entities import Content
from tests.dataset.recorder import Recorder

SOMETIMES = {
    "COMMENT": 0.05,
    "SHARE": 0.05,
    "CLICK": 0.05,
    "DUET": 0.006,
    "STITCH": 0.006,
    "SOUND_USE": 0.006,
    "CONTACT": 0.012,
    "WHATSAPP": 0.01,
    "BOOK_VIEWING": 0.008,
    "NOT_INTERESTED": 0.012,
    "REPORT": 0.005,
    "HIDE": 0.006,
}


def react(recorder: Recorder, content: Content, *, play_id: str | None) -> None:
    """Reacts to a content that was just watched, or not."""
    random = recorder.random
    _toggle(recorder, content, "LIKE", "UNLIKE", 0.14)
    _toggle(recorder, content, "SAVE", "UNSAVE", 0.08)
    for type_, chance in SOMETIMES.items():
        if random.random() < chance:
            recorder.pass_time(random.uniform(0.2, 5))
            properties = {"sharedTo": random.choice(["whatsapp", "x", "mail"])} if type_ == "SHARE" else None
            recorder.do(type_, content, playId=play_id, properties=properties)
    if content.creator_id is not None and random.random() < 0.02:
        type_ = random.choice(["FOLLOW", "FOLLOW", "UNFOLLOW"])
        # Some name the content on which they were made, some only the creator.
        recorder.do(type_, content if random.random() < 0.6 else None, creatorId=content.creator_id)


def _toggle(recorder: Recorder, content: Content, on: str, off: str, chance: float) -> None:
    """Turns a state on, and sometimes off and on again; sometimes both in the same millisecond."""
    random = recorder.random
    if random.random() >= chance:
        return
    recorder.pass_time(random.uniform(0.2, 2))
    recorder.do(on, content)
    while random.random() < 0.25:
        if random.random() < 0.7:
            recorder.pass_time(random.uniform(0.2, 4000))
        recorder.do(random.choice([on, off, off]), content)
