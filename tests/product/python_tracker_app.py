"""An app that tracks with the Python library: it says each id once the event is kept, and does what it reads.

Line by line: ``track 20``, ``flush``, ``fork 5`` or ``multiprocessing 5`` (a child
tracks so many and ends), ``close``, ``leave`` (ends with events that wait).
"""

import asyncio
import json
import multiprocessing
import os
import sys
from typing import Any

from viewpulse_client import AsyncTracker, Problem, Tracker

given = json.loads(sys.argv[1])


def say(**fact: Any) -> None:
    os.write(1, f"{json.dumps(fact)}\n".encode())  # at once, and whole, also from a child


def hear(problem: Problem) -> None:
    say(problem=problem.code)


options = {"folder": given["folder"], "on_problem": hear}


def track(tracker: Tracker | AsyncTracker, number: int) -> list[str]:
    return [tracker.track("VIEW_START", content_id=given["contentId"]) for _ in range(number)]


def in_child(tracker: Tracker, number: int) -> None:
    say(inherited=tracker.waiting)
    say(tracked=track(tracker, number))


def of_threads() -> None:
    tracker = Tracker(given["url"], given["writeKey"], **options)
    say(ready=tracker.waiting)
    for line in sys.stdin:
        command, _, number = line.strip().partition(" ")
        if command == "track":
            say(tracked=track(tracker, int(number)))
        elif command == "flush":
            tracker.flush()
            say(waiting=tracker.waiting)
        elif command == "fork":
            if not (child := os.fork()):
                in_child(tracker, int(number))
                sys.exit()
            say(ended=os.waitpid(child, 0)[1])
        elif command == "multiprocessing":
            process = multiprocessing.get_context("fork").Process(target=in_child, args=(tracker, int(number)))
            process.start()
            process.join()
            say(ended=process.exitcode)
        elif command == "close":
            say(closed=tracker.close(), dropped=tracker.dropped)
        elif command == "leave":
            return


async def of_asyncio() -> None:
    tracker = AsyncTracker(given["url"], given["writeKey"], **options)
    async with tracker:
        say(ready=tracker.waiting)
        while line := await asyncio.to_thread(sys.stdin.readline):
            command, _, number = line.strip().partition(" ")
            if command == "track":
                say(tracked=track(tracker, int(number)))
            elif command == "flush":
                await tracker.flush()
                say(waiting=tracker.waiting)
            elif command == "close":
                say(closed=await tracker.close(), dropped=tracker.dropped)
            elif command == "leave":
                os.close(0)
                sys.exit()  # without an end of the block


if given["kind"] == "threads":
    of_threads()
else:
    asyncio.run(of_asyncio())
