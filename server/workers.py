"""Several processes that serve one port, started again when they end (ADR 37).

They are forked from this process when it has loaded everything, so a successor starts at once. Each has listening
sockets of its own (SO_REUSEPORT), over which the kernel spreads connections. This process keeps all of these, so
connections that wait for a worker that died are answered by its successor.
"""

import logging
import multiprocessing
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkProcess

import structlog
from uvicorn.config import STARTUP_FAILURE

BACKLOG = 2048
POLL_SECONDS = 0.1
PAUSE_SECONDS = 1.0
"""Shortest time between two starts in the same place: what fails at once is not started all the time."""
STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM}

Sockets = list[socket.socket]

_forked = multiprocessing.get_context("fork")
_log = structlog.get_logger(__name__)


def run_workers(number: int, host: str, port: int, serve: Callable[[Sockets, int], None], *, patience: float) -> None:
    """Serves with several processes until SIGINT or SIGTERM, which takes effect here when they have ended.

    Args:
        number: How many.
        host: Address to listen on.
        port: Port to listen on.
        serve: Serves the sockets of one worker, whose number from 0 it is given, until SIGINT or SIGTERM.
        patience: Seconds within which the workers must stop; those that have not are killed.

    Raises:
        SystemExit: The port cannot be used, or a worker cannot start.
    """
    workers = _Workers(_listen(host, port, number), serve)
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        workers.start()
        while not signal.sigpending() & STOP_SIGNALS:
            time.sleep(POLL_SECONDS)
            workers.replace_ended()
    finally:
        workers.stop(patience)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)


@dataclass
class _Worker:
    sockets: Sockets
    process: ForkProcess
    started_at: float
    is_successor: bool = False


class _Workers:
    def __init__(self, listening: list[Sockets], serve: Callable[[Sockets, int], None]) -> None:
        self._listening = listening
        self._serve = serve
        self._workers: list[_Worker] = []

    def start(self) -> None:
        for sockets in self._listening:
            self._workers.append(_Worker(sockets, self._fork(sockets), time.monotonic()))

    def replace_ended(self) -> None:
        for worker in self._workers:
            ended = worker.process
            if ended.is_alive():
                continue
            if ended.exitcode == STARTUP_FAILURE and not worker.is_successor:
                sys.exit(STARTUP_FAILURE)
            if time.monotonic() - worker.started_at > PAUSE_SECONDS:
                _log.warning("a worker ended; starting another", worker=ended.pid, exit_code=ended.exitcode)
                worker.started_at = time.monotonic()
                worker.is_successor = True
                try:
                    worker.process = self._fork(worker.sockets)
                except OSError as error:  # no memory, for example; the others continue
                    _log.error("no worker can be started; trying again", error=error)

    def stop(self, patience: float) -> None:
        for sockets in self._listening:
            _close(sockets)
        for worker in self._workers:
            worker.process.terminate()
        deadline = time.monotonic() + patience
        for worker in self._workers:
            process = worker.process
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():  # nobody else can: signals to this process are held back
                _log.error("a worker does not stop; killing it", worker=process.pid)
                process.kill()
                process.join()

    def _fork(self, sockets: Sockets) -> ForkProcess:
        process = _forked.Process(target=self._run, args=(sockets,))
        process.start()
        return process

    def _run(self, sockets: Sockets) -> None:
        """In the new process: serves, and then ends as a single process would."""
        for others in self._listening:
            if others is not sockets:
                _close(others)  # else they listen until this worker ends
        for stop in STOP_SIGNALS:
            signal.signal(stop, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        self._serve(sockets, self._listening.index(sockets))


def _listen(host: str, port: int, times: int) -> list[Sockets]:
    """Listens several times on each address of the host; like uvicorn, says why it cannot and ends the command."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        addresses = []
        for family, address in dict.fromkeys((each[0], each[4]) for each in found):
            with socket.create_server(address, family=family) as alone:  # fails if another command shares the port
                addresses.append((family, alone.getsockname()))
        return [
            [
                socket.create_server(address, family=family, backlog=BACKLOG, reuse_port=True)
                for family, address in addresses
            ]
            for _ in range(times)
        ]
    except OSError as error:
        logging.getLogger("uvicorn.error").error(error)  # noqa: TRY400 - it says everything
        sys.exit(STARTUP_FAILURE)


def _close(sockets: Sockets) -> None:
    for each in sockets:
        each.close()
