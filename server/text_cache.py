"""Caches of values derived from texts that clients send: bounded in bytes, not only in number."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeAlias, TypeVar, cast

MAX_KEPT_LENGTH = 512

Rest = ParamSpec("Rest")
Result = TypeVar("Result")
OfText: TypeAlias = Callable[Concatenate[str | None, Rest], Result]


def keep_short_texts(
    entries: int, longest: int = MAX_KEPT_LENGTH
) -> Callable[[OfText[Rest, Result]], OfText[Rest, Result]]:
    """Keeps a function's latest results, by its arguments; a longer text is not cached.

    Args:
        entries: Maximum number of results.
        longest: Maximum length of the first argument, in characters; results of longer texts are not cached.
    """

    def keeping(function: OfText[Rest, Result]) -> OfText[Rest, Result]:
        kept = cast("OfText[Rest, Result]", lru_cache(maxsize=entries)(function))

        @wraps(function)
        def look(text: str | None, /, *rest: Rest.args, **options: Rest.kwargs) -> Result:
            if text is not None and len(text) > longest:
                return function(text, *rest, **options)
            return kept(text, *rest, **options)

        return look

    return keeping
