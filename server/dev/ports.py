"""The API's port: whether it is free, and whether the API answers."""

import http.client
import socket

from server.cli_errors import CommandError


def require_free(host: str, port: int) -> None:
    """Raises ``CommandError`` if the port cannot be used now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {host} cannot be used ({error.strerror}): stop the process that uses it, or set "
                "VIEWPULSE_PORT."
            ) from error


def is_ready(host: str, port: int) -> bool:
    """Whether the API reports that it is ready."""
    return _says_ok(host, port, "/health/ready", seconds=5)


def is_live(host: str, port: int) -> bool:
    """Whether the API answers, ready or not; returns within about a second."""
    return _says_ok(host, port, "/health/live", seconds=1)


def _says_ok(host: str, port: int, path: str, seconds: float) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=seconds)  # noqa: S104
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
