"""A Redis for one test, which can be stopped and restarted on the same port."""

from pathlib import Path

from server.embedded import EmbeddedRedis, EmbeddedServer, free_port


class Outage:
    """One Redis, here or away."""

    def __init__(self, folder: Path) -> None:
        self._redis = EmbeddedRedis(folder)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.server: EmbeddedServer | None = None

    def start(self) -> None:
        self.server = self._redis.start(self.port)

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()
            self.server = None
