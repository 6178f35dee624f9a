from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib
from functools import cache, partial

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.fetch.inflate import DamagedError, TooLargeError, inflate

TEXT = b"On the record, and off it. " * 400 + bytes(range(256)) * 8
LIMIT = 1_000_000


def bare_deflate(data: bytes) -> bytes:
    return zlib.compress(data, wbits=-zlib.MAX_WBITS)


COMPRESSED = {
    "gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
}


@pytest.mark.parametrize("encoding", COMPRESSED)
def test_each_encoding_is_undone(encoding: str) -> None:
    assert inflate(COMPRESSED[encoding], [encoding], LIMIT) == TEXT
    assert inflate(COMPRESSED[encoding], [encoding], len(TEXT)) == TEXT
    assert inflate(b"", [encoding], LIMIT) == b""


def test_the_variants_that_servers_send() -> None:
    assert inflate(gzip.compress(TEXT), ["x-gzip"], LIMIT) == TEXT
    assert inflate(bare_deflate(TEXT), ["deflate"], LIMIT) == TEXT
    assert inflate(TEXT, ["identity"], LIMIT) == TEXT
    assert inflate(TEXT, [], LIMIT) == TEXT


def test_members_and_frames_may_follow_each_other() -> None:
    assert inflate(gzip.compress(TEXT) + gzip.compress(b"end"), ["gzip"], LIMIT) == TEXT + b"end"
    frames = zstandard.compress(TEXT) + zstandard.compress(b"end")
    assert inflate(frames, ["zstd"], LIMIT) == TEXT + b"end"


def test_padding_behind_gzip_is_passed_over() -> None:
    assert inflate(gzip.compress(TEXT) + b"\0" * 20, ["gzip"], LIMIT) == TEXT


def test_layers_are_undone_from_the_last() -> None:
    body = zstandard.compress(gzip.compress(TEXT))
    assert inflate(body, ["gzip", "zstd"], LIMIT) == TEXT
    with pytest.raises(DamagedError):
        inflate(body, ["zstd", "gzip"], LIMIT)
    with pytest.raises(DamagedError, match="4 times"):
        inflate(b"x", ["gzip"] * 4, LIMIT)


@pytest.mark.parametrize("encoding", COMPRESSED)
def test_a_cut_body_is_never_a_short_success(encoding: str) -> None:
    body = COMPRESSED[encoding]
    for end in range(1, len(body)):
        with pytest.raises(DamagedError):
            inflate(body[:end], [encoding], LIMIT)


@pytest.mark.parametrize("encoding", COMPRESSED)
@given(data=st.data())
@settings(max_examples=50)
def test_a_damaged_body_fails_in_one_way(encoding: str, data: st.DataObject) -> None:
    body = bytearray(COMPRESSED[encoding])
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] ^= data.draw(st.integers(1, 255))
    try:
        assert len(inflate(bytes(body), [encoding], LIMIT)) <= LIMIT
    except (DamagedError, TooLargeError):
        return


@given(st.binary(), st.sampled_from(sorted(COMPRESSED)))
def test_what_is_not_compressed_fails_in_one_way(body: bytes, encoding: str) -> None:
    try:
        assert len(inflate(body, [encoding], LIMIT)) <= LIMIT
    except (DamagedError, TooLargeError):
        return


def test_an_encoding_that_was_not_offered_is_refused() -> None:
    with pytest.raises(DamagedError, match="compress"):
        inflate(b"x", ["compress"], LIMIT)


GIGABYTE = 1 << 30
MEGABYTE = b"\0" * (1 << 20)


@cache
def bomb(encoding: str) -> bytes:
    """A real gigabyte of nothing."""
    if encoding == "br":
        compressor = brotli.Compressor(quality=1)
        parts = [compressor.process(MEGABYTE) for _ in range(1024)]
        return b"".join([*parts, compressor.finish()])
    if encoding == "zstd":
        stream = zstandard.ZstdCompressor().compressobj()
        return b"".join([*(stream.compress(MEGABYTE) for _ in range(1024)), stream.flush()])
    # After a full flush each megabyte is packed alike, so that one need be packed only.
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return gzip.compress(b"")[:10] + packed * 1024 + packer.flush()


@pytest.mark.parametrize(
    "encodings", [["br"], ["zstd"], ["gzip"], ["gzip", "gzip"], ["br", "gzip"]], ids="+".join
)
def test_a_bomb_is_stopped_in_little_memory(encodings: list[str]) -> None:
    body = bomb(encodings[0])
    for _ in encodings[1:]:
        body = gzip.compress(body)
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            inflate(body, encodings, 15_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000


def test_a_layer_between_counts_too() -> None:
    nothing = gzip.compress(b"") * 100_000
    assert len(nothing) > LIMIT
    with pytest.raises(TooLargeError):
        inflate(gzip.compress(nothing), ["gzip", "gzip"], LIMIT)


@pytest.mark.parametrize(
    ("encoding", "nothing"),
    [("gzip", gzip.compress(b"")), ("zstd", zstandard.compress(b""))],
    # What gzip writes holds the time, and both processes must name the test alike.
    ids=["gzip", "zstd"],
)
def test_a_body_of_a_million_parts_is_given_up(encoding: str, nothing: bytes) -> None:
    assert inflate(nothing * 900, [encoding], LIMIT) == b""
    with pytest.raises(DamagedError, match="too many parts"):
        inflate(nothing * 700_000, [encoding], LIMIT)


@pytest.mark.parametrize("encoding", COMPRESSED)
def test_a_body_of_many_steps_comes_whole(encoding: str) -> None:
    data = bytes(range(256)) * 3_000 + bytes(random.Random(7).choices(range(256), k=300_000))
    body = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": partial(brotli.compress, quality=4),
        "zstd": zstandard.compress,
    }[encoding](data)
    assert inflate(body, [encoding], 2 * LIMIT) == data
