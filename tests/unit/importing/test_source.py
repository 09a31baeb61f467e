import gzip
import hashlib
from pathlib import Path

import pytest
import zstandard

from server.importing.source import UnreadableInputError, content_digest, open_source

CONTENT = b'{"type":"LIKE"}\n' * 5_000


def packed(kind: str) -> bytes:
    if kind == "gz":
        return gzip.compress(CONTENT[:100]) + gzip.compress(CONTENT[100:])  # two members, as `cat a.gz b.gz` makes
    if kind == "zst":
        compressor = zstandard.ZstdCompressor()
        return compressor.compress(CONTENT[:100]) + compressor.compress(CONTENT[100:])
    return CONTENT


@pytest.mark.parametrize("kind", ["plain", "gz", "zst"])
def test_compression_is_recognised_by_the_content_whatever_the_name(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson"
    path.write_bytes(packed(kind))
    with open_source(str(path)) as opened:
        assert opened.content.read() == CONTENT
        assert opened.position == path.stat().st_size


@pytest.mark.parametrize("kind", ["plain", "gz", "zst"])
def test_the_digest_is_of_the_content_not_of_its_packing(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(packed(kind))
    positions: list[int] = []
    assert content_digest(str(path), positions.append) == hashlib.sha256(CONTENT).hexdigest()
    assert positions[-1] == path.stat().st_size


@pytest.mark.parametrize("kind", ["gz", "zst"])
def test_damaged_compression_is_one_clear_error(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(packed(kind)[:-9])
    with pytest.raises(UnreadableInputError, match="damaged or truncated"):
        content_digest(str(path), lambda _: None)


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="No such file"), open_source(str(tmp_path / "none")):
        pass


@pytest.mark.parametrize("content", [b"", b"a", b"\x28\xb5"])
def test_a_file_shorter_than_any_magic_number_is_plain(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)
    with open_source(str(path)) as opened:
        assert opened.content.read() == content
