"""Placeholders: SQL says once what is to be repeated for many columns, or leaves out a name that differs.

The only place that fills them in:

* ``{name}`` becomes a text;
* ``{name: … # … @ …}`` becomes its own text once per item of a list, joined by commas. ``#`` is the item; if the list
  says something of each item, ``@`` is what it says.

Values come from our own code, never from a client.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Repeated: TypeAlias = Sequence[str] | Mapping[str, str]
"""What a text is repeated for: items, or items and what is said of each."""

Values: TypeAlias = Mapping[str, str | Repeated]
"""What each placeholder stands for."""

_PLACEHOLDER = re.compile(r"\{([A-Za-z][^{}]*)\}")


def fill_in(sql: str, values: Values) -> str:
    """The statement with its placeholders filled in; values that it does not ask for are left out.

    Args:
        sql: The statement.
        values: A text or a list for each placeholder.

    Raises:
        LookupError: The statement has a placeholder that no value is given for, or one written for the other form.
    """

    def fill(found: re.Match[str]) -> str:
        name, is_list, repeated = found[1].partition(": ")
        value = values.get(name)
        if value is None or isinstance(value, str) is bool(is_list):
            raise LookupError(f"nothing to fill in for {found[0]}")
        return value if isinstance(value, str) else _repeat(repeated, value)

    return _PLACEHOLDER.sub(fill, sql)


def _repeat(text: str, items: Repeated) -> str:
    if isinstance(items, Mapping):
        return ", ".join(text.replace("#", item).replace("@", said) for item, said in items.items())
    return ", ".join(text.replace("#", item) for item in items)
