"""Questions go to a worker through Redis, and end whenever one of the two sides does."""

import asyncio

import pytest

from server.errors import ErrorCode, ViewpulseError
from server.worker.asking import Asker
from server.worker.working import Worker
from tests.integration.live.stand_ins import until
from tests.integration.worker.stand_ins import Answers, asking, ready, realm, working


async def test_a_question_is_answered(redis_url: str) -> None:
    settings, answers = realm(redis_url), Answers()
    async with working(settings, answers.respond), asking(settings) as asker:
        await ready(asker)
        assert await asker.ask("echo", 1, b"one") == b"one!"
        found = await asyncio.gather(*(asker.ask("echo", 1, b"%d" % number) for number in range(50)))
    assert found == [b"%d!" % number for number in range(50)]


async def test_as_many_questions_as_the_setting_says_are_answered_at_a_time(redis_url: str) -> None:
    settings, answers = realm(redis_url, worker_questions=3), Answers()
    answers.gate.clear()
    async with working(settings, answers.respond), asking(settings) as asker:
        await ready(asker)
        asked = asyncio.gather(*(asker.ask("echo", 1, b"") for _ in range(9)))
        await until(lambda: answers.running == 3)
        await asyncio.sleep(0.3)
        answers.gate.set()
        assert len(await asked) == 9
    assert answers.most_running == 3


async def test_several_workers_share_the_questions(redis_url: str) -> None:
    settings = realm(redis_url, worker_questions=1)
    first, second = Answers(), Answers()
    first.gate.clear()
    second.gate.clear()
    async with working(settings, first.respond), working(settings, second.respond), asking(settings) as asker:
        await ready(asker)
        asked = asyncio.gather(asker.ask("echo", 1, b"a"), asker.ask("echo", 1, b"b"))
        await until(lambda: first.running == second.running == 1)
        first.gate.set()
        second.gate.set()
        assert list(await asked) == [b"a!", b"b!"]


async def test_without_a_worker_a_question_is_unavailable_at_once(redis_url: str) -> None:
    async with asking(realm(redis_url)) as asker:
        with pytest.raises(ViewpulseError, match="No worker runs") as refused:
            await asker.ask("echo", 1, b"")
    assert refused.value.code is ErrorCode.UNAVAILABLE
    assert refused.value.extensions["retryable"] is True


async def test_more_questions_than_may_wait_are_unavailable(redis_url: str) -> None:
    settings, answers = realm(redis_url, worker_questions=1, worker_queue=2), Answers()
    answers.gate.clear()
    async with working(settings, answers.respond), asking(settings) as asker:
        await ready(asker)
        asked = [asyncio.create_task(asker.ask("echo", 1, b""))]
        await until(lambda: answers.running == 1)
        for _ in range(2):
            asked.append(asyncio.create_task(asker.ask("echo", 1, b"")))
            await asyncio.sleep(0.2)
        with pytest.raises(ViewpulseError, match="Too many questions wait") as refused:
            await asker.ask("echo", 1, b"")
        assert refused.value.code is ErrorCode.UNAVAILABLE
        answers.gate.set()
        assert await asyncio.gather(*asked) == [b"!"] * 3


async def test_the_worker_stops_when_the_asker_is_cancelled(redis_url: str) -> None:
    settings, answers = realm(redis_url), Answers()
    answers.gate.clear()
    async with working(settings, answers.respond), asking(settings) as asker:
        await ready(asker)
        asked = asyncio.create_task(asker.ask("echo", 1, b""))
        await until(lambda: answers.running == 1)
        asked.cancel()
        await until(lambda: answers.given_up == 1, seconds=5)
        answers.gate.set()
        assert await asker.ask("echo", 1, b"next") == b"next!"


async def test_a_question_that_still_waits_is_withdrawn_when_the_asker_is_cancelled(redis_url: str) -> None:
    settings, answers = realm(redis_url, worker_questions=1), Answers()
    answers.gate.clear()
    async with working(settings, answers.respond), asking(settings) as asker:
        await ready(asker)
        first = asyncio.create_task(asker.ask("echo", 1, b"first"))
        await until(lambda: answers.running == 1)
        second = asyncio.create_task(asker.ask("echo", 1, b"second"))
        await asyncio.sleep(0.2)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        answers.gate.set()
        assert await first == b"first!"
        assert await asker.ask("echo", 1, b"third") == b"third!"
    assert answers.given_up == 0


async def test_the_worker_stops_when_the_asker_is_gone_without_a_word(redis_url: str) -> None:
    settings, answers = realm(redis_url), Answers()
    answers.gate.clear()
    asker = Asker(settings)
    async with working(settings, answers.respond):
        await ready(asker)
        asked = asyncio.create_task(asker.ask("echo", 1, b""))
        await until(lambda: answers.running == 1)
        for task in asker._tasks.values():  # as in a process that was killed
            task.cancel()
        await until(lambda: answers.given_up == 1, seconds=10)
        await asker.close()
        await asyncio.gather(asked, return_exceptions=True)


