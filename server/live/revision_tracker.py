"""Which revisions the hints told of, and whether one got lost."""


class RevisionTracker:
    """What this process knows of each project's revision.

    A project's revision grows by one with each run of the aggregator. So a jump on the ``REVISIONS`` channel, or a
    revision that only PostgreSQL knows of, means that hints were lost.
    """

    def __init__(self) -> None:
        self._known: dict[int, int] = {}
        self._heard: dict[int, int] = {}
        self._read: dict[int, int] = {}

    def known(self, project_id: int) -> int:
        """The newest revision that is certainly committed; 0 before anything is known."""
        return self._known.get(project_id, 0)

    def heard(self, project_id: int) -> int:
        """The newest revision up to which nothing needs repair any more."""
        return self._heard.get(project_id, 0)

    def note(self, project_id: int, revision: int) -> None:
        """Takes in a revision that somebody committed."""
        self._known[project_id] = max(revision, self.known(project_id))

    def read(self, project_id: int, revision: int) -> bool:
        """Takes in a revision that was just read from PostgreSQL; True when it tells that the database was set back.

        Revisions read one after the other only grow, unless a back-up was restored: hints of what it lacks mean
        nothing then.
        """
        was_set_back = revision < self._read.get(project_id, 0)
        self._read[project_id] = revision
        if was_set_back:
            self._known[project_id] = self._heard[project_id] = revision
        self.note(project_id, revision)
        return was_set_back

    def announce(self, project_id: int, revision: int) -> bool:
        """Takes in a message of the ``REVISIONS`` channel; True when it reveals that earlier ones were lost."""
        self.note(project_id, revision)
        gap = revision > self.heard(project_id) + 1
        self.catch_up(project_id, revision)
        return gap

    def catch_up(self, project_id: int, revision: int) -> None:
        """Declares everything up to a revision repaired."""
        self._heard[project_id] = max(revision, self.heard(project_id))
