"""Prints samples in Prometheus' text format, or as OpenMetrics if the scraper prefers that."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, repeat

from prometheus_client.core import CounterMetricFamily, Exemplar, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from server.monitoring.instruments import INSTRUMENTS, Instrument, Kind
from server.monitoring.samples import Sample, Traced


def exposition(samples: Iterable[Sample], accept: str) -> tuple[bytes, str]:
    """The text, and its media type.

    Args:
        samples: The values; those of one instrument need not be next to each other.
        accept: The header of the request.
    """
    encode, media_type = choose_encoder(accept)
    return encode(_Collected(samples)), media_type


class _Collected(Collector):
    """Samples as prometheus_client wants them, in the order of the declarations."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._by_name: dict[str, list[Sample]] = {}
        for one in samples:
            self._by_name.setdefault(one.name, []).append(one)

    def collect(self) -> Iterator[Metric]:
        for name, instrument in INSTRUMENTS.items():
            if name in self._by_name:
                yield _family(instrument, self._by_name[name])


def _family(instrument: Instrument, samples: Sequence[Sample]) -> Metric:
    name, text, labels = instrument.name, instrument.help.replace("`", ""), instrument.labels
    if instrument.kind is Kind.HISTOGRAM:
        histogram = HistogramMetricFamily(name, text, labels=labels)
        for one in samples:
            bounds = [*map(str, instrument.buckets), "+Inf"]
            traced = one.exemplars or repeat(None, len(bounds))
            buckets = map(_bucket, bounds, accumulate(one.buckets), traced)
            histogram.add_metric(one.labels, list(buckets), one.value)
        return histogram
    kind = CounterMetricFamily if instrument.kind is Kind.COUNTER else GaugeMetricFamily
    family = kind(name, text, labels=labels)
    for one in samples:
        family.add_metric(one.labels, one.value)
    return family


def _bucket(bound: str, count: int, traced: Traced | None) -> tuple[str, float] | tuple[str, float, Exemplar]:
    if traced is None:
        return bound, count
    trace, value, at = traced
    return bound, count, Exemplar({"trace_id": trace}, value, at)