async def test_a_question_that_takes_too_long_exceeds_a_limit(redis_url: str) -> None:
    settings, answers = realm(redis_url, worker_timeout=0.2), Answers()
    answers.gate.clear()
    async with working(settings, answers.respond), asking(settings) as asker:
        await ready(asker)
        with pytest.raises(ViewpulseError) as refused:
            await asker.ask("echo", 1, b"")
    assert refused.value.code is ErrorCode.LIMIT_EXCEEDED
    assert refused.value.more["limit"]["name"] == "questionSeconds"  # type: ignore[index]
    assert answers.given_up == 1


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (ViewpulseError(ErrorCode.BAD_INPUT, "no", field=["steps", 1]), ErrorCode.BAD_INPUT),
        (ConnectionRefusedError(), ErrorCode.UNAVAILABLE),
        (ZeroDivisionError(), ErrorCode.INTERNAL),
    ],
)
async def test_the_asker_gets_the_error_of_the_worker(redis_url: str, failure: Exception, code: ErrorCode) -> None:
    settings, answers = realm(redis_url), Answers(failure=failure)
    async with working(settings, answers.respond), asking(settings) as asker:
        await ready(asker)
        with pytest.raises(ViewpulseError) as refused:
            await asker.ask("echo", 1, b"")
    assert refused.value.code is code
    assert refused.value.field == getattr(failure, "field", ())


async def test_a_question_whose_worker_is_gone_without_a_word_is_unavailable(redis_url: str) -> None:
    settings, answers = realm(redis_url), Answers()
    answers.gate.clear()
    worker = Worker(settings, answers.respond)
    running = asyncio.create_task(worker.run(asyncio.Event()))
    async with asking(settings) as asker:
        await ready(asker)
        asked = asyncio.create_task(asker.ask("echo", 1, b""))
        await until(lambda: answers.running == 1)
        with pytest.MonkeyPatch.context() as killed:
            killed.setattr(worker._server, "run", never)
            killed.setattr(worker._server, "wait_for", never)
            with pytest.raises(ViewpulseError, match="ended") as refused:
                await asyncio.wait_for(asked, 15)
    assert refused.value.code is ErrorCode.UNAVAILABLE
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def never(*_: object) -> None:
    await asyncio.Event().wait()


async def test_a_worker_that_is_stopped_gives_its_questions_up(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.worker.working.STOP_SECONDS", 0.1)
    settings, answers, stop = realm(redis_url), Answers(), asyncio.Event()
    answers.gate.clear()
    running = asyncio.create_task(Worker(settings, answers.respond).run(stop))
    async with asking(settings) as asker:
        await ready(asker)
        asked = asyncio.create_task(asker.ask("echo", 1, b""))
        await until(lambda: answers.running == 1)
        stop.set()
        await running
        with pytest.raises(ViewpulseError, match="gave this question up") as refused:
            await asked
    assert refused.value.code is ErrorCode.UNAVAILABLE


async def test_a_worker_ends_at_whichever_step_it_is_stopped(redis_url: str) -> None:
    settings, answers = realm(redis_url), Answers()
    for steps in range(0, 400, 4):
        stop = asyncio.Event()
        running = asyncio.create_task(Worker(settings, answers.respond).run(stop))
        for _ in range(steps):
            await asyncio.sleep(0)
        stop.set()
        await asyncio.wait([running], timeout=10)
        assert running.done(), f"it continues when it is stopped after {steps} steps"


async def test_a_question_that_cannot_be_read_stops_no_worker(redis_url: str) -> None:
    settings, answers = realm(redis_url), Answers()
    async with working(settings, answers.respond), asking(settings) as asker:
        await ready(asker)
        await asker._server.run(("RPUSH", asker._keys.waiting, b"of another version"))
        assert await asker.ask("echo", 1, b"one") == b"one!"


async def test_set_ups_that_share_a_redis_share_no_question(redis_url: str) -> None:
    mine, theirs, answers = realm(redis_url), realm(redis_url), Answers()
    async with working(theirs, answers.respond), asking(theirs) as neighbour, asking(mine) as asker:
        await ready(neighbour)
        with pytest.raises(ViewpulseError, match="No worker runs"):
            await asker.ask("echo", 1, b"")


async def test_nothing_stays_in_redis(redis_url: str) -> None:
    settings, answers = realm(redis_url), Answers()
    async with working(settings, answers.respond), asking(settings) as asker:
        await ready(asker)
        await asker.ask("echo", 1, b"")
        keys = await asker._server.run(("KEYS", f"{asker._keys.workers.rpartition(':')[0]}:*"))
        for key in keys[0]:
            [left] = await asker._server.run(("PTTL", key))
            assert 0 < left <= 30_000, key
