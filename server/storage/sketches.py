"""HyperLogLog sketches of viewers: mergeable estimates of the number of distinct viewers."""

from array import array
from collections.abc import Iterable

from datasketches import hll_sketch, hll_union, tgt_hll_type

LOG_REGISTERS = 12
"""2^12 registers: a relative standard error of 1.6 %, and exact in practice below 385 viewers."""

_REGISTERS = 2  # the mode, in byte 7 of the serialised form; 0 and 1 are plain lists of coupons


def merge(sketches: Iterable[bytes], viewers: Iterable[str] = ()) -> bytes:
    """The union of the sketches and the viewers.

    The same set of viewers gives the same bytes in any order and grouping, so that sketches can be compared.
    """
    union = hll_union(LOG_REGISTERS)
    full = False
    for sketch in sketches:
        union.update(hll_sketch.deserialize(sketch))
        full |= _is_full(sketch)
    for viewer in viewers:
        union.update(viewer)
    merged = union.get_result(tgt_hll_type.HLL_8)
    # The result of merging a full sketch is already canonical, at a fifth of the cost.
    serialised: bytes = merged.serialize_compact() if full else _canonical(merged)
    return serialised


def estimate(sketch: bytes) -> int:
    """The estimated number of distinct viewers in a sketch."""
    viewers: float = hll_sketch.deserialize(sketch).get_estimate()
    return round(viewers)


def _is_full(sketch: bytes) -> bool:
    return sketch[7] & 3 == _REGISTERS


def _canonical(sketch: hll_sketch) -> bytes:
    union = hll_union(LOG_REGISTERS)
    union.update(sketch)
    union.update(sketch)  # once merged, the estimate no longer depends on the order of arrival
    serialised: bytes = union.get_result(tgt_hll_type.HLL_8).serialize_compact()
    if _is_full(serialised):
        return serialised
    preamble = 4 * serialised[0]
    coupons = array("I", serialised[preamble:])
    return serialised[:preamble] + array("I", sorted(coupons)).tobytes()
