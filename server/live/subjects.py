"""Subjects: what a live subscription follows, and the Redis channels that carry hints about them."""

from zlib import crc32

CHANNELS = "{viewpulse}"
"""What all channels begin with. In braces, it puts them on one node of a cluster, which keeps their order."""
REVISIONS = f"{CHANNELS}:revisions"
"""Channel on which every run publishes its revision per project, after its subjects."""
_MINUTE = "minute:"


def content_subject(project_id: int, content_id: str) -> str:
    """The subject of one content, such as ``content:1:c1``."""
    return f"content:{project_id}:{content_id}"


def creator_subject(project_id: int, creator_id: str) -> str:
    """The subject of one creator."""
    return f"creator:{project_id}:{creator_id}"


def session_subject(project_id: int, session_id: str) -> str:
    """The subject of one session."""
    return f"session:{project_id}:{session_id}"


def viewer_subject(project_id: int, user_id: str) -> str:
    """The subject of one user as a viewer; guests are followed by their session."""
    return f"viewer:{project_id}:{user_id}"


def platform_subject(project_id: int) -> str:
    """The subject of a whole project; every run that changes anything changes it."""
    return f"platform:{project_id}"


def rankings_subject(project_id: int) -> str:
    """The subject of rankings: changes whenever a score or a stored retention curve changes."""
    return f"rankings:{project_id}"


def catalogue_subject(project_id: int) -> str:
    """The subject of a project's catalogue data, such as the titles of contents."""
    return f"catalogue:{project_id}"


def social_account_subject(project_id: int, account_id: str) -> str:
    """The subject of an account on a social network; each collection changes it."""
    return f"social_account:{project_id}:{account_id}"


def social_workspace_subject(project_id: int, workspace_id: str) -> str:
    """The subject of a workspace: that of all its accounts."""
    return f"social_workspace:{project_id}:{workspace_id}"


def minute_subject(project_id: int) -> str:
    """The subject of answers by minute: the hub's own clock changes it each minute, no run does."""
    return f"{_MINUTE}{project_id}"


def is_minute_subject(subject: str) -> bool:
    """Whether the clock changes a subject."""
    return subject.startswith(_MINUTE)


def kind_of(subject: str) -> str:
    """What a subject is, without saying which: for logs, since some name a person."""
    return subject.partition(":")[0]


def project_of(subject: str) -> int:
    """The project of a subject."""
    return int(subject.split(":", 2)[1])


def channel_of(subject: str, channels: int) -> str:
    """The channel that carries a subject's hints; the same in every process.

    Args:
        subject: A subject made by one of the functions above.
        channels: ``live_channels`` of the settings, equal in all processes.
    """
    return f"{CHANNELS}:live:{crc32(subject.encode()) % channels}"
