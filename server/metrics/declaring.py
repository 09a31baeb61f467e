"""Short forms to declare a metric; the catalogue is made of them."""

from collections.abc import Callable

from server.metrics.metric import Kind, Metric, Unit

SHORT_VIDEO = "metrics of short-video platforms"
ENGAGEMENT = "engagement analytics of content platforms"
MARKETPLACES = "contacts with sellers on marketplaces"
OWN = ""
HIDDEN = ""
"""No field shows it: other metrics follow from it."""


def tally(
    name: str, title: str, field: str, origin: str, *events: str, where: str = "", text: str = "", definition: str = ""
) -> Metric:
    """The number of events of some types; the default description names them."""
    said = text or f"{' and '.join(event.upper() for event in events)} events."
    return Metric(name, title, field, said, origin, Kind.TALLY, definition=definition, events=events, where=where)


def view(
    name: str, title: str, field: str, origin: str, text: str, *, where: str, of_plays: str, formula: str = ""
) -> Metric:
    """Views, in total or from one kind of source."""
    events = ("view_start",)
    return Metric(
        name,
        title,
        field,
        text,
        origin,
        Kind.VIEW,
        formula_text=formula,
        events=events,
        where=where,
        of_plays=of_plays,
    )


def by_source(source: str) -> Metric:
    """Views of one source."""
    return view(
        f"views_{source}",
        f"Views from {source}",
        f"Views.{source}",
        SHORT_VIDEO,
        f"Views whose source is {source.upper()}.",
        where=f"source_type = '{source}'",
        of_plays=f"source = '{source}'",
    )


def by_device(column: str, value: str, field: str, title: str) -> Metric:
    """Views on one kind of device."""
    condition = f"{column} = '{value}'"
    return view(f"views_{value}", title, field, SHORT_VIDEO, f"{title}.", where=condition, of_plays=condition)


def completed(bucket: str, title: str, text: str, *, of_plays: str, formula: str = "") -> Metric:
    """Plays that reached a part of the content."""
    name, field = f"completed_{bucket}", f"Completion.{bucket}"
    return Metric(name, title, field, text, SHORT_VIDEO, Kind.PLAY, formula_text=formula, of_plays=of_plays)


def hidden_sum(name: str, title: str, text: str) -> Metric:
    """The sum of a column of plays, in milliseconds, that only other metrics use."""
    return Metric(name, title, HIDDEN, text, OWN, Kind.PLAY, Unit.MILLISECONDS, amount=name)


def derived(
    formula: Callable[..., float | None],
    title: str,
    field: str,
    origin: str,
    *,
    unit: Unit,
    text: str,
    description: str,
    definition: str,
    in_scopes: bool = False,
) -> Metric:
    """A metric computed from others; it has the name of its function."""
    return Metric(
        formula.__name__,
        title,
        field,
        description,
        origin,
        Kind.DERIVED,
        unit,
        definition=definition,
        formula_text=text,
        formula=formula,
        in_scopes=in_scopes,
    )
