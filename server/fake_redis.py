"""The last resort of ``viewpulse dev``: a Redis written in Python, where no real one is available."""

import sys

from fakeredis import TcpFakeServer


def main() -> None:
    """Serves on the loopback port given as the only argument, until killed."""
    server = TcpFakeServer(("127.0.0.1", int(sys.argv[1])), server_type="redis")
    server.daemon_threads = True  # connections never delay the end of the process
    server.serve_forever()


if __name__ == "__main__":
    main()
