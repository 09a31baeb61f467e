import io
import tracemalloc

from hypothesis import assume, given
from hypothesis import strategies as st

from server.importing.lines import Line, read_lines


def test_lines_are_numbered_and_lose_their_ends() -> None:
    assert list(read_lines(io.BytesIO(b"a\r\n\nb"))) == [Line(1, b"a"), Line(2, b""), Line(3, b"b")]


def test_a_byte_order_mark_is_dropped_at_the_start_only() -> None:
    assert [line.raw for line in read_lines(io.BytesIO(b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n"))] == [b"a", b"\xef\xbb\xbfb"]


def test_an_overlong_line_is_cut_and_does_not_disturb_its_neighbours() -> None:
    lines = list(read_lines(io.BytesIO(b"ok\n" + b"x" * 50 + b"\nlast\n"), limit=10))
    assert lines == [Line(1, b"ok"), Line(2, b"x" * 10, oversized=True), Line(3, b"last")]


@given(st.lists(st.binary(max_size=30).map(lambda raw: raw.replace(b"\n", b"").rstrip(b"\r"))), st.integers(1, 20))
def test_every_line_comes_out_at_its_number_whatever_its_length(raws: list[bytes], limit: int) -> None:
    assume(not raws or raws[0][:2] not in (b"\xfe\xff", b"\xff\xfe"))  # the byte order marks of UTF-16
    lines = list(read_lines(io.BytesIO(b"".join(b"%b\n" % raw for raw in raws)), limit))
    assert [line.number for line in lines] == list(range(1, len(raws) + 1))
    for line, raw in zip(lines[1:], raws[1:], strict=True):  # the first may lose a byte order mark
        assert (line.raw, line.oversized) == (raw[:limit], len(raw) > limit)


class Endless(io.RawIOBase):
    """Gives 64 MiB without one line end."""

    left = 64 << 20

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        taken = min(len(view), self.left)
        view[:taken] = b"x" * taken
        self.left -= taken
        return taken


def test_a_line_of_64_mib_takes_no_more_memory_than_a_few_allowed_ones() -> None:
    tracemalloc.start()
    try:
        lines = list(read_lines(io.BufferedReader(Endless())))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [line.oversized for line in lines] == [True]
    assert peak < 8 << 20
