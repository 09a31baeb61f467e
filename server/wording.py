"""Numbers in sentences."""


def pluralize(number: int, singular: str, plural: str = "") -> str:
    """``1 record``, ``2,000 records``.

    Args:
        number: How many.
        singular: What one of them is called.
        plural: What several are called; the singular and an s by default.
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
