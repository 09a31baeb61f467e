"""Detects lost hints: compares the revisions that hints announce with those that are committed."""


class RevisionTracker:
    """The newest revisions of each project.

    A project's revision grows by one with each run of the aggregator. So a jump on the ``REVISIONS`` channel, or a
    revision that only PostgreSQL has, means that hints were lost.
    """

    def __init__(self) -> None:
        self._committed: dict[int, int] = {}
        self._complete: dict[int, int] = {}
        self._read: dict[int, int] = {}

    def last_committed(self, project_id: int) -> int:
        """The newest revision that is certainly committed; 0 if none is known."""
        return self._committed.get(project_id, 0)

    def last_complete(self, project_id: int) -> int:
        """The newest revision up to which no hint is missing."""
        return self._complete.get(project_id, 0)

    def note_committed(self, project_id: int, revision: int) -> None:
        """Records a revision that is committed."""
        self._committed[project_id] = max(revision, self.last_committed(project_id))

    def read(self, project_id: int, revision: int) -> bool:
        """Records a revision that was just read from PostgreSQL; True if the database was reset to an earlier state.

        Revisions that are read one after the other only grow, unless a backup was restored: earlier hints are then
        meaningless.
        """
        was_set_back = revision < self._read.get(project_id, 0)
        self._read[project_id] = revision
        if was_set_back:
            self._committed[project_id] = self._complete[project_id] = revision
        self.note_committed(project_id, revision)
        return was_set_back

    def note_announced(self, project_id: int, revision: int) -> bool:
        """Records a message of the ``REVISIONS`` channel; True if it reveals that earlier messages were lost."""
        self.note_committed(project_id, revision)
        gap = revision > self.last_complete(project_id) + 1
        self.catch_up(project_id, revision)
        return gap

    def catch_up(self, project_id: int, revision: int) -> None:
        """Marks everything up to a revision as repaired."""
        self._complete[project_id] = max(revision, self.last_complete(project_id))
