"""Numbers in sentences."""


def pluralize(number: int, singular: str, plural: str = "") -> str:
    """``1 record``, ``2,000 records``.

    Args:
        number: The number.
        singular: The noun in the singular.
        plural: The noun in the plural; the singular and an s by default.
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
