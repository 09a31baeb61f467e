"""The API's port: is it free, and does the API answer on it."""

import http.client
import socket

from server.problem import CommandError


def require_free(host: str, port: int) -> None:
    """Raises ``CommandError`` when nobody could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {host} cannot be used ({error.strerror}): stop who uses it, or set VIEWPULSE_PORT."
            ) from error


def is_ready(host: str, port: int) -> bool:
    """Whether the API there says that it is ready."""
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=5)  # noqa: S104
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
