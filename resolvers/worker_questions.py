"""Hands questions over to workers."""

from typing import TypeVar

import msgspec

from resolvers.context import Info

Answer = TypeVar("Answer")


async def ask_worker(info: Info, kind: str, project_id: int, question: msgspec.Struct, answer: type[Answer]) -> Answer:
    """The answer of a worker.

    Args:
        info: The info of the operation.
        kind: Which question, as ``server.analytics.worker_answers`` names it.
        project_id: The project that it is about.
        question: Its arguments.
        answer: The type of the answer.

    Raises:
        ViewpulseError: UNAVAILABLE if no worker answers; or what the worker raises.
    """
    body = await info.context.services.ask_worker(kind, project_id, msgspec.msgpack.encode(question))
    return msgspec.msgpack.decode(body, type=answer)
