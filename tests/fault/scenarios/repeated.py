"""Requests that come many times, ids that are used again, and ids of two tenants."""

import asyncio

from tests.fault.apps import App, Events
from tests.fault.scenarios.playing import Run, scenario

TIMES = 10


async def _at_once(app: App, batches: list[Events]) -> list[list[str]]:
    """Every batch in a request of its own, all at the same time."""
    async with app.connected() as http:
        return list(await asyncio.gather(*(app.deliver(http, batch) for batch in batches)))


@scenario("the same batch ten times at once, shuffled each time", rounds=50, seconds=0.4, quick=3)
async def repeat_in_parallel(run: Run) -> None:
    app = run.app()
    for _ in run.rounds():
        batch = app.batch(100)
        copies = [run.random.sample(batch, len(batch)) for _ in range(TIMES)]
        answers = await _at_once(app, copies)
        found: dict[str, list[str]] = {event["id"]: [] for event in batch}
        for copy, statuses in zip(copies, answers, strict=True):
            for event, status in zip(copy, statuses, strict=True):
                found[event["id"]].append(status)
        assert [sorted(each) for each in found.values()] == [["ACCEPTED"] + ["DUPLICATE"] * (TIMES - 1)] * len(batch)


@scenario("the same id with another body, at once and later", rounds=50, seconds=0.2, quick=3)
async def reuse_an_id(run: Run) -> None:
    app = run.app()
    for number in run.rounds():
        first = {**app.event(), "type": "VIEW_START"}
        bodies = [{**first, "contentId": f"{run.name}-{number}-{body}"} for body in range(TIMES)]
        answers = await _at_once(app, [[body] for body in bodies])
        assert sorted(status for (status,) in answers) == ["ACCEPTED"] + ["ID_REUSED"] * (TIMES - 1)
        again = await _at_once(app, [[body] for body in bodies])
        assert [status == ["DUPLICATE"] for status in again] == [status == ["ACCEPTED"] for status in answers]


@scenario("the same ids in two tenants at once", rounds=50, seconds=0.2, quick=3)
async def share_ids_between_tenants(run: Run) -> None:
    one, other = run.app(), run.app(run.target(2))
    for _ in run.rounds():
        batch = one.batch(50)
        answers = await asyncio.gather(_at_once(one, [batch]), _at_once(other, [batch[::-1]]))
        assert list(answers) == [[["ACCEPTED"] * 50]] * 2
