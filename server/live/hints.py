"""Hints: the messages that name the subjects changed by a run of the aggregator."""

from collections.abc import Iterable, Iterator

import msgspec

from server.live.subjects import channel_of, project_of

MESSAGE_BYTES = 64 * 1024

_encoder = msgspec.json.Encoder()


class Hint(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message on a subject channel.

    Attributes:
        revisions: The run's revision by project.
        subjects: Some of the subjects that the run changed.
        trace: The trace that the run belongs to; see ``server.monitoring.traces``.
    """

    revisions: dict[int, int]
    subjects: list[str]
    trace: str | None = None


_hints = msgspec.json.Decoder(Hint)
_revisions = msgspec.json.Decoder(dict[int, int])


def encode_hints(
    revisions: dict[int, int], subjects: Iterable[str], channels: int, trace: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """The channel and message of every hint of a run.

    One message per channel, or several of at most about 64 KiB if the list of subjects is long.
    """
    by_channel: dict[str, list[str]] = {}
    for subject in subjects:
        by_channel.setdefault(channel_of(subject, channels), []).append(subject)
    for channel, touched in sorted(by_channel.items()):
        for part in _split(touched):
            named = {project: revisions[project] for project in {project_of(subject) for subject in part}}
            yield channel, _encoder.encode(Hint(named, part, trace))


def _split(subjects: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for subject in subjects:
        length = 2 * len(subject) + 3  # JSON may escape; an estimate is enough
        if part and size + length > MESSAGE_BYTES:
            yield part
            part, size = [], 0
        part.append(subject)
        size += length
    if part:
        yield part


def decode_hint(message: str | bytes) -> Hint:
    """The hint in a message; raises ``msgspec.MsgspecError`` for anything else."""
    return _hints.decode(message)


def encode_revisions(revisions: dict[int, int]) -> bytes:
    """The message on the ``REVISIONS`` channel."""
    return _encoder.encode(revisions)


def decode_revisions(message: str | bytes) -> dict[int, int]:
    """Revision by project; raises ``msgspec.MsgspecError`` for anything else."""
    return _revisions.decode(message)
